import type {
  AgentFrame,
  AgentInfo,
  DeskConversation,
  ErrorCode,
  ErrorFrame,
  EventFrame,
  ToAgent,
} from '../wire';
import type { Phase } from './link';
import { emptyLog, type Log, resyncedLog, take } from './log';
import * as box from './outbox';

/** What an agent does that the server acks. */
export type AgentCommand = Extract<
  AgentFrame,
  { type: 'claim' | 'post' | 'note' | 'resolve' | 'return_to_bolt' }
>;

/** A command that came to nothing, to be told in plain words. */
export interface Problem {
  readonly command: AgentCommand['type'];
  readonly conversation: string;
  readonly code: ErrorCode;
}

/** All that an agent's client knows. */
export interface AgentState {
  readonly phase: Phase;
  readonly agent: AgentInfo | null;
  readonly waiting: readonly DeskConversation[];
  readonly mine: readonly DeskConversation[];
  /** The conversation that is looked at. */
  readonly shown: string | null;
  /** Where it stands. */
  readonly head: DeskConversation | null;
  readonly log: Log;
  /** Logs of conversations that were looked at before, to go on from there. */
  readonly logs: Readonly<Record<string, Log>>;
  readonly outbox: box.Outbox<AgentCommand>;
  readonly pausedUntil: number;
  /** Until when the visitor of the shown conversation is taken to be typing. */
  readonly typingUntil: number;
  readonly problem: Problem | null;
  /** The session is over: only logging in again helps. */
  readonly loggedOut: boolean;
}

export type AgentEffect =
  | { readonly type: 'send'; readonly frame: AgentFrame }
  | { readonly type: 'restart' }
  | { readonly type: 'stop' };

export type AgentInput =
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'frame'; readonly frame: ToAgent }
  | { readonly type: 'command'; readonly frame: AgentCommand }
  | { readonly type: 'retry' | 'discard'; readonly id: string }
  | { readonly type: 'show'; readonly conversation: string | null }
  /** What an earlier page had not got through yet. */
  | { readonly type: 'restore'; readonly outbox: box.Outbox<AgentCommand> }
  | { readonly type: 'dismiss' }
  | { readonly type: 'tick' };

type Step = readonly [AgentState, readonly AgentEffect[]];

const TYPING_LASTS = 6_000;
const PAUSE = 2_000;
const RESTART: AgentEffect = { type: 'restart' };

export const newAgent: AgentState = {
  phase: 'idle',
  agent: null,
  waiting: [],
  mine: [],
  shown: null,
  head: null,
  log: emptyLog,
  logs: {},
  outbox: [],
  pausedUntil: 0,
  typingUntil: 0,
  problem: null,
  loggedOut: false,
};

/** The first frame on a connection: what is shown, and from where on. */
export function hello(state: AgentState): AgentFrame {
  const watching = state.shown ? [{ conversation: state.shown, last_seen: state.log.last }] : [];
  return { type: 'hello', protocol: 1, watching };
}

/** The next moment at which a tick matters. */
export function dueAt(state: AgentState): number {
  const never = Number.POSITIVE_INFINITY;
  const typing = state.typingUntil || never;
  if (state.phase !== 'online') return typing;
  return Math.min(typing, box.overdueAt(state.outbox), box.next(state.outbox) ? state.pausedUntil : never);
}

export function step(state: AgentState, input: AgentInput, now: number): Step {
  const [next, effects] = change(state, input, now);
  const command = box.next(next.outbox);
  if (!command || next.phase !== 'online' || now < next.pausedUntil) return [next, effects];
  const { frame } = command;
  return [{ ...next, outbox: box.sent(next.outbox, frame.id, now) }, [...effects, { type: 'send', frame }]];
}

function change(state: AgentState, input: AgentInput, now: number): Step {
  switch (input.type) {
    case 'phase': {
      const { phase } = input;
      if (phase === 'online') return [{ ...state, phase, outbox: box.touched(state.outbox, now) }, []];
      return [{ ...state, phase, outbox: box.resumed(state.outbox), typingUntil: 0 }, []];
    }
    case 'frame':
      return receive(state, input.frame, now);
    case 'command':
      return [{ ...state, problem: null, outbox: box.add(state.outbox, input.frame, now) }, []];
    case 'retry':
      return [{ ...state, outbox: box.requeued(state.outbox, input.id) }, []];
    case 'discard':
      return [{ ...state, outbox: box.without(state.outbox, input.id) }, []];
    case 'show':
      return show(state, input.conversation);
    case 'restore':
      return [{ ...state, outbox: [...input.outbox, ...state.outbox] }, []];
    case 'dismiss':
      return [{ ...state, problem: null }, []];
    case 'tick': {
      const overdue = state.phase === 'online' && now >= box.overdueAt(state.outbox);
      const typingUntil = now >= state.typingUntil ? 0 : state.typingUntil;
      return [{ ...state, typingUntil }, overdue ? [RESTART] : []];
    }
  }
}

