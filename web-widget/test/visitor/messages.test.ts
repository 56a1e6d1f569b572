import { beforeEach, describe, expect, it } from 'vitest';
import { VISITOR_TOKEN } from '../../src/client/visitor-client';
import { token } from '../fake-server';
import { settle } from '../world';
import { anew, clock, only, server, started, store } from './browser';

beforeEach(anew);

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
