import type { ConversationHead, ErrorFrame, EventFrame, ToVisitor, VisitorFrame, VisitorInfo } from '../wire';
import type { Phase } from './link';
import { emptyLog, type Log, ratings, resyncedLog, take } from './log';
import * as box from './outbox';

/** What a visitor does that the server acks. */
export type VisitorCommand = Extract<VisitorFrame, { type: 'post' | 'open_ticket' | 'leave_queue' | 'rate' }>;

/** All that a visitor's client knows. */
export interface VisitorState {
  readonly phase: Phase;
  /** Who the server takes the visitor for; unknown before the first welcome. */
  readonly visitor: VisitorInfo | null;
  readonly conversation: string | null;
  readonly head: ConversationHead | null;
  readonly log: Log;
  readonly outbox: box.Outbox<VisitorCommand>;
  /** Nothing is sent before that moment: the server asked for a pause. */
  readonly pausedUntil: number;
  /** The agent who types, until when. */
  readonly typing: { readonly agent: string; readonly until: number } | null;
}

export type VisitorEffect =
  | { readonly type: 'send'; readonly frame: VisitorFrame }
  /** Drop the connection and resume. */
  | { readonly type: 'restart' }
  /** Trying again is no use. */
  | { readonly type: 'stop' }
  /** The token to come back with as the same anonymous visitor; `null`: it is no good any more. */
  | { readonly type: 'keep_token'; readonly token: string | null };

export type VisitorInput =
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'frame'; readonly frame: ToVisitor }
  | { readonly type: 'command'; readonly frame: VisitorCommand }
  /** Send a failed command again, or forget it. */
  | { readonly type: 'retry' | 'discard'; readonly id: string }
  | { readonly type: 'tick' };

type Step = readonly [VisitorState, readonly VisitorEffect[]];

const TYPING_LASTS = 6_000;
const PAUSE = 2_000;
const RESTART: VisitorEffect = { type: 'restart' };

export function newVisitor(outbox: box.Outbox<VisitorCommand>): VisitorState {
  return {
    phase: 'idle',
    visitor: null,
    conversation: null,
    head: null,
    log: emptyLog,
    outbox,
    pausedUntil: 0,
    typing: null,
  };
}

/** The first frame on a connection: who, and from where on. */
export function hello(state: VisitorState, token: string | null, locale: string): VisitorFrame {
  return {
    type: 'hello',
    protocol: 1,
    locale,
    ...(token ? { token } : {}),
    // A conversation that the server has not acked yet cannot be asked for: nobody knows whether it exists.
    ...(state.conversation && state.log.last > 0
      ? { conversation: state.conversation, last_seen: state.log.last }
      : {}),
  };
}

/** The next moment at which a tick matters. */
export function dueAt(state: VisitorState): number {
  const never = Number.POSITIVE_INFINITY;
  const typing = state.typing?.until ?? never;
  if (state.phase !== 'online') return typing;
  return Math.min(typing, box.overdueAt(state.outbox), box.next(state.outbox) ? state.pausedUntil : never);
}

/** What this visitor said of answers, by the numbers of Bolt's messages; what is on its way is the last word. */
export function rated({ log, outbox }: VisitorState): ReadonlyMap<number, boolean> {
  const found = ratings(log);
  for (const { frame } of outbox) if (frame.type === 'rate') found.set(frame.message, frame.helpful);
  return found;
}

/** `uuid` makes the id of a conversation, should one begin. */
export function step(state: VisitorState, input: VisitorInput, now: number, uuid: () => string): Step {
  const [next, effects] = change(state, input, now, uuid);
  return flush(next, effects, now);
}

function change(state: VisitorState, input: VisitorInput, now: number, uuid: () => string): Step {
  switch (input.type) {
    case 'phase': {
      const { phase } = input;
      if (phase === 'online') return [{ ...state, phase, outbox: box.touched(state.outbox, now) }, []];
      return [{ ...state, phase, outbox: box.resumed(state.outbox), typing: null }, []];
    }
    case 'frame':
      return receive(state, input.frame, now, uuid);
    case 'command':
      return [{ ...state, outbox: box.add(state.outbox, place(state, input.frame, uuid), now) }, []];
    case 'retry':
      return [{ ...state, outbox: box.requeued(state.outbox, input.id, state.conversation) }, []];
    case 'discard':
      return [{ ...state, outbox: box.without(state.outbox, input.id) }, []];
    case 'tick':
      return tick(state, now);
  }
}

/** Before the first welcome nobody knows whether the visitor has a conversation: the command waits without one. */
function place(state: VisitorState, frame: VisitorCommand, uuid: () => string): VisitorCommand {
  if (frame.conversation) return frame;
  const known = state.conversation ?? pendingIn(state);
  return { ...frame, conversation: known ?? (state.visitor ? uuid() : '') };
}

/** The conversation of what is not acked yet. */
function pendingIn(state: VisitorState): string | undefined {
  return box.pending(state.outbox).find((command) => command.frame.conversation)?.frame.conversation;
}

function flush(state: VisitorState, effects: readonly VisitorEffect[], now: number): Step {
  const command = box.next(state.outbox);
  if (!command || state.phase !== 'online' || !state.visitor || now < state.pausedUntil)
    return [state, effects];
  const { frame } = command;
  return [
    {
      ...state,
      conversation: state.conversation ?? frame.conversation,
      outbox: box.sent(state.outbox, frame.id, now),
    },
    [...effects, { type: 'send', frame }],
  ];
}

