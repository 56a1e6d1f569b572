import { describe, expect, it } from 'vitest';
import { newVisitor, type VisitorState } from '../src/client/visitor';
import { TEXTS } from '../src/widget/texts';
import { type Item, offer, timeline, unreadAfter } from '../src/widget/timeline';
import type { Choice, Form, WireBody } from '../src/wire';

const bolt = (html: string, choices: Choice[] = [], form?: Form): WireBody => ({
  type: 'bolt_message',
  action: 'answer',
  language: 'en',
  html,
  sources: [],
  choices,
  rateable: true,
  ...(form ? { form } : {}),
});
const rated = (message: number, helpful: boolean): WireBody => ({ type: 'rated', message, helpful });
const visitor = (text: string, client_id = text): WireBody => ({ type: 'visitor_message', text, client_id });
const agent = (text: string, name = 'Ada'): WireBody => ({ type: 'agent_message', agent: name, text });

/** A conversation in which these things happened, one a minute unless the days are given. */
function told(bodies: WireBody[], days: number[] = []): VisitorState {
  const events = bodies.map((body, place) => ({
    conversation: 'c1',
    seq: place + 1,
    prev: place,
    at: new Date(2026, 10, 20 + (days[place] ?? 0), 12, place).toISOString(),
    body,
  }));
  return { ...newVisitor([]), conversation: 'c1', log: { events, last: events.length, open: false } };
}

function pending(state: VisitorState, text: string, status: 'queued' | 'acked' | 'failed'): VisitorState {
  const frame = { type: 'post', conversation: 'c1', id: text, text } as const;
  return { ...state, outbox: [...state.outbox, { frame, at: Date.now(), since: 0, status }] };
}

const kinds = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'message' ? item.author : item.kind));

describe('the timeline', () => {
  it('begins each day with its name', () => {
    const items = timeline(told([visitor('a'), bolt('b'), visitor('c')], [0, 0, 1]));
    expect(kinds(items)).toEqual(['day', 'visitor', 'bolt', 'day', 'visitor']);
  });

  it('shows what was said of an answer on it, the last word and what is on its way before all', () => {
    const state = told([visitor('a'), bolt('b'), rated(2, true), visitor('c'), bolt('d'), rated(2, false)]);
    const ratingsOf = (of: VisitorState) =>
      timeline(of).flatMap((item) => (item.kind === 'message' && item.rating ? [item.rating.helpful] : []));
    expect(kinds(timeline(state))).toEqual(['day', 'visitor', 'bolt', 'visitor', 'bolt']);
    expect(ratingsOf(state)).toEqual([false, undefined]);
    const frame = { type: 'rate', conversation: 'c1', id: 'r', message: 5, helpful: true } as const;
    const sending = { ...state, outbox: [{ frame, at: 0, since: 0, status: 'queued' as const }] };
    expect(ratingsOf(sending)).toEqual([false, true]);
  });

  it('names an author once in a row', () => {
    const items = timeline(told([agent('a'), agent('b'), agent('c', 'Bruno'), agent('d')]));
    expect(items.flatMap((item) => (item.kind === 'message' ? [item.first] : []))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('ends with what is on its way, under the key that it will keep', () => {
    const sending = timeline(pending(told([visitor('a')]), 'b', 'queued'));
    const arrived = timeline(told([visitor('a'), visitor('b')]));
    expect(sending.at(-1)).toMatchObject({ kind: 'message', text: 'b', pending: { status: 'queued' } });
    expect(sending.at(-1)?.key).toBe(arrived.at(-1)?.key);
  });

  it('shows no notes, should one ever come', () => {
    expect(timeline(told([{ type: 'note', agent: 'Ada', text: 'secret' }]))).toEqual([]);
  });
});

describe('what is offered', () => {
  const choices = [{ id: 'none', label: 'None of these' }];

  it('stands under the last message', () => {
    expect(offer(told([visitor('a'), bolt('b', choices)]))?.choices).toEqual(choices);
  });

  it('survives a change of language', () => {
    const state = told([visitor('a'), bolt('b', choices), { type: 'language_changed', language: 'it' }]);
    expect(offer(state)?.choices).toEqual(choices);
  });

  it.each([
    ['a newer message', told([bolt('b', choices), visitor('a')])],
    ['the queue', told([bolt('b', choices), { type: 'queued', reason: 'requested' }])],
    ['a ticket', told([bolt('b', choices), { type: 'ticket_opened', number: 1, subject: 's' }])],
    ['an answer on its way', pending(told([bolt('b', choices)]), 'yes', 'queued')],
  ])('is over with %s', (_what, state) => {
    expect(offer(state)).toBeNull();
  });

  it('is back when the answer could not be sent', () => {
    expect(offer(pending(told([bolt('b', choices)]), 'yes', 'failed'))?.choices).toEqual(choices);
  });
});

describe('unread', () => {
  it('counts what others said after a number', () => {
    const state = told([visitor('a'), bolt('b'), agent('c'), visitor('d'), { type: 'reopened' }, agent('e')]);
    expect(unreadAfter(state, 2)).toBe(2);
    expect(unreadAfter(state, 0)).toBe(3);
  });
});

describe('the texts', () => {
  it('exist in every language, and differ', () => {
    const [en, it_, es] = [TEXTS.en, TEXTS.it, TEXTS.es];
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      const said = [en, it_, es].map((texts) => {
        const text = texts[key];
        return typeof text === 'function'
          ? (text as (value: unknown) => string)(key === 'greeting' ? 'Vera' : 3)
          : text;
      });
      expect(
        said.every((text) => text.length > 0),
        key,
      ).toBe(true);
      if (key !== 'title') expect(new Set(said.map(String)).size, key).toBe(3);
    }
  });
});
