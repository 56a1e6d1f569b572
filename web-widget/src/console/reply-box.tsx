import type { JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browserStore } from '../client/storage';
import { characters, isSend } from '../ui/keys';
import { LIMITS } from '../wire';

const NEAR = 400;

const drafts = browserStore('sessionStorage');

interface Props {
  conversation: string;
  field: RefObject<HTMLTextAreaElement>;
  /** Whether the conversation is this agent's; others may only add notes. */
  owned: boolean;
  note: boolean;
  onNote: (note: boolean) => void;
  onSend: (text: string, note: boolean) => void;
  onTyping: () => void;
}

export function ReplyBox({ conversation, field, owned, note, onNote, onSend, onTyping }: Props): JSX.Element {
  const key = `draft:${conversation}`;
  const [text, setText] = useState(() => drafts.get(key) ?? '');
  const asNote = note || !owned;
  const left = LIMITS.messageChars - characters(text);
  const sendable = text.trim() !== '' && left >= 0;
  const label = asNote ? 'Internal note: only colleagues read it' : 'Reply to the visitor';

  useEffect(() => {
    if (owned) field.current?.focus();
  }, [owned]);

  const change = (value: string) => {
    setText(value);
    drafts.set(key, value || null);
  };
  const send = () => {
    if (!sendable) return;
    onSend(text.trim(), asNote);
    change('');
    onNote(false);
  };
  return (
    <form
      class={`reply ${asNote ? 'note' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={3}
        value={text}
        aria-label={label}
        placeholder={label}
        aria-invalid={left < 0}
        onInput={(event) => {
          change(event.currentTarget.value);
          if (!asNote) onTyping();
        }}
        onKeyDown={(event) => {
          if (!isSend(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="row">
        <label class="check">
          <input
            type="checkbox"
            checked={asNote}
            disabled={!owned}
            aria-keyshortcuts="Alt+N"
            onChange={(event) => onNote(event.currentTarget.checked)}
          />
          Internal note
        </label>
        <span class={left < 0 ? 'problem' : 'muted'} aria-live="polite">
          {left < 0 ? `${-left} characters too many` : left <= NEAR ? `${left} characters left` : ''}
        </span>
        <button type="submit" class="primary" disabled={!sendable}>
          {asNote ? 'Add note' : 'Send'}
        </button>
      </div>
    </form>
  );
}
