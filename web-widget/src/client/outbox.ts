import type { ErrorCode } from '../wire';

/** As much of a frame as the outbox needs. */
export interface CommandFrame {
  readonly type: string;
  readonly id: string;
  /** Empty until the client knows which conversation the visitor has. */
  readonly conversation: string;
}

/** A command on its way. */
export interface Command<F extends CommandFrame> {
  readonly frame: F;
  /** When it was given (milliseconds). */
  readonly at: number;
  readonly status: 'queued' | 'sent' | 'acked' | 'failed';
  /** When it was last sent or acked. */
  readonly since: number;
  /** The number of its event, once acked. */
  readonly seq?: number;
  /** Why it failed. */
  readonly code?: ErrorCode;
}

/**
 * Commands in the order in which they were given. One is sent at a time: the next waits for the ack of the one before,
 * so that a refusal (`too_fast`, a lost connection) can never let a later one pass an earlier one.
 */
export type Outbox<F extends CommandFrame> = readonly Command<F>[];

/** How long an ack, or the event behind an ack, may take before the connection is dropped and resumed. */
const ANSWER_WITHIN = 15_000;
/** What is older than this when the page is opened again is not sent unasked: the visitor decides. */
const STALE_AFTER = 3_600_000;

export function add<F extends CommandFrame>(outbox: Outbox<F>, frame: F, now: number): Outbox<F> {
  return [...outbox, { frame, at: now, status: 'queued', since: now }];
}

/** The command to send now, if none is on its way. */
export function next<F extends CommandFrame>(outbox: Outbox<F>): Command<F> | undefined {
  if (outbox.some((command) => command.status === 'sent')) return undefined;
  return outbox.find((command) => command.status === 'queued');
}

function change<F extends CommandFrame>(
  outbox: Outbox<F>,
  id: string,
  into: (command: Command<F>) => Command<F>,
): Outbox<F> {
  return outbox.map((command) => (command.frame.id === id ? into(command) : command));
}

export const sent = <F extends CommandFrame>(outbox: Outbox<F>, id: string, now: number): Outbox<F> =>
  change(outbox, id, (command) => ({ ...command, status: 'sent', since: now }));

/** Written; it stays, as sent, until its event is shown. */
export const acked = <F extends CommandFrame>(
  outbox: Outbox<F>,
  id: string,
  seq: number,
  now: number,
): Outbox<F> => change(outbox, id, (command) => ({ ...command, status: 'acked', since: now, seq }));

export const failed = <F extends CommandFrame>(outbox: Outbox<F>, id: string, code: ErrorCode): Outbox<F> =>
  change(outbox, id, (command) => ({ ...command, status: 'failed', code }));

/** Back in line at its old place: refused for now, or tried again by the visitor, in the conversation of now. */
export const requeued = <F extends CommandFrame>(
  outbox: Outbox<F>,
  id: string,
  into?: string | null,
): Outbox<F> =>
  change(outbox, id, ({ frame, at, since }) => ({
    frame: into ? { ...frame, conversation: into } : frame,
    at,
    since,
    status: 'queued',
  }));

export const without = <F extends CommandFrame>(outbox: Outbox<F>, id: string): Outbox<F> =>
  outbox.filter((command) => command.frame.id !== id);

/** After a lost connection nobody knows what became of what was sent: it is sent again, under the same id. */
export const resumed = <F extends CommandFrame>(outbox: Outbox<F>): Outbox<F> =>
  outbox.map((command) => (command.status === 'sent' ? { ...command, status: 'queued' } : command));

/** What still has to be acked. */
export const pending = <F extends CommandFrame>(outbox: Outbox<F>): Outbox<F> =>
  outbox.filter((command) => command.status === 'queued' || command.status === 'sent');

/** The time spent without a connection does not count against the server. */
export const touched = <F extends CommandFrame>(outbox: Outbox<F>, now: number): Outbox<F> =>
  outbox.some((command) => command.status === 'acked')
    ? outbox.map((command) => (command.status === 'acked' ? { ...command, since: now } : command))
    : outbox;

/** Drops what the log of the conversation shows by now. */
export function settled<F extends CommandFrame>(
  outbox: Outbox<F>,
  conversation: string,
  last: number,
): Outbox<F> {
  const shown = (command: Command<F>) =>
    command.frame.conversation === conversation && command.seq !== undefined && command.seq <= last;
  return outbox.some(shown) ? outbox.filter((command) => !shown(command)) : outbox;
}

/** When the oldest answer that is waited for is overdue. */
export function overdueAt<F extends CommandFrame>(outbox: Outbox<F>): number {
  const waited = outbox.filter((command) => command.status === 'sent' || command.status === 'acked');
  return Math.min(...waited.map((command) => command.since + ANSWER_WITHIN), Number.POSITIVE_INFINITY);
}

/** What a reload must not lose: all that the server has not acked. */
export function save<F extends CommandFrame>(outbox: Outbox<F>): string | null {
  const kept = outbox.filter((command) => command.status !== 'acked').map(({ frame, at }) => ({ frame, at }));
  return kept.length > 0 ? JSON.stringify(kept) : null;
}

/** What is not shown as a message: nobody could try it again or discard it, so it never stays behind as failed. */
export const isUnseen = ({ type }: CommandFrame) => type === 'rate' || type === 'leave_queue';

/** What becomes of a command that waited too long to be sent unasked; `null`: it is forgotten. */
function whenStale(frame: CommandFrame): 'queued' | 'failed' | null {
  if (!isUnseen(frame)) return 'failed';
  // A judgement says what it says however late it comes; whoever no longer wants to wait can say so again.
  return frame.type === 'rate' ? 'queued' : null;
}

/** Reads what {@link save} wrote; what is not readable is as good as not there. */
export function load<F extends CommandFrame>(text: string | null, now: number): Outbox<F> {
  if (!text) return [];
  try {
    const kept = JSON.parse(text) as { frame: F; at: number }[];
    return kept.flatMap(({ frame, at }) => {
      const status = now - at > STALE_AFTER ? whenStale(frame) : 'queued';
      return status ? [{ frame, at, since: now, status }] : [];
    });
  } catch {
    return [];
  }
}
