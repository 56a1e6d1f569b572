import type { ToVisitor, VisitorFrame } from '../wire';
import { Connection, type World } from './connection';
import { Drawer } from './drawer';
import type { Phase } from './link';
import { drawerOf, type Store } from './storage';
import { TypingPace } from './typing';
import {
  dueAt,
  hello,
  newVisitor,
  rated,
  step,
  type VisitorCommand,
  type VisitorEffect,
  type VisitorInput,
  type VisitorState,
} from './visitor';

export interface VisitorOptions {
  readonly url: string;
  readonly locale: string;
  /** Shared by the tabs of this browser. */
  readonly store: Store;
  /** The help center's token for who is signed in; `null` when nobody is. */
  readonly getToken: () => Promise<string | null>;
}

/** The visitor token of who is not signed in, as all tabs share it. */
export const VISITOR_TOKEN = 'visitor-token';

/** A visitor's end of the protocol: keeps the state, the socket and the storage together. */
export class VisitorClient {
  private state: VisitorState = newVisitor([]);
  private readonly connection: Connection<ToVisitor, VisitorFrame>;
  private readonly listeners = new Set<() => void>();
  private token: string | null = null;
  private readonly drawer: Drawer<VisitorCommand>;
  private cancelTimer = () => {};
  private readonly typingPace = new TypingPace();

  constructor(
    private readonly world: World,
    private readonly options: VisitorOptions,
  ) {
    this.drawer = new Drawer(options.store, world.clock);
    this.connection = new Connection(options.url, world, {
      prepare: () => this.identify(),
      hello: () => hello(this.state, this.token, options.locale),
      frame: (frame) => this.feed({ type: 'frame', frame }),
      phase: (phase: Phase) => this.feed({ type: 'phase', phase }),
    });
  }

  get(): VisitorState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.cancelTimer();
    this.connection.stop();
  }

  nudge(): void {
    this.connection.nudge();
  }

  /** Somebody else is signed in now, or the same person anew: forget what is shown and connect as them. */
  refreshIdentity(): void {
    const running = this.connection.phase !== 'idle';
    this.connection.stop();
    this.drawer.close();
    this.state = newVisitor([]);
    this.changed();
    if (running) this.connection.start();
  }

  /** Another tab got a visitor token: be the same visitor, unless something was said here already. */
  followVisitorToken(): void {
    const { visitor, conversation, outbox } = this.state;
    const other = drawerOf(this.options.store.get(VISITOR_TOKEN));
    if (visitor?.anonymous && !conversation && outbox.length === 0 && other !== this.drawer.name)
      this.refreshIdentity();
  }

  post(text: string): void {
    this.command({ type: 'post', conversation: '', id: this.world.uuid(), text });
  }

  /** Picks what a message offers, once. */
  choose(text: string, choice: string): void {
    const isSame = (frame: VisitorCommand) => frame.type === 'post' && frame.choice === choice;
    if (this.state.outbox.some(({ frame, status }) => status !== 'failed' && isSame(frame))) return;
    this.command({ type: 'post', conversation: '', id: this.world.uuid(), text, choice });
  }

  /** Returns the command's id, to see what becomes of it. */
  openTicket(subject: string, description: string): string {
    return this.command({
      type: 'open_ticket',
      conversation: '',
      id: this.world.uuid(),
      subject,
      description,
    });
  }

  leaveQueue(): void {
    const { head, outbox } = this.state;
    if (head?.state.type !== 'waiting' || outbox.some(({ frame }) => frame.type === 'leave_queue')) return;
    this.command({ type: 'leave_queue', conversation: '', id: this.world.uuid() });
  }

  /** Says whether an answer helped. Who changes their mind says it again. */
  rate(message: number, helpful: boolean): void {
    const { conversation } = this.state;
    if (!conversation || rated(this.state).get(message) === helpful) return;
    this.command({ type: 'rate', conversation, id: this.world.uuid(), message, helpful });
  }

  retry(id: string): void {
    this.feed({ type: 'retry', id });
  }

  discard(id: string): void {
    this.feed({ type: 'discard', id });
  }

  /** Tells the agent, now and then, that the visitor is typing; Bolt has no use for it. */
  typing(): void {
    const { phase, head, conversation } = this.state;
    if (phase !== 'online' || head?.state.type !== 'with_agent' || !conversation) return;
    if (!this.typingPace.mayTell(conversation, this.world.clock.now())) return;
    this.connection.send({ type: 'typing', conversation });
  }

  private command(frame: VisitorCommand): string {
    this.typingPace.sent();
    this.feed({ type: 'command', frame });
    return frame.id;
  }

  private async identify(): Promise<void> {
    const token = (await this.options.getToken()) ?? this.options.store.get(VISITOR_TOKEN);
    this.token = token;
    const drawer = drawerOf(token);
    if (drawer !== this.drawer.name) this.openDrawer(drawer);
  }

  /** Takes up what this visitor had not got through yet; what was written before anybody was known is theirs too. */
  private openDrawer(drawer: string): void {
    const nobodys = this.drawer.name === null || this.drawer.name === 'new';
    const before = nobodys ? this.state.outbox : [];
    const kept = this.drawer.open(drawer);
    const ids = new Set(kept.map((command) => command.frame.id));
    const outbox = [...kept, ...before.filter(({ frame }) => !ids.has(frame.id))];
    this.setState({ ...newVisitor(outbox), phase: this.state.phase });
  }

  private feed(input: VisitorInput): void {
    const [state, effects] = step(this.state, input, this.world.clock.now(), this.world.uuid);
    this.setState(state);
    for (const effect of effects) this.run(effect);
  }

  private setState(state: VisitorState): void {
    const before = this.state;
    this.state = state;
    if (state.outbox !== before.outbox) this.drawer.save(state.outbox);
    this.setTimer();
    if (state !== before) this.changed();
  }

  private run(effect: VisitorEffect): void {
    switch (effect.type) {
      case 'send':
        return this.connection.send(effect.frame);
      case 'restart':
        return this.connection.restart();
      case 'stop':
        return this.connection.stop();
      case 'keep_token':
        return this.keepToken(effect.token);
    }
  }

  private keepToken(token: string | null): void {
    // Only a token that came from the storage is ours to forget; another one is the help center's.
    if (!token && this.options.store.get(VISITOR_TOKEN) !== this.token) return;
    this.options.store.set(VISITOR_TOKEN, token);
    if (!token) return;
    this.token = token;
    this.drawer.rename(drawerOf(token), this.state.outbox);
  }

  private setTimer(): void {
    this.cancelTimer();
    this.cancelTimer = () => {};
    const at = dueAt(this.state);
    if (!Number.isFinite(at)) return;
    const wait = Math.max(0, at - this.world.clock.now());
    this.cancelTimer = this.world.clock.after(wait, () => this.feed({ type: 'tick' }));
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
