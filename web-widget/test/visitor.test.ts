import { beforeEach, describe, expect, it } from 'vitest';
import { VISITOR_TOKEN, VisitorClient } from '../src/client/visitor-client';
import { FakeServer, token } from './fake-server';
import { HandClock, memoryStore, settle, testWorld } from './world';

let server: FakeServer;
let store: ReturnType<typeof memoryStore>;
let clock: HandClock;

beforeEach(() => {
  server = new FakeServer();
  store = memoryStore();
  clock = new HandClock();
});

/** A page with the widget; pages of one test share the browser's storage. */
function page(signedIn: () => string | null = () => null, at: typeof server.accept = server.accept) {
  const world = testWorld(at, clock);
  const client = new VisitorClient(world, {
    url: 'ws://bolt.example/ws/visitor',
    locale: 'en',
    store,
    getToken: async () => signedIn(),
  });
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
    /** What is read on the page, top to bottom: the log, then what is on its way. */
    get shown(): string[] {
      const { log, outbox } = client.get();
      const said = log.events.flatMap(({ body }) =>
        'text' in body ? [body.text] : body.type === 'bolt_message' ? [body.html] : [],
      );
      return [...said, ...outbox.flatMap(({ frame }) => (frame.type === 'post' ? [frame.text] : []))];
    },
    get numbers(): number[] {
      return client.get().log.events.map(({ seq }) => seq);
    },
  };
}

async function started(...given: Parameters<typeof page>) {
  const made = page(...given);
  made.client.start();
  await settle();
  return made;
}

const only = () => [...server.conversations.keys()][0] ?? '';

describe('a visitor', () => {
  it('asks and reads the answer', async () => {
    const tab = await started();
    tab.client.post('hello');
    expect(tab.shown).toEqual(['hello', '<p>About: hello</p>']);
    expect(tab.state.outbox).toEqual([]);
  });

  it('comes back as the same anonymous person', async () => {
    const tab = await started();
    tab.client.post('hello');
    const again = await started();
    expect(again.shown).toEqual(tab.shown);
    expect(again.state.visitor?.anonymous).toBe(true);
  });

  it('writes before there is a connection, and it is sent when there is one', async () => {
    server.up = false;
    const tab = await started();
    tab.client.post('one');
    tab.client.post('two');
    expect(tab.shown).toEqual(['one', 'two']);
    server.up = true;
    await clock.pass(5_000);
    expect(tab.shown).toEqual(['one', '<p>About: one</p>', 'two', '<p>About: two</p>']);
    expect(server.conversations.size).toBe(1);
  });

  it('goes on in the conversation there is, though it wrote before it knew', async () => {
    const first = await started();
    first.client.post('hello');
    server.up = false;
    const second = await started();
    second.client.post('more');
    server.up = true;
    await clock.pass(5_000);
    expect(server.conversations.size).toBe(1);
    expect(server.texts(only())).toEqual(['hello', 'more']);
  });

  it('loses nothing over a reload with messages that were not sent', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.kill();
    tab.client.post('one');
    tab.client.post('two');
    tab.client.stop();
    const reloaded = await started();
    expect(reloaded.shown).toEqual(['one', 'two']);
    server.up = true;
    await clock.pass(5_000);
    expect(server.texts(only())).toEqual(['hello', 'one', 'two']);
    expect(reloaded.shown).toHaveLength(6);
    expect([...store.map.keys()].filter((key) => key.startsWith('outbox'))).toEqual([]);
  });

  it('sends a message again whose ack was lost, and it is there once', async () => {
    const tab = await started();
    server.refuse = (frame) => (frame.type === 'post' ? 'lose_ack' : null);
    tab.client.post('hello');
    server.refuse = null;
    await clock.pass(5_000);
    expect(server.texts(only())).toEqual(['hello']);
    expect(tab.shown).toEqual(['hello', '<p>About: hello</p>']);
  });

  it('is told that a message is written before it is in the log', async () => {
    const tab = await started();
    server.mute = true;
    tab.client.post('hello');
    expect(tab.state.outbox.map(({ status }) => status)).toEqual(['acked']);
    expect(tab.shown).toEqual(['hello']);
    server.mute = false;
    await clock.pass(16_000);
    expect(tab.world.sockets).toHaveLength(2);
    expect(tab.state.outbox).toEqual([]);
    expect(tab.shown).toEqual(['hello', '<p>About: hello</p>']);
  });

  it('sends a message again that the first connection swallowed', async () => {
    const tab = await started();
    server.refuse = (frame) => (frame.type === 'post' ? 'drop' : null);
    tab.client.post('hello');
    expect(server.conversations.size).toBe(0);
    server.refuse = null;
    await clock.pass(5_000);
    expect(tab.shown).toEqual(['hello', '<p>About: hello</p>']);
  });

  it('lets no message pass one that was refused as too fast', async () => {
    const tab = await started();
    let refusals = 2;
    server.refuse = (frame) => (frame.type === 'post' && refusals-- > 0 ? 'too_fast' : null);
    for (const text of ['one', 'two', 'three']) tab.client.post(text);
    expect(server.conversations.size).toBe(0);
    await clock.pass(2_000);
    expect(server.texts(only())).toEqual(['one', 'two', 'three']);
  });

  it('keeps what failed for another try, and sends what came after it', async () => {
    const tab = await started();
    server.refuse = (frame) => (frame.type === 'post' ? 'malformed' : null);
    tab.client.post('one');
    server.refuse = null;
    tab.client.post('two');
    expect(tab.state.outbox.map(({ status }) => status)).toEqual(['failed']);
    tab.client.retry(tab.state.outbox[0]?.frame.id ?? '');
    expect(server.texts(only())).toEqual(['two', 'one']);
    expect(tab.state.outbox).toEqual([]);
  });

  it('does not send by itself what was written long ago', async () => {
    server.up = false;
    const tab = await started(() => token('user:vera'));
    tab.client.post('old news');
    tab.client.stop();
    clock.sleep(2 * 3_600_000);
    server.up = true;
    const later = await started(() => token('user:vera'));
    expect(server.conversations.size).toBe(0);
    expect(later.state.outbox.map(({ status }) => status)).toEqual(['failed']);
    later.client.discard(later.state.outbox[0]?.frame.id ?? '');
    expect(later.state.outbox).toEqual([]);
  });
});

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

