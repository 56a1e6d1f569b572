import type { JSX } from 'preact';
import type { AgentState } from '../client/agent';
import type { Candidate, Why } from '../wire';
import { ACCOUNTS, LANGUAGES, PLANS, REASONS, ROLES, standing } from './words';

interface Props {
  state: AgentState;
  /** The number of the turn to explain. */
  why: number | null;
  open: boolean;
  onClose: () => void;
}

/** Who the visitor is, and why Bolt answered as it did. */
export function Panel({ state, why, open, onClose }: Props): JSX.Element | null {
  const { head } = state;
  if (!head) return null;
  const turn = state.log.events.find(({ seq }) => seq === why)?.body;
  return (
    <aside
      class={`panel ${open ? 'open' : ''}`}
      aria-label="Details"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <button type="button" class="details" onClick={onClose}>
        Close
      </button>
      <h2>Visitor</h2>
      <dl>
        <Fact name="Name" value={head.visitor ?? 'Unknown'} />
        <Fact name="Account" value={ACCOUNTS[head.standing.account_type]} />
        <Fact name="Role" value={ROLES[head.standing.role]} />
        <Fact name="Support plan" value={PLANS[head.standing.support_plan]} />
        {head.priority_response && <Fact name="Priority response" value="Included" />}
        <Fact name="Language" value={LANGUAGES[head.language]} />
        <Fact name="State" value={standing(head.state)} />
        {head.reason && <Fact name="Handed off" value={REASONS[head.reason]} />}
      </dl>
      <div id="why">
        <h2>Why Bolt said so</h2>
        {turn?.type === 'bolt_message' && turn.why ? (
          <Explained why={turn.why} action={turn.action} />
        ) : (
          <p class="muted">Choose “Why this answer?” under one of Bolt’s messages.</p>
        )}
      </div>
    </aside>
  );
}

/** What scored less says nothing. */
const WORTH_SHOWING = 0.005;

function Explained({ why, action }: { why: Why; action: string }): JSX.Element {
  const { trace } = why;
  const considered = trace.candidates.filter(({ score }) => score >= WORTH_SHOWING);
  return (
    <>
      <dl>
        <Fact name="Rule" value={trace.rule} code />
        <Fact name="Action" value={action} code />
        {why.intent && <Fact name="Intent" value={why.intent} code />}
        <Fact name="Confidence" value={percent(why.confidence)} />
        <Fact name="Read as" value={trace.normalized} />
        <Fact name="Language" value={`${LANGUAGES[trace.language]}, by the ${trace.language_from}`} />
        {trace.entities.length > 0 && <Fact name="Found" value={trace.entities.join(', ')} code />}
        {trace.slots.length > 0 && <Fact name="Used" value={trace.slots.join(', ')} code />}
        <Fact name="Content" value={trace.content_revision.slice(0, 12)} code />
      </dl>
      {considered.length > 0 && (
        <>
          <h3>Considered</h3>
          <ul class="candidates">
            {considered.map((candidate) => (
              <Bar key={`${candidate.kind} ${candidate.id}`} {...candidate} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Bar({ kind, id, score }: Candidate): JSX.Element {
  return (
    <li>
      <span class="what">
        <code>{id}</code> <span class="muted">{kind}</span>
      </span>
      <span class="score">{percent(score)}</span>
      <meter min={0} max={1} value={Math.min(1, Math.max(0, score))} aria-label={`Score of ${id}`} />
    </li>
  );
}

function Fact({ name, value, code = false }: { name: string; value: string; code?: boolean }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{code ? <code>{value}</code> : value}</dd>
    </div>
  );
}

function percent(score: number): string {
  return `${Math.round(score * 100)} %`;
}
