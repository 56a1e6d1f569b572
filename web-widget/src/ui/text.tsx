import type { JSX } from 'preact';

const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]'])/;

/** Plain text as it was written, with what looks like a web address made a link. */
export function PlainText({ text }: { text: string }): JSX.Element {
  const parts = text.split(LINK);
  return (
    <span class="plain">
      {parts.map((part, place) =>
        place % 2 === 1 ? (
          <a href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}
