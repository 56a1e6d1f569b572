import type {
  AgentFrame,
  ConversationHead,
  ConversationState,
  DeskConversation,
  Entitled,
  ErrorCode,
  EventFrame,
  ToAgent,
  ToVisitor,
  VisitorFrame,
  WireBody,
} from '../src/wire';
import type { FakeSocket } from './world';

interface Conversation {
  id: string;
  visitor: string;
  state: ConversationState;
  events: { body: WireBody; client?: string }[];
}

type Answer = (text: string) => WireBody[];

const STANDING = { account_type: 'pro', role: 'licensed_member', support_plan: 'access' } as const;
const AGENT = 'Ada';

const echo: Answer = (text) => [
  {
    type: 'bolt_message',
    action: 'answer',
    language: 'en',
    html: `<p>About: ${text}</p>`,
    sources: [],
    choices: [],
    rateable: true,
    why: {
      confidence: 0.9,
      trace: {
        content_revision: 'c0ffee',
        language: 'en',
        language_from: 'text',
        normalized: text,
        rule: 'sure_intent',
        candidates: [],
        entities: [],
        slots: [],
      },
    },
  },
];

/** The protocol's server end, in memory: as much of it as the clients' promises are about. */
export class FakeServer {
  readonly conversations = new Map<string, Conversation>();
  up = true;
  entitled: Entitled = { live_chat: true, ticket: true, phone: false };
  answer: Answer = echo;
  heartbeat = 30_000;
  /** Takes the next frame and does with it what it says, instead of the usual. */
  refuse: ((frame: { type: string }) => ErrorCode | 'drop' | 'lose_ack' | null) | null = null;
  /** Commits without telling anybody but the sender, who gets the ack. */
  mute = false;
  private readonly visitors = new Map<FakeSocket, string>();
  private readonly agents = new Map<FakeSocket, Set<string>>();
  private anonymous = 0;
  private tickets = 0;

  accept = (socket: FakeSocket, url: string): boolean => {
    if (!this.up) return false;
    const agent = url.endsWith('/ws/agent');
    socket.accept({
      receive: (frame) =>
        agent ? this.fromAgent(socket, frame as AgentFrame) : this.fromVisitor(socket, frame as VisitorFrame),
      closed: () => {
        this.visitors.delete(socket);
        this.agents.delete(socket);
      },
    });
    return true;
  };

  /** Dies, with every connection. */
  kill(): void {
    this.up = false;
    for (const socket of [...this.visitors.keys(), ...this.agents.keys()]) socket.break();
  }

  /** What a visitor may see of a conversation, as frames. */
  frames(conversation: Conversation, staff = false): EventFrame[] {
    let prev = 0;
    const frames: EventFrame[] = [];
    conversation.events.forEach(({ body, client }, place) => {
      if (!staff && body.type === 'note') return;
      const own = client && (staff || body.type === 'visitor_message') ? { client_id: client } : {};
      const at = new Date(1_700_000_000_000 + place * 1000).toISOString();
      frames.push({
        conversation: conversation.id,
        seq: place + 1,
        prev,
        at,
        body: { ...body, ...own } as WireBody,
      });
      prev = place + 1;
    });
    return frames;
  }

  /** All that was said, in order, for comparing. */
  texts(id: string): string[] {
    return (this.conversations.get(id)?.events ?? []).flatMap(({ body }) =>
      'text' in body ? [body.text] : [],
    );
  }

