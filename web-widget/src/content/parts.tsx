import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../console/words';
import type { Language } from '../wire';
import { kindName } from './kinds';
import type { Finding } from './reports';
import { addressOf, type Place } from './route';

/** A link to another place of the page. */
export function Go(props: {
  to: Place;
  go: (place: Place) => void;
  children: ComponentChildren;
  /** Whether it leads to where we are. */
  current?: boolean;
}): JSX.Element {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    props.go(props.to);
  };
  return (
    <a href={addressOf(props.to)} aria-current={props.current ? 'page' : undefined} onClick={follow}>
      {props.children}
    </a>
  );
}

/** Puts a text on the clipboard; false where the browser does not let us. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A button that copies a text. */
export function Copy({ text, what }: { text: string; what: string }): JSX.Element {
  const [told, setTold] = useState<'' | 'Copied' | 'Select it and copy'>('');
  const copy = async () => {
    setTold((await copied(text)) ? 'Copied' : 'Select it and copy');
    setTimeout(() => setTold(''), 2_000);
  };
  return (
    <button type="button" class="link copy" onClick={copy}>
      <span aria-live="polite">{told || 'Copy'}</span>
      <span class="hidden"> {what}</span>
    </button>
  );
}

/** Which file to open, and where in it. */
export function FilePlace(props: { file: string; line?: number; column?: number }): JSX.Element {
  const { file, line = 0, column = 0 } = props;
  const place = line > 0 ? `${file}:${line}${column > 0 ? `:${column}` : ''}` : file;
  return (
    <span class="file">
      <code>{place}</code> <Copy text={place} what={`the path ${place}`} />
    </span>
  );
}

/** A share, as people read it. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A share with a bar. */
export function Share(props: { of: string; share: number; children?: ComponentChildren }): JSX.Element {
  const share = Math.min(1, Math.max(0, props.share));
  return (
    <span class="share">
      <span class="track" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span>
        <span class="hidden">{props.of}: </span>
        {percent(share)}
      </span>
    </span>
  );
}

export function LanguageName({ of }: { of: Language }): JSX.Element {
  return <>{LANGUAGES[of]}</>;
}

/** A line of a file, and what of it is meant. */
type InLine = Pick<Finding, 'source' | 'column' | 'width'>;

/** The line in three parts: before what is meant, what is meant, after it. */
export function marked({ source, column, width }: InLine): {
  before: string;
  meant: string;
  after: string;
} | null {
  if (source === null) return null;
  // The server counts characters, not the halves of them that JavaScript does.
  const characters = Array.from(source);
  const start = Math.max(0, column - 1);
  const part = (from: number, to?: number) => characters.slice(from, to).join('');
  return {
    before: part(0, start),
    meant: part(start, start + width),
    after: part(start + width),
  };
}

/** A text in which `ticks` stand around what is typed as it is. */
function Ticked({ text }: { text: string }): JSX.Element {
  return (
    <>{text.split('`').map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))}</>
  );
}

function SourceLine({ line, place }: { line: number; place: InLine }): JSX.Element | null {
  const parts = marked(place);
  return (
    parts && (
      <pre class="source">
        <span class="number" aria-hidden="true">
          {line}
        </span>
        <code>
          {parts.before}
          <mark>{parts.meant}</mark>
          {parts.after}
        </code>
      </pre>
    )
  );
}

/** A problem, where it is, and what to do. */
export function FindingCard({ finding }: { finding: Finding }): JSX.Element {
  return (
    <article class={`finding ${finding.severity}`}>
      <h3>
        <span class={`tag ${finding.severity}`}>{finding.severity === 'error' ? 'Error' : 'Warning'}</span>{' '}
        <Ticked text={finding.message} />
      </h3>
      <FilePlace file={finding.file} line={finding.line} column={finding.column} />
      <SourceLine line={finding.line} place={finding} />
      {finding.related.map((other) => (
        <div key={`${other.file} ${other.line} ${other.column}`} class="related">
          <p>
            <Ticked text={other.message} />:{' '}
            <FilePlace file={other.file} line={other.line} column={other.column} />
          </p>
          <SourceLine line={other.line} place={other} />
        </div>
      ))}
      {finding.notes.map((note) => (
        <p key={note} class="muted">
          <Ticked text={note} />
        </p>
      ))}
      <p class="remedy">
        <strong>What to do:</strong> <Ticked text={finding.remedy} />
      </p>
      {finding.why !== '' && <p class="muted">Why it matters: {finding.why}</p>}
      <p class="muted kind">
        {kindName(finding.code)}: <code>{finding.code}</code>
      </p>
    </article>
  );
}

/** What stands in a view's place while there is nothing to show. */
export function Waiting(props: {
  failed: boolean;
  missing?: boolean;
  /** Why it takes a moment. */
  children?: ComponentChildren;
}): JSX.Element {
  const { failed, missing, children } = props;
  if (missing) return <p class="empty">There is nothing here any more.</p>;
  return failed ? (
    <p role="alert" class="problem">
      This could not be read. It is tried again when the content changes; reload the page to try now.
    </p>
  ) : (
    <p class="empty" role="status">
      One moment… {children}
    </p>
  );
}
