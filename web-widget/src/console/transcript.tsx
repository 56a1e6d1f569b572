import type { JSX, RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import type { AgentState } from '../client/agent';
import type { AgentClient } from '../client/agent-client';
import { ratings } from '../client/log';
import { useFollowing } from '../ui/follow';
import { once } from '../ui/once';
import { ReplyBox } from './reply-box';
import { Pending, Turn } from './turn';
import { explained, standing } from './words';

interface Props {
  client: AgentClient;
  state: AgentState;
  field: RefObject<HTMLTextAreaElement>;
  note: boolean;
  onNote: (note: boolean) => void;
  /** The number of the turn that the panel explains, while it is open. */
  why: number | null;
  onWhy: (seq: number) => void;
  onDetails: () => void;
}

export function Transcript(props: Props): JSX.Element {
  const { client, state } = props;
  const { shown, head } = state;
  if (!shown || !head) {
    return (
      <section class="transcript none" aria-label="Conversation">
        <p>Choose a conversation to read it, or claim the one that waits longest.</p>
      </section>
    );
  }
  const owned = state.mine.some(({ conversation }) => conversation === shown);
  const busy = state.outbox.some(
    ({ frame }) => frame.conversation === shown && frame.type !== 'post' && frame.type !== 'note',
  );
  const act = (type: 'claim' | 'resolve' | 'return_to_bolt') =>
    once(() => client.order({ type, conversation: shown }));
  return (
    <section class="transcript" aria-label="Conversation">
      <header>
        <div>
          <h2>{head.visitor ?? 'Anonymous visitor'}</h2>
          <p class="muted">{owned ? 'With you' : standing(head.state)}</p>
        </div>
        {head.state.type === 'waiting' && (
          <button
            type="button"
            class="primary"
            disabled={busy}
            aria-keyshortcuts="Alt+C"
            onClick={act('claim')}
          >
            Claim
          </button>
        )}
        {owned && (
          <>
            <button type="button" disabled={busy} aria-keyshortcuts="Alt+B" onClick={act('return_to_bolt')}>
              Return to Bolt
            </button>
            <button
              type="button"
              class="primary"
              disabled={busy}
              aria-keyshortcuts="Alt+X"
              onClick={act('resolve')}
            >
              Resolve
            </button>
          </>
        )}
        <button type="button" class="details" onClick={props.onDetails}>
          Details
        </button>
      </header>
      {state.problem?.conversation === shown && (
        <div class="notice" role="alert">
          <p>{explained(state.problem)}</p>
          <button type="button" onClick={() => client.dismiss()}>
            Understood
          </button>
        </div>
      )}
      <Said {...props} visitor={head.visitor ?? 'Visitor'} />
      <ReplyBox
        key={shown}
        conversation={shown}
        field={props.field}
        owned={owned}
        note={props.note}
        onNote={props.onNote}
        onTyping={() => client.typing()}
        onSend={(text, note) => client.order({ type: note ? 'note' : 'post', conversation: shown, text })}
      />
    </section>
  );
}

function Said({ client, state, why, onWhy, visitor }: Props & { visitor: string }): JSX.Element {
  const pending = state.outbox.filter(({ frame }) => frame.conversation === state.shown);
  const rated = useMemo(() => ratings(state.log), [state.log]);
  const last = pending.at(-1)?.frame.id ?? `${state.log.last}`;
  const { box, below, toEnd, onScroll } = useFollowing(last, pending.length > 0, state.shown);
  return (
    <div class="middle">
      <div
        class="said-list"
        ref={box}
        role="log"
        aria-label="Transcript"
        aria-busy={state.log.last < (state.head?.last_seq ?? 0)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {state.log.events.map((event) => (
          <Turn
            key={event.seq}
            event={event}
            visitor={visitor}
            helpful={rated.get(event.seq)}
            explained={why === event.seq}
            onExplain={onWhy}
          />
        ))}
        {pending.map((command) => (
          <Pending
            key={command.frame.id}
            command={command}
            agent={state.agent?.name ?? ''}
            onRetry={() => client.retry(command.frame.id)}
            onDiscard={() => client.discard(command.frame.id)}
          />
        ))}
        {state.typingUntil > 0 && <p class="muted">{visitor} is typing…</p>}
      </div>
      {below && (
        <button type="button" class="below" onClick={toEnd}>
          New messages
        </button>
      )}
    </div>
  );
}
