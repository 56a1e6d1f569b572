import type { AgentFrame, ToAgent } from '../wire';
import {
  type AgentCommand,
  type AgentEffect,
  type AgentInput,
  type AgentState,
  dueAt,
  hello,
  newAgent,
  step,
} from './agent';
import { Connection, type World } from './connection';
import { Drawer } from './drawer';
import type { Store } from './storage';
import { TypingPace } from './typing';

/** A command without the id that it is given here. */
export type Order = AgentCommand extends infer C ? (C extends { id: string } ? Omit<C, 'id'> : never) : never;

/** An agent's end of the protocol: keeps the state, the socket and the storage together. */
export class AgentClient {
  private state: AgentState = newAgent;
  private readonly connection: Connection<ToAgent, AgentFrame>;
  private readonly drawer: Drawer<AgentCommand>;
  private readonly listeners = new Set<() => void>();
  private cancelTimer = () => {};
  private readonly typingPace = new TypingPace();

  constructor(
    private readonly world: World,
    url: string,
    store: Store,
  ) {
    this.drawer = new Drawer(store, world.clock);
    this.connection = new Connection(url, world, {
      prepare: async () => {},
      hello: () => hello(this.state),
      frame: (frame) => this.heard(frame),
      phase: (phase) => this.feed({ type: 'phase', phase }),
    });
  }

  get(): AgentState {
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
    this.connection.stop();
    this.cancelTimer();
  }

  nudge(): void {
    this.connection.nudge();
  }

  /** Looks at a conversation. */
  show(conversation: string | null): void {
    this.feed({ type: 'show', conversation });
  }

  /** Gives a command; a move that is on its way already is not made twice. */
  order(order: Order): void {
    const isSame = (frame: AgentCommand) =>
      !('text' in frame) && frame.type === order.type && frame.conversation === order.conversation;
    if (this.state.outbox.some(({ frame }) => isSame(frame))) return;
    this.typingPace.sent();
    this.feed({ type: 'command', frame: { ...order, id: this.world.uuid() } });
  }

  retry(id: string): void {
    this.feed({ type: 'retry', id });
  }

  discard(id: string): void {
    this.feed({ type: 'discard', id });
  }

  dismiss(): void {
    this.feed({ type: 'dismiss' });
  }

  /** Tells the visitor, now and then, that the agent is typing. */
  typing(): void {
    const { phase, shown } = this.state;
    if (phase !== 'online' || !shown || !this.typingPace.mayTell(shown, this.world.clock.now())) return;
    this.connection.send({ type: 'typing', conversation: shown });
  }

  private heard(frame: ToAgent): void {
    this.feed({ type: 'frame', frame });
    if (frame.type !== 'welcome' || this.drawer.name === frame.agent.id) return;
    this.feed({ type: 'restore', outbox: this.drawer.open(frame.agent.id) });
  }

  private feed(input: AgentInput): void {
    const before = this.state;
    const [state, effects] = step(before, input, this.world.clock.now());
    this.state = state;
    if (state.outbox !== before.outbox) this.drawer.save(state.outbox);
    this.setTimer();
    if (state !== before) for (const listener of this.listeners) listener();
    for (const effect of effects) this.run(effect);
  }

  private run(effect: AgentEffect): void {
    if (effect.type === 'send') this.connection.send(effect.frame);
    else if (effect.type === 'restart') this.connection.restart();
    else this.connection.stop();
  }

  private setTimer(): void {
    this.cancelTimer();
    this.cancelTimer = () => {};
    const at = dueAt(this.state);
    if (!Number.isFinite(at)) return;
    const wait = Math.max(0, at - this.world.clock.now());
    this.cancelTimer = this.world.clock.after(wait, () => this.feed({ type: 'tick' }));
  }
}
