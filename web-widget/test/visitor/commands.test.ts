import { beforeEach, describe, expect, it } from 'vitest';
import { token } from '../fake-server';
import { settle } from '../world';
import { anew, clock, only, server, started, store } from './browser';

beforeEach(anew);

describe('the queue', () => {
  it('can be left once', async () => {
    const tab = await started();
    server.answer = () => [{ type: 'queued', reason: 'requested' }];
    tab.client.post('a person, please');
    expect(tab.state.head?.state.type).toBe('waiting');
    tab.client.leaveQueue();
    tab.client.leaveQueue();
    expect(tab.state.head?.state.type).toBe('with_bolt');
    expect(tab.socket.sent.filter(({ type }) => type === 'leave_queue')).toHaveLength(1);
  });

  it('that cannot be left any more is no failure to speak of', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.refuse = (frame) => (frame.type === 'leave_queue' ? 'illegal_move' : null);
    tab.client.leaveQueue();
    expect(tab.state.outbox).toEqual([]);
  });

  it('that somebody wanted to leave long ago, without a connection, can still be left', async () => {
    const tab = await started(() => token('user:vera'));
    server.answer = () => [{ type: 'queued', reason: 'requested' }];
    tab.client.post('a person, please');
    server.kill();
    tab.client.leaveQueue();
    tab.client.stop();
    clock.sleep(2 * 3_600_000);
    server.up = true;
    const later = await started(() => token('user:vera'));
    // What was meant hours ago is not done unasked, and it does not stand in the way of what is meant now.
    expect(later.state.head?.state.type).toBe('waiting');
    expect(later.state.outbox).toEqual([]);
    later.client.leaveQueue();
    expect(later.state.head?.state.type).toBe('with_bolt');
    expect([...store.map.keys()].filter((key) => key.startsWith('outbox'))).toEqual([]);
  });

  it('of a conversation that is not known any more is left already', async () => {
    const tab = await started();
    server.answer = () => [{ type: 'queued', reason: 'requested' }];
    tab.client.post('a person, please');
    server.kill();
    tab.client.leaveQueue();
    server.conversations.clear();
    server.up = true;
    await clock.pass(10_000);
    expect(
      tab.world.sockets.flatMap(({ sent }) => sent).filter(({ type }) => type === 'leave_queue'),
    ).toEqual([]);
    expect(tab.state.outbox).toEqual([]);
  });
});

describe('typing', () => {
  it('of the agent is shown until it expires or they write', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.socket.deliver({ type: 'typing', conversation: only(), agent: 'Ada' });
    expect(tab.state.typing?.agent).toBe('Ada');
    await clock.pass(7_000);
    expect(tab.state.typing).toBeNull();
    tab.socket.deliver({ type: 'typing', conversation: only(), agent: 'Ada' });
    server.commit('', only(), 'm1', () => [{ type: 'agent_message', agent: 'Ada', text: 'here' }]);
    expect(tab.state.typing).toBeNull();
  });

  it('of the visitor is told to agents only, and not at every key', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.client.typing();
    server.commit('', only(), 'a1', () => [{ type: 'assigned', agent: 'Ada' }]);
    tab.client.typing();
    tab.client.typing();
    const told = () => tab.socket.sent.filter(({ type }) => type === 'typing').length;
    expect(told()).toBe(1);
    tab.client.post('what I typed');
    tab.client.typing();
    expect(told()).toBe(2);
  });
});

describe('a ticket', () => {
  it('opened twice by a lost ack is one ticket', async () => {
    const tab = await started();
    tab.client.post('hello');
    tab.socket.dead = true;
    tab.client.openTicket('subject', 'description');
    await clock.pass(60_000);
    expect(tab.state.log.events.filter(({ body }) => body.type === 'ticket_opened')).toHaveLength(1);
    expect(tab.state.outbox).toEqual([]);
  });
});

describe('a rating', () => {
  const helpful = () =>
    (server.conversations.get(only())?.events ?? []).flatMap(({ body }) =>
      body.type === 'rated' ? [body.helpful] : [],
    );

  it('given without a connection, and before a reload, arrives once', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.kill();
    tab.client.rate(2, false);
    tab.client.stop();
    // However late somebody comes back: a judgement keeps its sense.
    clock.sleep(5 * 3_600_000);
    server.up = true;
    const again = await started();
    await clock.pass(5_000);
    expect(helpful()).toEqual([false]);
    expect(again.state.outbox).toEqual([]);
  });

  it('whose ack was lost is given once, and every tab hears of it', async () => {
    const [one, two] = [await started(), await started()];
    one.client.post('hello');
    server.refuse = ({ type }) => (type === 'rate' ? 'lose_ack' : null);
    one.client.rate(2, true);
    server.refuse = null;
    await clock.pass(60_000);
    await settle();
    expect(helpful()).toEqual([true]);
    expect(two.state.log.events.at(-1)?.body).toMatchObject({ type: 'rated', message: 2, helpful: true });
  });

  it('of what cannot be rated is no failure to speak of, and holds nothing up', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.refuse = ({ type }) => (type === 'rate' ? 'not_rateable' : null);
    tab.client.rate(1, true);
    tab.client.post('and more');
    expect(tab.shown).toContain('<p>About: and more</p>');
    expect(tab.state.outbox).toEqual([]);
  });
});
