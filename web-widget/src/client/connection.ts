import type { Clock } from './clock';
import { idleLink, type LinkInput, type Phase, step, wakeAt } from './link';

/** As much of a WebSocket as is needed. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(data: string): void;
  close(): void;
}

/** What a connection needs of the world around it. */
export interface World {
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** A new UUID. */
  readonly uuid: () => string;
  readonly open: (url: string) => SocketLike;
}

export interface Handlers<Down, Up> {
  /** Done before each try: fetches a token, for one. When it fails, the try has failed. */
  prepare(): Promise<void>;
  /** The first frame, asked for when the socket is open. */
  hello(): Up;
  /** Every frame but pings and pongs, in order. */
  frame(frame: Down): void;
  phase(phase: Phase): void;
}

/** The thin shell around {@link step}: one socket at a time, one timer. */
export class Connection<Down extends { type: string }, Up> {
  private link = idleLink;
  private socket: SocketLike | null = null;
  private cancelTimer = () => {};
  /** Counts tries, so that what an abandoned one still says is not heard. */
  private tries = 0;

  constructor(
    private readonly url: string,
    private readonly world: World,
    private readonly handlers: Handlers<Down, Up>,
  ) {}

  get phase(): Phase {
    return this.link.phase;
  }

  start(): void {
    this.feed({ type: 'start' });
  }

  stop(): void {
    this.feed({ type: 'stop' });
  }

  /** Drops the connection and resumes. */
  restart(): void {
    this.feed({ type: 'restart' });
  }

  /** The page is looked at again, or the network came or went. */
  nudge(): void {
    this.feed({ type: 'nudge' });
  }

  /** Hands a frame to the socket; what cannot be sent now is not kept. */
  send(frame: Up | { type: 'ping' } | { type: 'pong' }): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private feed(input: LinkInput): void {
    const { clock, random } = this.world;
    const before = this.link.phase;
    const [link, effects] = step(this.link, input, clock.now(), random());
    this.link = link;
    this.setTimer();
    for (const effect of effects) {
      if (effect === 'connect') void this.connect();
      else if (effect === 'ping') this.send({ type: 'ping' });
      else this.drop();
    }
    if (link.phase !== before) this.handlers.phase(link.phase);
  }

  private setTimer(): void {
    this.cancelTimer();
    const at = wakeAt(this.link);
    if (Number.isFinite(at)) {
      const wait = Math.max(0, at - this.world.clock.now());
      this.cancelTimer = this.world.clock.after(wait, () => this.feed({ type: 'tick' }));
    } else {
      this.cancelTimer = () => {};
    }
  }

  private async connect(): Promise<void> {
    this.drop();
    const mine = this.tries;
    const current = () => mine === this.tries;
    try {
      await this.handlers.prepare();
      if (current()) this.open(current);
    } catch {
      if (current()) this.feed({ type: 'lost' });
    }
  }

  private open(current: () => boolean): void {
    const socket = this.world.open(this.url);
    this.socket = socket;
    socket.onopen = () => {
      if (!current()) return;
      this.feed({ type: 'opened' });
      this.send(this.handlers.hello());
    };
    socket.onmessage = (event) => {
      if (current()) this.heard(event.data);
    };
    socket.onclose = () => {
      if (!current()) return;
      this.drop();
      this.feed({ type: 'lost' });
    };
  }

  private drop(): void {
    this.tries += 1;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private heard(data: unknown): void {
    const frame = read(data);
    if (!frame) return this.restart();
    this.feed({ type: 'heard' });
    if (frame.type === 'ping') return this.send({ type: 'pong' });
    if (frame.type === 'pong') return;
    this.handlers.frame(frame as Down);
    // Last: who hears that the connection is up knows the welcome already, and may send.
    if (isWelcome(frame)) this.feed({ type: 'welcomed', heartbeat: frame.heartbeat_ms });
  }
}

/** The server is ours, so its frames are not checked field by field; but they must be frames. */
function read(data: unknown): { type: string } | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null && 'type' in frame
      ? (frame as { type: string })
      : null;
  } catch {
    return null;
  }
}

function isWelcome(frame: { type: string }): frame is { type: string; heartbeat_ms: number } {
  return frame.type === 'welcome';
}

/** Nudges the connection when the page is looked at again and when the network comes or goes; returns the undoing. */
export function watchPage(nudge: () => void): () => void {
  const seen = () => {
    if (document.visibilityState === 'visible') nudge();
  };
  const events = ['online', 'offline', 'pageshow'] as const;
  for (const event of events) window.addEventListener(event, nudge);
  document.addEventListener('visibilitychange', seen);
  return () => {
    for (const event of events) window.removeEventListener(event, nudge);
    document.removeEventListener('visibilitychange', seen);
  };
}