  private fromVisitor(socket: FakeSocket, frame: VisitorFrame): void {
    const verdict = this.refuse?.(frame) ?? null;
    if (verdict === 'drop') return socket.break();
    if (verdict && verdict !== 'lose_ack')
      return this.error(socket, verdict, 'id' in frame ? frame.id : undefined);
    switch (frame.type) {
      case 'hello':
        return this.hello(socket, frame);
      case 'post': {
        const seq = this.commit(
          this.visitors.get(socket) ?? '',
          frame.conversation,
          frame.id,
          (conversation) => [
            ...(conversation.state.type === 'resolved' ? [{ type: 'reopened' } as const] : []),
            { type: 'visitor_message', text: frame.text },
            ...(conversation.state.type === 'with_agent' || conversation.state.type === 'waiting'
              ? []
              : this.answer(frame.text)),
          ],
        );
        if (verdict === 'lose_ack') return socket.break();
        return socket.deliver({
          type: 'ack',
          id: frame.id,
          conversation: frame.conversation,
          seq,
        } satisfies ToVisitor);
      }
      case 'open_ticket': {
        const number = ++this.tickets;
        const seq = this.commit(this.visitors.get(socket) ?? '', frame.conversation, frame.id, () => [
          { type: 'ticket_opened', number, subject: frame.subject },
        ]);
        return socket.deliver({
          type: 'ack',
          id: frame.id,
          conversation: frame.conversation,
          seq,
        } satisfies ToVisitor);
      }
      case 'rate': {
        const { message, helpful } = frame;
        const seq = this.commit('', frame.conversation, frame.id, () => [
          { type: 'rated', message, helpful },
        ]);
        if (verdict === 'lose_ack') return socket.break();
        return socket.deliver({
          type: 'ack',
          id: frame.id,
          conversation: frame.conversation,
          seq,
        } satisfies ToVisitor);
      }
      case 'leave_queue': {
        if (!this.conversations.has(frame.conversation))
          return this.error(socket, 'unknown_conversation', frame.id);
        const seq = this.commit('', frame.conversation, frame.id, () => [{ type: 'returned_to_bolt' }]);
        return socket.deliver({
          type: 'ack',
          id: frame.id,
          conversation: frame.conversation,
          seq,
        } satisfies ToVisitor);
      }
      case 'typing':
        for (const agent of this.agents.keys())
          agent.deliver({ type: 'typing', conversation: frame.conversation });
        return;
      case 'ping':
        return socket.deliver({ type: 'pong' });
    }
  }

  private hello(socket: FakeSocket, frame: VisitorFrame & { type: 'hello' }): void {
    const visitor = frame.token ? subOf(frame.token) : `anon:${++this.anonymous}`;
    const theirs = [...this.conversations.values()].filter(
      (conversation) => conversation.visitor === visitor,
    );
    const wanted = frame.conversation ? theirs.find(({ id }) => id === frame.conversation) : theirs.at(-1);
    if (frame.conversation && !wanted) return this.error(socket, 'unknown_conversation');
    this.visitors.set(socket, visitor);
    const anonymous = visitor.startsWith('anon:');
    socket.deliver({
      type: 'welcome',
      protocol: 1,
      visitor: {
        anonymous,
        standing: STANDING,
        entitled: this.entitled,
        ...(anonymous ? {} : { name: 'Vera' }),
      },
      heartbeat_ms: this.heartbeat,
      ...(anonymous ? { visitor_token: token(visitor) } : {}),
      ...(wanted ? { conversation: this.head(wanted) } : {}),
    } satisfies ToVisitor);
    if (!wanted) return;
    for (const event of this.frames(wanted)) {
      if (event.seq > (frame.last_seen ?? 0)) socket.deliver({ type: 'event', ...event });
    }
  }

  private fromAgent(socket: FakeSocket, frame: AgentFrame): void {
    const verdict = this.refuse?.(frame) ?? null;
    if (verdict === 'drop') return socket.break();
    if (verdict && verdict !== 'lose_ack')
      return this.error(socket, verdict, 'id' in frame ? frame.id : undefined);
    const moves: Record<string, (frame: AgentFrame) => WireBody> = {
      claim: () => ({ type: 'assigned', agent: AGENT }),
      post: (post) => ({ type: 'agent_message', agent: AGENT, text: 'text' in post ? post.text : '' }),
      note: (note) => ({ type: 'note', agent: AGENT, text: 'text' in note ? note.text : '' }),
      resolve: () => ({ type: 'resolved', agent: AGENT }),
      return_to_bolt: () => ({ type: 'returned_to_bolt', agent: AGENT }),
    };
    if (frame.type === 'hello') {
      this.agents.set(socket, new Set());
      socket.deliver({
        type: 'welcome',
        protocol: 1,
        agent: { id: 'a1', name: AGENT, role: 'agent' },
        heartbeat_ms: this.heartbeat,
      } satisfies ToAgent);
      socket.deliver(this.desk());
      for (const { conversation, last_seen } of frame.watching) this.watch(socket, conversation, last_seen);
    } else if (frame.type === 'watch') {
      this.watch(socket, frame.conversation, frame.last_seen);
    } else if (frame.type === 'unwatch') {
      this.agents.get(socket)?.delete(frame.conversation);
    } else if (frame.type === 'ping') {
      socket.deliver({ type: 'pong' });
    } else if ('id' in frame) {
      const body = moves[frame.type]?.(frame);
      const seq = this.commit('', frame.conversation, frame.id, () => (body ? [body] : []));
      socket.deliver({ type: 'ack', id: frame.id, conversation: frame.conversation, seq } satisfies ToAgent);
    }
  }

