/**
 * One connection, as a pure state machine: when to connect, when to ask whether the server is still there, when to give
 * a connection up and how long to wait before the next. It knows no socket, no timer and no message.
 */

/** Where the connection stands. */
export type Phase =
  /** Not wanted yet. */
  | 'idle'
  /** Lost; the next try comes after a pause. */
  | 'waiting'
  /** The token is fetched and the socket opened. */
  | 'connecting'
  /** Hello is sent, welcome has not come. */
  | 'greeting'
  | 'online'
  /** Given up for good: the server said that trying again is no use. */
  | 'stopped';

export interface Link {
  readonly phase: Phase;
  /** Tries in a row that came to nothing. */
  readonly attempt: number;
  readonly heartbeat: number;
  readonly onlineSince: number;
  /** When to connect, or to ask with a ping. */
  readonly actAt: number;
  /** When to give the present try, or the connection, up. */
  readonly deadAt: number;
}

export type LinkInput =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'opened' }
  | { readonly type: 'welcomed'; readonly heartbeat: number }
  | { readonly type: 'heard' }
  | { readonly type: 'lost' }
  /** What came does not fit: drop the connection and resume. */
  | { readonly type: 'restart' }
  /** The page is looked at again, or the network came or went. */
  | { readonly type: 'nudge' }
  | { readonly type: 'tick' };

export type LinkEffect = 'connect' | 'disconnect' | 'ping';

type Step = readonly [Link, readonly LinkEffect[]];

const NEVER = Number.POSITIVE_INFINITY;
const CONNECT_WITHIN = 15_000;
const WELCOME_WITHIN = 10_000;
const PROBE_WITHIN = 4_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A connection that held this long was a good one: the pauses start small again. */
const GOOD_AFTER = 10_000;

export const idleLink: Link = {
  phase: 'idle',
  attempt: 0,
  heartbeat: 30_000,
  onlineSince: 0,
  actAt: NEVER,
  deadAt: NEVER,
};

/** The next moment at which a tick matters. */
export const wakeAt = (link: Link): number => Math.min(link.actAt, link.deadAt);

/** `chance` is a number from 0 to 1, for the jitter. */
export function step(link: Link, input: LinkInput, now: number, chance: number): Step {
  const connected = link.phase === 'connecting' || link.phase === 'greeting' || link.phase === 'online';
  switch (input.type) {
    case 'start':
      return link.phase === 'idle' || link.phase === 'stopped'
        ? connect({ ...link, attempt: 0 }, now)
        : [link, []];
    case 'stop':
      return [{ ...link, phase: 'stopped', actAt: NEVER, deadAt: NEVER }, connected ? ['disconnect'] : []];
    case 'opened':
      if (link.phase !== 'connecting') return [link, []];
      return [{ ...link, phase: 'greeting', actAt: NEVER, deadAt: now + WELCOME_WITHIN }, []];
    case 'welcomed':
      // Whoever read the welcome may have dropped the connection over it.
      if (link.phase !== 'greeting') return [link, []];
      return [alive({ ...link, phase: 'online', onlineSince: now, heartbeat: input.heartbeat }, now), []];
    case 'heard':
      return [link.phase === 'online' ? alive(link, now) : link, []];
    case 'lost':
      return connected ? [pause(link, now, chance), []] : [link, []];
    case 'restart':
      return connected ? [pause(link, now, chance), ['disconnect']] : [link, []];
    case 'nudge':
      return nudge(link, now);
    case 'tick':
      return tick(link, now, chance);
  }
}

function connect(link: Link, now: number): Step {
  return [{ ...link, phase: 'connecting', actAt: NEVER, deadAt: now + CONNECT_WITHIN }, ['connect']];
}

function alive(link: Link, now: number): Link {
  return { ...link, actAt: now + link.heartbeat, deadAt: now + 2 * link.heartbeat };
}

function pause(link: Link, now: number, chance: number): Link {
  const wasGood = link.phase === 'online' && now - link.onlineSince >= GOOD_AFTER;
  const attempt = wasGood ? 0 : link.attempt;
  const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
  // Between half and the whole of it: after a restart of the server its clients don't come all at once.
  const wait = most * (0.5 + chance / 2);
  return { ...link, phase: 'waiting', attempt: attempt + 1, actAt: now + wait, deadAt: NEVER };
}

function nudge(link: Link, now: number): Step {
  if (link.phase === 'waiting') return connect(link, now);
  if (link.phase !== 'online') return [link, []];
  // The network changed under an open socket, or the machine slept: ask, and don't wait long for the answer.
  return [{ ...link, actAt: NEVER, deadAt: Math.min(link.deadAt, now + PROBE_WITHIN) }, ['ping']];
}

function tick(link: Link, now: number, chance: number): Step {
  if (now >= link.deadAt) return [pause(link, now, chance), ['disconnect']];
  if (now < link.actAt) return [link, []];
  if (link.phase === 'waiting') return connect(link, now);
  return [{ ...link, actAt: NEVER }, ['ping']];
}
