import type { Clock } from '../src/client/clock';
import type { SocketLike, World } from '../src/client/connection';
import type { Store } from '../src/client/storage';

/** A clock that goes when it is told to. */
export class HandClock implements Clock {
  private time = 1_000_000;
  private timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass: every timer that falls due runs at its moment, and what it promised is settled. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const due = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = Math.max(this.time, due.at);
      due.run();
    }
    this.time = end;
    await settle();
  }

  /** The lid is closed: time goes on, timers don't run before the lid is open again. */
  sleep(ms: number): void {
    this.time += ms;
  }
}

/** Lets promises that are kept already have their say. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** The server's end of a socket. */
export interface Peer {
  receive(frame: unknown): void;
  closed(): void;
}

/** A socket that delivers when the test says so, or at once. */
export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  /** Frames that reached the server, for a look at what was sent. */
  readonly sent: { type: string; [key: string]: unknown }[] = [];
  peer: Peer | null = null;
  /** The line is dead: nothing arrives on either side, and nobody is told. */
  dead = false;
  open = false;

  send(data: string): void {
    if (!this.open) throw new Error('sent on a socket that is not open');
    const frame = JSON.parse(data);
    this.sent.push(frame);
    if (!this.dead) this.peer?.receive(frame);
  }

  close(): void {
    if (this.open && !this.dead) this.peer?.closed();
    this.open = false;
  }

  /** From the server. */
  deliver(frame: unknown): void {
    if (this.open && !this.dead) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  accept(peer: Peer): void {
    this.open = true;
    this.peer = peer;
    this.onopen?.();
  }

  /** The connection breaks, and both sides notice. */
  break(): void {
    const was = this.open;
    this.open = false;
    if (was) this.peer?.closed();
    this.onclose?.();
  }
}

export interface TestWorld extends World {
  readonly clock: HandClock;
  readonly sockets: FakeSocket[];
}

/** Each world makes ids of its own, as browsers do. */
let worlds = 0;

/** A world whose sockets end at `accept`; a server that is down refuses them. */
export function testWorld(
  accept: (socket: FakeSocket, url: string) => boolean,
  clock = new HandClock(),
): TestWorld {
  const sockets: FakeSocket[] = [];
  const mine = (++worlds).toString(16).padStart(4, '0');
  let made = 0;
  return {
    clock,
    sockets,
    random: () => 0.5,
    uuid: () => `00000000-0000-4000-${mine}-${(++made).toString(16).padStart(12, '0')}`,
    open(url) {
      const socket = new FakeSocket();
      sockets.push(socket);
      void Promise.resolve().then(() => {
        if (!accept(socket, url)) socket.onclose?.();
      });
      return socket;
    },
  };
}

/** Storage that outlives a reload of the page, as a browser's does. */
export function memoryStore(): Store & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void (value === null ? map.delete(key) : map.set(key, value)),
  };
}