  private watch(socket: FakeSocket, id: string, after: number): void {
    const conversation = this.conversations.get(id);
    if (!conversation) return this.error(socket, 'unknown_conversation');
    this.agents.get(socket)?.add(id);
    socket.deliver({ type: 'head', ...this.entry(conversation) } satisfies ToAgent);
    for (const event of this.frames(conversation, true))
      if (event.seq > after) socket.deliver({ type: 'event', ...event });
  }

  /** Appends a turn once, however often it is sent, and tells everybody who may know. */
  commit(
    visitor: string,
    id: string,
    client: string,
    turn: (conversation: Conversation) => WireBody[],
  ): number {
    const conversation = this.conversations.get(id) ?? {
      id,
      visitor,
      state: { type: 'with_bolt' as const },
      events: [],
    };
    this.conversations.set(id, conversation);
    const done = conversation.events.findIndex((event) => event.client === client);
    if (done >= 0) return done + 1;
    const before = conversation.events.length;
    const bodies = turn(conversation);
    const own = Math.max(
      0,
      bodies.findIndex((body) => body.type === 'visitor_message'),
    );
    bodies.forEach((body, place) => {
      conversation.events.push(place === own ? { body, client } : { body });
      conversation.state = after(conversation.state, body);
    });
    if (!this.mute) this.publish(conversation, before);
    return before + own + 1;
  }

  private publish(conversation: Conversation, after: number): void {
    for (const [socket, visitor] of this.visitors) {
      if (visitor !== conversation.visitor) continue;
      for (const event of this.frames(conversation))
        if (event.seq > after) socket.deliver({ type: 'event', ...event });
      socket.deliver({ type: 'head', ...this.head(conversation) } satisfies ToVisitor);
    }
    for (const [socket, watched] of this.agents) {
      if (watched.has(conversation.id)) {
        for (const event of this.frames(conversation, true))
          if (event.seq > after) socket.deliver({ type: 'event', ...event });
        socket.deliver({ type: 'head', ...this.entry(conversation) } satisfies ToAgent);
      }
      socket.deliver(this.desk());
    }
  }

  private head({ id, state, events }: Conversation): ConversationHead {
    const position = state.type === 'waiting' ? { queue_position: 1 } : {};
    return { conversation: id, state, language: 'en', last_seq: events.length, ...position };
  }

  private entry({ id, state, events }: Conversation): DeskConversation {
    return {
      conversation: id,
      state,
      standing: STANDING,
      language: 'en',
      last_seq: events.length,
      updated_at: new Date(1_700_000_000_000 + events.length * 1000).toISOString(),
      priority_response: false,
    };
  }

  private desk(): ToAgent & { type: 'desk' } {
    const all = [...this.conversations.values()];
    return {
      type: 'desk',
      waiting: all
        .filter(({ state }) => state.type === 'waiting')
        .map((conversation) => this.entry(conversation)),
      mine: all
        .filter(({ state }) => state.type === 'with_agent')
        .map((conversation) => this.entry(conversation)),
    };
  }

  private error(socket: FakeSocket, code: ErrorCode, id?: string): void {
    const fatal = [
      'invalid_token',
      'expired_token',
      'unsupported_protocol',
      'not_logged_in',
      'shutting_down',
    ].includes(code);
    const pause = code === 'too_fast' ? { retry_after_ms: 500 } : {};
    socket.deliver({
      type: 'error',
      code,
      message: code,
      remedy: '',
      fatal,
      ...pause,
      ...(id ? { id } : {}),
    } satisfies ToVisitor);
    if (fatal) socket.break();
  }
}

function after(state: ConversationState, body: WireBody): ConversationState {
  switch (body.type) {
    case 'queued':
      return { type: 'waiting', since: '2026-11-22T10:00:00Z' };
    case 'assigned':
      return { type: 'with_agent', agent: body.agent };
    case 'resolved':
      return { type: 'resolved' };
    case 'reopened':
    case 'returned_to_bolt':
      return { type: 'with_bolt' };
    default:
      return state;
  }
}

/** A token in the shape of a signed one. */
export function token(sub: string): string {
  return `e30.${btoa(JSON.stringify({ sub }))}.signature`;
}

function subOf(text: string): string {
  return (JSON.parse(atob(text.split('.')[1] ?? '')) as { sub: string }).sub;
}