function show(state: AgentState, conversation: string | null): Step {
  if (conversation === state.shown) return [state, []];
  const logs = state.shown ? { ...state.logs, [state.shown]: state.log } : state.logs;
  const log = (conversation && logs[conversation]) || emptyLog;
  const effects: AgentEffect[] = [];
  if (state.phase === 'online') {
    if (state.shown) effects.push({ type: 'send', frame: { type: 'unwatch', conversation: state.shown } });
    if (conversation)
      effects.push({ type: 'send', frame: { type: 'watch', conversation, last_seen: log.last } });
  }
  const head = [...state.mine, ...state.waiting].find((entry) => entry.conversation === conversation) ?? null;
  // The acks of what was written in the conversation that is left have no event to wait for any more.
  const outbox = state.outbox.filter((command) => command.status !== 'acked');
  return [{ ...state, shown: conversation, head, log, logs, typingUntil: 0, outbox }, effects];
}

function receive(state: AgentState, frame: ToAgent, now: number): Step {
  switch (frame.type) {
    case 'welcome':
      return [{ ...state, agent: frame.agent, loggedOut: false }, []];
    case 'desk':
      return [{ ...state, waiting: frame.waiting, mine: frame.mine }, []];
    case 'head':
      return [frame.conversation === state.shown ? { ...state, head: frame } : state, []];
    case 'event':
      return event(state, frame);
    case 'resync':
      return [frame.conversation === state.shown ? { ...state, log: resyncedLog } : state, []];
    case 'ack':
      return [ack(state, frame, now), []];
    case 'typing':
      return [frame.conversation === state.shown ? { ...state, typingUntil: now + TYPING_LASTS } : state, []];
    case 'error':
      return refuse(state, frame, now);
    default:
      return [state, []];
  }
}

function event(state: AgentState, frame: EventFrame): Step {
  if (frame.conversation !== state.shown) return [state, []];
  const log = take(state.log, frame);
  if (log === 'gap') return [state, [RESTART]];
  const { body } = frame;
  const own = body.type === 'agent_message' || body.type === 'note' ? body.client_id : undefined;
  const outbox = own ? box.without(state.outbox, own) : state.outbox;
  return [
    {
      ...state,
      log,
      outbox: box.settled(outbox, frame.conversation, log.last),
      typingUntil: body.type === 'visitor_message' ? 0 : state.typingUntil,
    },
    [],
  ];
}

function ack(state: AgentState, frame: ToAgent & { type: 'ack' }, now: number): AgentState {
  if (frame.conversation !== state.shown) return { ...state, outbox: box.without(state.outbox, frame.id) };
  const outbox = box.acked(state.outbox, frame.id, frame.seq, now);
  return { ...state, outbox: box.settled(outbox, frame.conversation, state.log.last) };
}

function refuse(state: AgentState, error: ErrorFrame, now: number): Step {
  const frame = state.outbox.find((command) => command.frame.id === error.id)?.frame;
  switch (error.code) {
    case 'too_fast':
    case 'unavailable': {
      const pausedUntil = now + (error.retry_after_ms ?? PAUSE);
      return [
        { ...state, pausedUntil, outbox: frame ? box.requeued(state.outbox, frame.id) : state.outbox },
        [],
      ];
    }
    case 'not_logged_in':
    case 'not_an_agent':
      return [{ ...state, loggedOut: true }, [{ type: 'stop' }]];
    case 'unsupported_protocol':
      return [state, [{ type: 'stop' }]];
    case 'unknown_conversation':
      if (!frame) return [{ ...state, shown: null, head: null, log: emptyLog }, [RESTART]];
  }
  if (!frame) return [state, []];
  const problem: Problem = { command: frame.type, conversation: frame.conversation, code: error.code };
  // A text is kept for another try; a move is decided anew.
  const isText = frame.type === 'post' || frame.type === 'note';
  const outbox = isText
    ? box.failed(state.outbox, frame.id, error.code)
    : box.without(state.outbox, frame.id);
  return [{ ...state, problem, outbox }, []];
}