describe('two tabs', () => {
  it('show the same, once, in order', async () => {
    const one = await started();
    one.client.post('from one');
    const two = await started();
    two.client.post('from two');
    one.client.post('again from one');
    expect(one.shown).toEqual(two.shown);
    expect(one.numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are the same visitor, though both came before anything was said', async () => {
    const [one, two] = await Promise.all([started(), started()]);
    // Each was given a token of its own; the browser then tells each tab that the other wrote one.
    expect(store.get(VISITOR_TOKEN)).toBe(token('anon:2'));
    for (const tab of [one, two]) tab.client.followVisitorToken();
    await settle();
    one.client.post('hello');
    expect(two.shown).toEqual(['hello', '<p>About: hello</p>']);
  });

  it('send what the other has not got through yet at most once', async () => {
    const one = await started();
    one.client.post('hello');
    server.kill();
    one.client.post('both of us know this one');
    const two = await started();
    server.up = true;
    await clock.pass(5_000);
    expect(server.texts(only())).toEqual(['hello', 'both of us know this one']);
    expect(one.shown).toEqual(two.shown);
    expect([...store.map.keys()].filter((key) => key.startsWith('outbox'))).toEqual([]);
  });

  it('keep apart what each has not got through yet', async () => {
    const one = await started();
    one.client.post('hello');
    const two = await started();
    server.kill();
    one.client.post('from one');
    two.client.post('from two');
    server.up = true;
    await clock.pass(5_000);
    expect(server.texts(only()).toSorted()).toEqual(['from one', 'from two', 'hello']);
    expect(one.shown).toEqual(two.shown);
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

describe('identity', () => {
  it('switched leaves nothing of the other person on the page', async () => {
    let who: string | null = token('user:vera');
    const tab = await started(() => who);
    tab.client.post('a secret');
    who = token('user:otto');
    tab.client.refreshIdentity();
    expect(tab.shown).toEqual([]);
    await settle();
    expect(tab.state.conversation).toBeNull();
    who = token('user:vera');
    tab.client.refreshIdentity();
    await settle();
    expect(tab.shown).toEqual(['a secret', '<p>About: a secret</p>']);
  });

  it('switched does not send as one what the other wrote', async () => {
    let who: string | null = token('user:vera');
    const tab = await started(() => who);
    server.kill();
    tab.client.post('from vera');
    who = token('user:otto');
    tab.client.refreshIdentity();
    server.up = true;
    await clock.pass(5_000);
    expect(server.conversations.size).toBe(0);
    who = token('user:vera');
    tab.client.refreshIdentity();
    await clock.pass(5_000);
    expect([...server.conversations.values()].map(({ visitor }) => visitor)).toEqual(['user:vera']);
  });

  it('that the server refuses is forgotten, if it was ours', async () => {
    store.set(VISITOR_TOKEN, token('anon:old'));
    server.refuse = (frame) => ('token' in frame ? 'expired_token' : null);
    const tab = await started();
    await clock.pass(5_000);
    expect(store.get(VISITOR_TOKEN)).toBe(token('anon:1'));
    expect(tab.state.phase).toBe('online');
  });

  it('goes on in a new conversation where the old one is not known any more', async () => {
    const tab = await started();
    tab.client.post('hello');
    server.kill();
    server.conversations.clear();
    server.up = true;
    tab.client.post('still there?');
    await clock.pass(10_000);
    expect(tab.shown).toEqual(['still there?', '<p>About: still there?</p>']);
  });
});

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

function never(): never {
  throw new Error('the conversation is not there');
}

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
