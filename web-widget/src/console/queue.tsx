import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AgentState } from '../client/agent';
import { once } from '../ui/once';
import type { DeskConversation } from '../wire';
import { clock, LANGUAGES, lasted, PLANS, REASONS } from './words';

interface Props {
  state: AgentState;
  unread: (conversation: string, last: number) => boolean;
  onShow: (conversation: string) => void;
  onClaim: (conversation: string) => void;
}

/** Now, anew every few seconds. */
function useNow(every: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

export function Queue(props: Props): JSX.Element {
  const { waiting, mine } = props.state;
  return (
    <nav class="queue" aria-label="Conversations">
      <p role="status" class="hidden">
        {waiting.length === 1 ? '1 visitor waits' : `${waiting.length} visitors wait`}
      </p>
      <h2>
        Waiting <span class="count">{waiting.length}</span>
      </h2>
      <ul>
        {waiting.map((entry) => (
          <Waiting key={entry.conversation} entry={entry} {...props} />
        ))}
      </ul>
      {waiting.length === 0 && <p class="empty">Nobody is waiting.</p>}
      <h2>
        Mine <span class="count">{mine.length}</span>
      </h2>
      <ul>
        {mine.map((entry) => (
          <Mine key={entry.conversation} entry={entry} {...props} />
        ))}
      </ul>
      {mine.length === 0 && <p class="empty">Conversations that you claim are listed here.</p>}
    </nav>
  );
}

function Waiting({ entry, state, onShow, onClaim }: Props & { entry: DeskConversation }): JSX.Element {
  const now = useNow(5_000);
  const since = entry.state.type === 'waiting' ? Date.parse(entry.state.since) : now;
  const claiming = state.outbox.some(
    ({ frame }) => frame.type === 'claim' && frame.conversation === entry.conversation,
  );
  return (
    <li class={state.shown === entry.conversation ? 'shown' : ''}>
      <button
        type="button"
        class="entry"
        aria-current={state.shown === entry.conversation}
        onClick={() => onShow(entry.conversation)}
      >
        <Name entry={entry} aside={lasted(now - since)} />
        <span class="tags">
          {entry.priority_response && <span class="tag priority">Priority response</span>}
          <span class="tag">{LANGUAGES[entry.language]}</span>
          <span class="tag">{PLANS[entry.standing.support_plan]}</span>
        </span>
        {entry.reason && <span class="reason">{REASONS[entry.reason]}</span>}
      </button>
      <button
        type="button"
        class="primary claim"
        disabled={claiming}
        onClick={once(() => onClaim(entry.conversation))}
      >
        Claim<span class="hidden"> {entry.visitor ?? 'anonymous visitor'}</span>
      </button>
    </li>
  );
}

function Mine({ entry, state, unread, onShow }: Props & { entry: DeskConversation }): JSX.Element {
  const shown = state.shown === entry.conversation;
  const isNew = !shown && unread(entry.conversation, entry.last_seq);
  return (
    <li class={shown ? 'shown' : ''}>
      <button
        type="button"
        class={`entry ${isNew ? 'new' : ''}`}
        aria-current={shown}
        onClick={() => onShow(entry.conversation)}
      >
        <Name entry={entry} aside={clock(entry.updated_at)} />
        <span class="tags">
          {isNew && <span class="tag unread">New</span>}
          <span class="tag">{LANGUAGES[entry.language]}</span>
          <span class="tag">{PLANS[entry.standing.support_plan]}</span>
        </span>
      </button>
    </li>
  );
}

function Name({ entry, aside }: { entry: DeskConversation; aside: string }): JSX.Element {
  return (
    <span class="name">
      <strong>{entry.visitor ?? 'Anonymous visitor'}</strong> <span>{aside}</span>
    </span>
  );
}
