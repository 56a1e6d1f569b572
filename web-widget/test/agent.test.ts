import { beforeEach, describe, expect, it } from 'vitest';
import { AgentClient } from '../src/client/agent-client';
import { FakeServer } from './fake-server';
import { HandClock, memoryStore, settle, testWorld } from './world';

let server: FakeServer;
let store: ReturnType<typeof memoryStore>;
let clock: HandClock;

beforeEach(() => {
  server = new FakeServer();
  store = memoryStore();
  clock = new HandClock();
});

async function console_() {
  const world = testWorld(server.accept, clock);
  const client = new AgentClient(world, 'ws://bolt.example/ws/agent', store);
  client.start();
  await settle();
  return {
    client,
    world,
    get state() {
      return client.get();
    },
    get socket() {
      const socket = world.sockets.at(-1);
      if (!socket) throw new Error('no socket was opened');
      return socket;
    },
    get texts(): string[] {
      return client.get().log.events.flatMap(({ body }) => ('text' in body ? [body.text] : []));
    },
  };
}

/** A visitor who waits for an agent. */
function waiting(id: string): string {
  server.commit('user:vera', id, `${id} 1`, () => [
    { type: 'visitor_message', text: `hello from ${id}` },
    { type: 'queued', reason: 'requested' },
  ]);
  return id;
}

function writes(id: string, text: string): void {
  server.commit('user:vera', id, `${id} ${text}`, () => [{ type: 'visitor_message', text }]);
}

describe('an agent', () => {
  it('sees who waits, as it happens', async () => {
    const desk = await console_();
    expect(desk.state.waiting).toEqual([]);
    waiting('c1');
    expect(desk.state.waiting.map(({ conversation }) => conversation)).toEqual(['c1']);
  });

  it('claims, writes, adds notes and resolves', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    desk.client.order({ type: 'claim', conversation: 'c1' });
    desk.client.order({ type: 'post', conversation: 'c1', text: 'I am here' });
    desk.client.order({ type: 'note', conversation: 'c1', text: 'for us' });
    writes('c1', 'thanks');
    desk.client.order({ type: 'resolve', conversation: 'c1' });
    expect(desk.texts).toEqual(['hello from c1', 'I am here', 'for us', 'thanks']);
    expect(desk.state.head?.state.type).toBe('resolved');
    expect(desk.state.outbox).toEqual([]);
  });

  it('is told in which way a claim came to nothing, and may dismiss it', async () => {
    waiting('c1');
    const desk = await console_();
    server.refuse = (frame) => (frame.type === 'claim' ? 'already_claimed' : null);
    desk.client.order({ type: 'claim', conversation: 'c1' });
    expect(desk.state.problem).toEqual({ command: 'claim', conversation: 'c1', code: 'already_claimed' });
    expect(desk.state.outbox).toEqual([]);
    desk.client.dismiss();
    expect(desk.state.problem).toBeNull();
  });

  it('who clicks twice makes a move once', async () => {
    waiting('c1');
    const desk = await console_();
    desk.socket.dead = true;
    desk.client.order({ type: 'claim', conversation: 'c1' });
    desk.client.order({ type: 'claim', conversation: 'c1' });
    expect(desk.state.outbox).toHaveLength(1);
  });

  it('keeps a reply that was refused, to send it again', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    server.refuse = (frame) => (frame.type === 'post' ? 'illegal_move' : null);
    desk.client.order({ type: 'post', conversation: 'c1', text: 'too early' });
    expect(desk.state.outbox.map(({ status }) => status)).toEqual(['failed']);
    server.refuse = null;
    desk.client.retry(desk.state.outbox[0]?.frame.id ?? '');
    expect(desk.texts.at(-1)).toBe('too early');
  });

  it('sends again, once, what a dying server did not ack', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    desk.client.order({ type: 'claim', conversation: 'c1' });
    server.kill();
    desk.client.order({ type: 'post', conversation: 'c1', text: 'one' });
    desk.client.order({ type: 'post', conversation: 'c1', text: 'two' });
    desk.client.stop();
    const reloaded = await console_();
    reloaded.client.show('c1');
    server.up = true;
    await clock.pass(5_000);
    expect(reloaded.texts).toEqual(['hello from c1', 'one', 'two']);
    expect(server.texts('c1')).toEqual(['hello from c1', 'one', 'two']);
  });

  it('goes on where it was when it looks at a conversation again', async () => {
    waiting('c1');
    waiting('c2');
    const desk = await console_();
    desk.client.show('c1');
    desk.client.show('c2');
    writes('c1', 'meanwhile');
    desk.client.show('c1');
    expect(desk.socket.sent.at(-1)).toEqual({ type: 'watch', conversation: 'c1', last_seen: 2 });
    expect(desk.texts).toEqual(['hello from c1', 'meanwhile']);
  });

  it('resumes the conversation it looks at after a lost connection', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    desk.socket.break();
    writes('c1', 'missed');
    await clock.pass(1_000);
    expect(desk.socket.sent[0]).toMatchObject({ watching: [{ conversation: 'c1', last_seen: 2 }] });
    expect(desk.texts).toEqual(['hello from c1', 'missed']);
  });

  it('resumes over a gap and shows nothing out of order', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    const at = '2026-11-22T10:00:00Z';
    desk.socket.deliver({
      type: 'event',
      conversation: 'c1',
      seq: 7,
      prev: 6,
      at,
      body: { type: 'reopened' },
    });
    expect(desk.state.log.last).toBe(2);
    await clock.pass(1_000);
    expect(desk.world.sockets).toHaveLength(2);
  });

  it('whose session is over is logged out, and does not knock again', async () => {
    server.refuse = (frame) => (frame.type === 'hello' ? 'not_logged_in' : null);
    const desk = await console_();
    await clock.pass(60_000);
    expect(desk.state.loggedOut).toBe(true);
    expect(desk.world.sockets).toHaveLength(1);
  });

  it('sees that the visitor types, until they write', async () => {
    waiting('c1');
    const desk = await console_();
    desk.client.show('c1');
    desk.socket.deliver({ type: 'typing', conversation: 'c1' });
    expect(desk.state.typingUntil).toBeGreaterThan(0);
    writes('c1', 'there');
    expect(desk.state.typingUntil).toBe(0);
  });
});
