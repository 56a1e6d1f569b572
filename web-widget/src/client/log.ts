import type { EventFrame } from '../wire';

/** What is shown of a conversation: its events by number, without a gap. */
export interface Log {
  readonly events: readonly EventFrame[];
  /** The number of the last event; 0 for none. */
  readonly last: number;
  /** After a resync the first event that comes starts the log, whatever its number. */
  readonly open: boolean;
}

export const emptyLog: Log = { events: [], last: 0, open: false };
export const resyncedLog: Log = { events: [], last: 0, open: true };

/** The log with an event; the same log when it was there already; a gap when one before it is missing. */
export function take(log: Log, frame: EventFrame): Log | 'gap' {
  if (frame.seq <= log.last) return log;
  if (!log.open && frame.prev !== log.last) return 'gap';
  return { events: [...log.events, frame], last: frame.seq, open: false };
}

/** What was said of answers, by the numbers of Bolt's messages: whether they helped. The last word counts. */
export function ratings(log: Log): Map<number, boolean> {
  const found = new Map<number, boolean>();
  for (const { body } of log.events) if (body.type === 'rated') found.set(body.message, body.helpful);
  return found;
}