function tick(state: VisitorState, now: number): Step {
  const typing = state.typing && now >= state.typing.until ? null : state.typing;
  const overdue = state.phase === 'online' && now >= box.overdueAt(state.outbox);
  return [{ ...state, typing }, overdue ? [RESTART] : []];
}

function receive(state: VisitorState, frame: ToVisitor, now: number, uuid: () => string): Step {
  switch (frame.type) {
    case 'welcome':
      return welcome(state, frame, uuid);
    case 'event':
      return event(state, frame);
    case 'ack':
      return [ack(state, frame, now), []];
    case 'head':
      return [adopt(state, frame.conversation, (mine) => ({ ...mine, head: frame })), []];
    case 'resync':
      return [frame.conversation === state.conversation ? { ...state, log: resyncedLog } : state, []];
    case 'typing':
      if (frame.conversation !== state.conversation) return [state, []];
      return [{ ...state, typing: { agent: frame.agent, until: now + TYPING_LASTS } }, []];
    case 'error':
      return refuse(state, frame, now, uuid);
    default:
      return [state, []];
  }
}

function welcome(state: VisitorState, frame: ToVisitor & { type: 'welcome' }, uuid: () => string): Step {
  const head = frame.conversation ?? null;
  const shown =
    state.log.last > 0 && state.conversation === head?.conversation ? state.conversation : undefined;
  const conversation = shown ?? pendingIn(state) ?? head?.conversation ?? null;
  const fallback = conversation ?? uuid();
  const outbox = state.outbox.map((command) =>
    command.frame.conversation
      ? command
      : { ...command, frame: { ...command.frame, conversation: fallback } },
  );
  const next: VisitorState = {
    ...state,
    visitor: frame.visitor,
    conversation,
    head: head?.conversation === conversation ? head : null,
    log: conversation === state.conversation ? state.log : emptyLog,
    outbox,
  };
  const token = frame.visitor_token;
  return [settle(next), token ? [{ type: 'keep_token', token }] : []];
}

/** Frames of a conversation that is not shown are for another tab, unless this one shows none. */
function adopt(
  state: VisitorState,
  conversation: string,
  into: (mine: VisitorState) => VisitorState,
): VisitorState {
  if (state.conversation !== null) return state.conversation === conversation ? into(state) : state;
  if (box.pending(state.outbox).some((command) => command.frame.conversation !== conversation)) return state;
  return into({ ...state, conversation });
}

function event(state: VisitorState, frame: EventFrame): Step {
  const mine = adopt(state, frame.conversation, (adopted) => adopted);
  if (mine.conversation !== frame.conversation) return [state, []];
  const log = take(mine.log, frame);
  if (log === 'gap') return [mine, [RESTART]];
  const { body } = frame;
  const own = body.type === 'visitor_message' ? body.client_id : undefined;
  return [
    settle({
      ...mine,
      log,
      outbox: own ? box.without(mine.outbox, own) : mine.outbox,
      typing: body.type === 'agent_message' ? null : mine.typing,
    }),
    [],
  ];
}

function ack(state: VisitorState, frame: ToVisitor & { type: 'ack' }, now: number): VisitorState {
  // What was written in a conversation that this tab does not show has no event to wait for.
  if (frame.conversation !== state.conversation)
    return { ...state, outbox: box.without(state.outbox, frame.id) };
  return settle({ ...state, outbox: box.acked(state.outbox, frame.id, frame.seq, now) });
}

function settle(state: VisitorState): VisitorState {
  if (!state.conversation) return state;
  return { ...state, outbox: box.settled(state.outbox, state.conversation, state.log.last) };
}

function refuse(state: VisitorState, error: ErrorFrame, now: number, uuid: () => string): Step {
  const command = state.outbox.find(({ frame }) => frame.id === error.id);
  switch (error.code) {
    case 'too_fast':
    case 'unavailable': {
      const pausedUntil = now + (error.retry_after_ms ?? PAUSE);
      return [
        { ...state, pausedUntil, outbox: error.id ? box.requeued(state.outbox, error.id) : state.outbox },
        [],
      ];
    }
    case 'invalid_token':
    case 'expired_token':
      return [state, [{ type: 'keep_token', token: null }]];
    case 'unsupported_protocol':
      return [state, [{ type: 'stop' }]];
    case 'unknown_conversation':
      return elsewhere(state, uuid);
    default:
      if (!command) return [state, []];
      // Who stopped waiting while an agent came has nothing to try again; nor has who judged what is not there.
      if (box.isUnseen(command.frame))
        return [{ ...state, outbox: box.without(state.outbox, command.frame.id) }, []];
      return [{ ...state, outbox: box.failed(state.outbox, command.frame.id, error.code) }, []];
  }
}

/** The server does not know the conversation: go on in a new one with what is not acked yet. */
function elsewhere(state: VisitorState, uuid: () => string): Step {
  const conversation = uuid();
  const outbox = box
    .resumed(state.outbox)
    // A new conversation has no answer to judge and no queue to leave: the server would not know it either, for ever.
    .filter(({ frame }) => !box.isUnseen(frame))
    .map((command) => ({ ...command, frame: { ...command.frame, conversation } }));
  const next = { ...state, conversation: null, head: null, log: emptyLog, outbox };
  return [next, state.phase === 'online' ? [] : [RESTART]];
}
