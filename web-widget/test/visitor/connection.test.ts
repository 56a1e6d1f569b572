import { beforeEach, describe, expect, it } from 'vitest';
import { token } from '../fake-server';
import { anew, clock, only, server, started } from './browser';

beforeEach(anew);

describe('frames', () => {
  it('that were shown already are not shown again', async () => {
    const tab = await started();
    tab.client.post('hello');
    for (const event of server.frames(server.conversations.get(only()) ?? never())) {
      tab.socket.deliver({ type: 'event', ...event });
    }
    expect(tab.numbers).toEqual([1, 2]);
  });

  it('that leave a gap make the client resume, and show nothing out of order', async () => {
    const tab = await started();
    tab.client.post('hello');
    const lone = {
      conversation: only(),
      seq: 9,
      prev: 8,
      at: '2026-11-22T10:00:00Z',
      body: { type: 'reopened' },
    };
    tab.socket.deliver({ type: 'event', ...lone });
    expect(tab.numbers).toEqual([1, 2]);
    await clock.pass(1_000);
    expect(tab.world.sockets).toHaveLength(2);
    expect(tab.socket.sent[0]).toMatchObject({ type: 'hello', conversation: only(), last_seen: 2 });
  });

  it('that skip what only staff sees are no gap', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.commit('', only(), 'n1', () => [{ type: 'note', agent: 'Ada', text: 'for us' }]);
    server.commit('', only(), 'm1', () => [{ type: 'agent_message', agent: 'Ada', text: 'for you' }]);
    expect(tab.numbers).toEqual([1, 2, 4]);
    expect(tab.world.sockets).toHaveLength(1);
  });

  it('after a resync start the log anew, at whatever number', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.socket.deliver({ type: 'resync', conversation: only() });
    expect(tab.numbers).toEqual([]);
    const at = '2026-11-22T10:00:00Z';
    tab.socket.deliver({
      type: 'event',
      conversation: only(),
      seq: 41,
      prev: 40,
      at,
      body: { type: 'reopened' },
    });
    tab.socket.deliver({
      type: 'event',
      conversation: only(),
      seq: 43,
      prev: 41,
      at,
      body: { type: 'reopened' },
    });
    expect(tab.numbers).toEqual([41, 43]);
  });

  it('that are none make the client resume', async () => {
    const tab = await started();
    tab.socket.onmessage?.({ data: 'nonsense' });
    await clock.pass(1_000);
    expect(tab.world.sockets).toHaveLength(2);
  });

  it('of an abandoned connection are not heard', async () => {
    const tab = await started();
    const old = tab.socket;
    const hear = old.onmessage;
    tab.client.post('hello');
    old.break();
    await clock.pass(1_000);
    hear?.({ data: JSON.stringify({ type: 'resync', conversation: only() }) });
    expect(tab.numbers).toEqual([1, 2]);
  });
});

describe('a connection', () => {
  it('that died silently is found out, and nothing is lost', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.socket.dead = true;
    tab.client.post('into the void');
    await clock.pass(60_000);
    expect(server.texts(only())).toEqual(['hello', 'into the void']);
    expect(tab.numbers).toEqual([1, 2, 3, 4]);
  });

  it('is resumed after sleep with what was missed', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.socket.dead = true;
    clock.sleep(8 * 3_600_000);
    server.commit('', only(), 'm1', () => [{ type: 'agent_message', agent: 'Ada', text: 'good morning' }]);
    tab.client.nudge();
    await clock.pass(5_000);
    expect(tab.shown.at(-1)).toBe('good morning');
    expect(tab.numbers).toEqual([1, 2, 3]);
  });

  it('is not tried again when the server speaks another version', async () => {
    server.refuse = (frame) => (frame.type === 'hello' ? 'unsupported_protocol' : null);
    const tab = await started();
    await clock.pass(120_000);
    expect(tab.world.sockets).toHaveLength(1);
    expect(tab.state.phase).toBe('stopped');
  });

  it('answers pings', async () => {
    const tab = await started();
    tab.socket.deliver({ type: 'ping' });
    expect(tab.socket.sent.at(-1)).toEqual({ type: 'pong' });
  });

  it('without a token from the help center is a failed try', async () => {
    let fails = 2;
    const tab = await started(() => {
      if (fails-- > 0) throw new Error('the back end is down');
      return token('user:vera');
    });
    expect(tab.world.sockets).toHaveLength(0);
    await clock.pass(5_000);
    expect(tab.state.visitor?.name).toBe('Vera');
  });
});

function never(): never {
  throw new Error('the conversation is not there');
}
