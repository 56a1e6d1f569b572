import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { characters } from '../ui/keys';
import { LIMITS } from '../wire';
import type { Texts } from './texts';

interface Props {
  texts: Texts;
  /** What the description starts with. */
  description: string;
  /** Whether the visitor asked for the form by name, so that the focus may go there. */
  focus: boolean;
  onSubmit: (subject: string, description: string) => void;
  onCancel: () => void;
}

function problem(value: string, most: number, texts: Texts): string {
  if (value.trim() === '') return texts.required;
  return characters(value) > most ? texts.tooLong(most) : '';
}

export function TicketForm(props: Props): JSX.Element {
  const { texts } = props;
  const [subject, setSubject] = useState('');
  const [description, setDescription] = useState(props.description);
  const [tried, setTried] = useState(false);
  const submitted = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = {
    subject: problem(subject, LIMITS.subjectChars, texts),
    description: problem(description, LIMITS.descriptionChars, texts),
  };
  useEffect(() => {
    if (props.focus) form.current?.querySelector('input')?.focus();
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!problems.subject && !problems.description) {
      // A second click comes before the form is gone.
      if (!submitted.current) props.onSubmit(subject.trim(), description.trim());
      submitted.current = true;
      return;
    }
    form.current?.querySelector<HTMLElement>(problems.subject ? 'input' : 'textarea')?.focus();
  };
  return (
    <form
      class="ticket-form"
      part="ticket-form"
      ref={form}
      aria-label={texts.ticketTitle}
      noValidate
      onSubmit={submit}
    >
      <h3>{texts.ticketTitle}</h3>
      <label for="subject">{texts.subject}</label>
      <input
        id="subject"
        value={subject}
        aria-required="true"
        aria-invalid={tried && problems.subject !== ''}
        aria-describedby="subject-problem"
        onInput={(event) => setSubject(event.currentTarget.value)}
      />
      <Problem id="subject-problem" text={tried ? problems.subject : ''} />
      <label for="description">{texts.description}</label>
      <textarea
        id="description"
        rows={4}
        value={description}
        aria-required="true"
        aria-invalid={tried && problems.description !== ''}
        aria-describedby="description-problem"
        onInput={(event) => setDescription(event.currentTarget.value)}
      />
      <Problem id="description-problem" text={tried ? problems.description : ''} />
      <div class="row">
        <button type="submit" class="primary">
          {texts.submit}
        </button>
        <button type="button" class="quiet" onClick={props.onCancel}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}

function Problem({ id, text }: { id: string; text: string }): JSX.Element {
  return (
    <p id={id} class="problem" aria-live="polite">
      {text}
    </p>
  );
}
