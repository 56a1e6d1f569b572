import type { Clock } from './clock';
import { type CommandFrame, load, type Outbox, save } from './outbox';
import type { Store } from './storage';

/**
 * Where one person's unacked commands outlive the page. The tabs of a browser share it: each writes its own beside what
 * the others have, and takes out what it knows to be done. Should two tabs send the same command, its id makes it one.
 */
export class Drawer<F extends CommandFrame> {
  private key: string | null = null;
  /** Ids of every command that this tab has had. */
  private readonly known = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Whose it is; `null` before anybody is known. */
  get name(): string | null {
    return this.key;
  }

  /** Closes it: what changes from now on is not written. */
  close(): void {
    this.key = null;
  }

  /** Opens somebody's drawer: what they had not got through yet. */
  open(name: string): Outbox<F> {
    this.key = name;
    const kept = load<F>(this.store.get(slot(name)), this.clock.now());
    for (const { frame } of kept) this.known.add(frame.id);
    return kept;
  }

  /** The same person under another name: a new visitor who was given a token. */
  rename(name: string, outbox: Outbox<F>): void {
    if (name === this.key) return;
    if (this.key !== null) this.save([]);
    this.key = name;
    this.save(outbox);
  }

  save(outbox: Outbox<F>): void {
    for (const { frame } of outbox) this.known.add(frame.id);
    if (this.key === null) return;
    const others = load<F>(this.store.get(slot(this.key)), this.clock.now());
    const foreign = others.filter(({ frame }) => !this.known.has(frame.id));
    this.store.set(slot(this.key), save([...foreign, ...outbox]));
  }
}

const slot = (name: string) => `outbox:${name}`;
