import type { JSX } from 'preact';
import type { AgentCommand } from '../client/agent';
import type { Command } from '../client/outbox';
import { SafeHtml } from '../ui/html';
import { PlainText } from '../ui/text';
import type { EventFrame, WireBody } from '../wire';
import { clock, told } from './words';

interface Props {
  event: EventFrame;
  visitor: string;
  /** Whether the visitor said that it helped, if they said anything of it. */
  helpful: boolean | undefined;
  /** Whether the panel explains this turn. */
  explained: boolean;
  onExplain: (seq: number) => void;
}

/** One event of the log. */
export function Turn({ event, visitor, helpful, explained, onExplain }: Props): JSX.Element | null {
  const { body, at, seq } = event;
  switch (body.type) {
    case 'visitor_message':
      return (
        <Said by={visitor} at={at} kind="visitor">
          <PlainText text={body.text} />
        </Said>
      );
    case 'agent_message':
      return (
        <Said by={body.agent} at={at} kind="agent">
          <PlainText text={body.text} />
        </Said>
      );
    case 'note':
      return (
        <Said by={`${body.agent}, internal note`} at={at} kind="note">
          <PlainText text={body.text} />
        </Said>
      );
    case 'bolt_message':
      return (
        <Said by="Bolt" at={at} kind="bolt">
          <BoltTurn body={body} seq={seq} helpful={helpful} explained={explained} onExplain={onExplain} />
        </Said>
      );
    case 'rated':
      // It stands on the answer that it is about.
      return null;
    default:
      return (
        <p class="happening">
          {told(body)} <time dateTime={at}>{clock(at)}</time>
        </p>
      );
  }
}

type BoltBody = Extract<WireBody, { type: 'bolt_message' }>;

function BoltTurn({
  body,
  seq,
  helpful,
  explained,
  onExplain,
}: { body: BoltBody; seq: number } & Omit<Props, 'event' | 'visitor'>) {
  return (
    <>
      <SafeHtml html={body.html} lang={body.language} />
      {body.choices.length > 0 && (
        <p class="offered">Offered: {body.choices.map(({ label }) => label).join(' · ')}</p>
      )}
      {body.form && <p class="offered">Showed the ticket form</p>}
      <p class="under">
        {helpful !== undefined && (
          <span class="rated">{helpful ? '👍 Helped the visitor' : '👎 Did not help the visitor'}</span>
        )}
        {body.sources.map(({ url, title }) => (
          <a key={url} href={url} target="_blank" rel="noopener">
            {title}
          </a>
        ))}
        {body.why && (
          <button
            type="button"
            class="link"
            aria-expanded={explained}
            aria-controls="why"
            onClick={() => onExplain(seq)}
          >
            Why this answer?
          </button>
        )}
      </p>
    </>
  );
}

/** A text that is on its way. */
export function Pending(props: {
  command: Command<AgentCommand>;
  agent: string;
  onRetry: () => void;
  onDiscard: () => void;
}): JSX.Element | null {
  const { frame, status, at } = props.command;
  if (frame.type !== 'post' && frame.type !== 'note') return null;
  const by = frame.type === 'note' ? `${props.agent}, internal note` : props.agent;
  return (
    <Said
      by={by}
      at={new Date(at).toISOString()}
      kind={`${frame.type === 'note' ? 'note' : 'agent'} pending`}
    >
      <PlainText text={frame.text} />
      {status === 'failed' ? (
        <p class="under problem">
          Not sent.
          <button type="button" class="link" onClick={props.onRetry}>
            Try again
          </button>
          <button type="button" class="link" onClick={props.onDiscard}>
            Delete
          </button>
        </p>
      ) : (
        <p class="under">{status === 'acked' ? 'Sent' : 'Sending…'}</p>
      )}
    </Said>
  );
}

function Said(props: {
  by: string;
  at: string;
  kind: string;
  children: JSX.Element | (JSX.Element | null)[];
}): JSX.Element {
  return (
    <article class={`said ${props.kind}`}>
      <h3>
        {props.by} <time dateTime={props.at}>{clock(props.at)}</time>
      </h3>
      {props.children}
    </article>
  );
}
