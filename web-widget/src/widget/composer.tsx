import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Store } from '../client/storage';
import { characters, isSend } from '../ui/keys';
import { LIMITS } from '../wire';
import { SendIcon } from './icons';
import type { Texts } from './texts';

/** From here on the characters that are left are counted. */
const NEAR = 400;
const TALLEST = 140;

interface Props {
  texts: Texts;
  field: RefObject<HTMLTextAreaElement>;
  /** Where a draft outlives the page. */
  drafts: Store;
  onSend: (text: string) => void;
  onTyping: () => void;
}

export function Composer({ texts, field, drafts, onSend, onTyping }: Props): JSX.Element {
  const [text, setText] = useState(() => drafts.get('draft') ?? '');
  const left = LIMITS.messageChars - characters(text);
  const sendable = text.trim() !== '' && left >= 0;

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, TALLEST)}px`;
  }, [text]);

  const change = (value: string) => {
    setText(value);
    drafts.set('draft', value || null);
  };
  const send = () => {
    if (!sendable) return;
    onSend(text.trim());
    change('');
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      part="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        placeholder={texts.write}
        aria-label={texts.write}
        title={texts.hint}
        aria-invalid={left < 0}
        aria-describedby="left"
        enterkeyhint="send"
        onInput={(event) => {
          change(event.currentTarget.value);
          onTyping();
        }}
        onKeyDown={(event) => {
          if (!isSend(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={texts.send} title={texts.send} disabled={!sendable}>
        <SendIcon />
      </button>
      <p id="left" class={left < 0 ? 'over' : ''} aria-live="polite">
        {left < 0 ? texts.over(-left) : left <= NEAR ? texts.left(left) : ''}
      </p>
    </form>
  );
}
