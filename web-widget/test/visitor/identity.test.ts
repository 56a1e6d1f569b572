import { beforeEach, describe, expect, it } from 'vitest';
import { VISITOR_TOKEN } from '../../src/client/visitor-client';
import { token } from '../fake-server';
import { settle } from '../world';
import { anew, clock, server, started, store } from './browser';

beforeEach(anew);

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
