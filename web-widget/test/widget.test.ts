import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserWorld } from '../src/client/browser';
import { BoltChat } from '../src/widget/element';
import type { WireBody } from '../src/wire';
import { FakeServer, token } from './fake-server';
import { FakeSocket } from './world';

let server: FakeServer;
let sockets: FakeSocket[];

// jsdom knows the element, but not how it opens and closes.
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

if (!customElements.get('bolt-chat')) customElements.define('bolt-chat', BoltChat);

beforeEach(() => {
  server = new FakeServer();
  sockets = [];
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('matchMedia', (query: string) => ({
    // A wide desktop.
    matches: query.includes('min-width'),
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.spyOn(browserWorld, 'open').mockImplementation((url) => {
    const socket = new FakeSocket();
    sockets.push(socket);
    queueMicrotask(() => server.accept(socket, url) || socket.onclose?.());
    return socket;
  });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function place(attributes: Record<string, string> = {}): BoltChat {
  const element = document.createElement('bolt-chat') as BoltChat;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

function find<E extends Element = HTMLElement>(element: BoltChat, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`${selector} is not there:\n${element.shadowRoot?.innerHTML}`);
  return found;
}

/** Waits until the page shows it. */
const shown = <E extends Element = HTMLElement>(element: BoltChat, selector: string) =>
  vi.waitFor(() => find<E>(element, selector), { interval: 5 });

const text = (element: BoltChat) => find(element, '[role=log]').textContent ?? '';

function type(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

async function opened(attributes: Record<string, string> = {}): Promise<BoltChat> {
  const element = place(attributes);
  element.open();
  await shown(element, '.welcome');
  return element;
}

async function ask(element: BoltChat, question: string): Promise<void> {
  const field = find<HTMLTextAreaElement>(element, '.composer textarea');
  type(field, question);
  await vi.waitFor(() => expect(find<HTMLButtonElement>(element, '.send').disabled).toBe(false), {
    interval: 5,
  });
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(text(element)).toContain(question), { interval: 5 });
}

const bolt = (extra: Partial<Extract<WireBody, { type: 'bolt_message' }>>): WireBody => ({
  type: 'bolt_message',
  action: 'answer',
  language: 'en',
  html: '<p>An answer</p>',
  sources: [],
  choices: [],
  rateable: false,
  ...extra,
});

describe('the element', () => {
  it('costs no connection before it is opened, or before there is a conversation', async () => {
    const element = place();
    expect(sockets).toHaveLength(0);
    element.open();
    await ask(element, 'hello');
    element.remove();
    place();
    await vi.waitFor(() => expect(sockets).toHaveLength(2));
  });

  it('tells the page when it opens and closes', async () => {
    const heard: string[] = [];
    for (const name of ['bolt-open', 'bolt-close']) document.addEventListener(name, () => heard.push(name));
    const element = await opened();
    element.close();
    expect(heard).toEqual(['bolt-open', 'bolt-close']);
    expect(element.hasAttribute('open')).toBe(false);
  });

  it('stays open, or closed, over the pages of a tab', () => {
    place().open();
    document.body.replaceChildren();
    expect(place().hasAttribute('open')).toBe(true);
  });

  it('that is docked starts open on a wide window, until somebody closes it', () => {
    place({ docked: '' }).close();
    document.body.replaceChildren();
    sessionStorage.clear();
    expect(place({ docked: '' }).hasAttribute('open')).toBe(false);
    localStorage.clear();
    sessionStorage.clear();
    document.body.replaceChildren();
    expect(place({ docked: '' }).hasAttribute('open')).toBe(true);
  });

  it('asks the page who is signed in, before each connect', async () => {
    const element = document.createElement('bolt-chat') as BoltChat;
    let who: string | null = token('user:vera');
    element.getToken = async () => who;
    document.body.append(element);
    element.open();
    await vi.waitFor(() => expect(text(element)).toContain('Vera'));
    who = null;
    type(find<HTMLTextAreaElement>(element, '.composer textarea'), 'what Vera began to write');
    element.refreshIdentity();
    await vi.waitFor(() => expect(find<HTMLTextAreaElement>(element, '.composer textarea').value).toBe(''));
    await vi.waitFor(() => expect(sockets.at(-1)?.sent[0]).not.toHaveProperty('token'));
  });

  it('closes on Escape and gives the focus back', async () => {
    const element = await opened();
    find(element, 'dialog').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await vi.waitFor(() => expect(element.shadowRoot?.activeElement).toBe(find(element, '.launcher')));
  });

  it('speaks the language of the page, then that of the conversation', async () => {
    const element = await opened({ locale: 'it-CH' });
    expect(find(element, 'textarea').getAttribute('placeholder')).toBe('Scrivi un messaggio');
    await ask(element, 'hello');
    await vi.waitFor(() =>
      expect(find(element, 'textarea').getAttribute('placeholder')).toBe('Write a message'),
    );
  });
});

describe('writing', () => {
  it('shows the question and the answer', async () => {
    const element = await opened();
    await ask(element, 'what is this?');
    expect(text(element)).toContain('About: what is this?');
    expect(find<HTMLTextAreaElement>(element, '.composer textarea').value).toBe('');
  });

  it('does not send while an input method is at work, nor on Shift and Enter', async () => {
    const element = await opened();
    const field = find<HTMLTextAreaElement>(element, '.composer textarea');
    type(field, 'に');
    for (const extra of [{ isComposing: true }, { keyCode: 229 }, { shiftKey: true }]) {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...extra }),
      );
    }
    expect(sockets[0]?.sent.map((frame) => frame.type)).toEqual(['hello']);
  });

  it('counts what is left near the limit, and sends nothing over it', async () => {
    const element = await opened();
    const field = find<HTMLTextAreaElement>(element, '.composer textarea');
    type(field, '😀'.repeat(3999));
    await vi.waitFor(() => expect(find(element, '#left').textContent).toBe('1 character left'));
    type(field, 'x'.repeat(4001));
    await vi.waitFor(() => expect(find(element, '#left').textContent).toBe('1 character too many'));
    expect(find<HTMLButtonElement>(element, '.send').disabled).toBe(true);
  });

  it('keeps a draft over a reload', async () => {
    const element = await opened();
    type(find<HTMLTextAreaElement>(element, '.composer textarea'), 'half a thought');
    element.remove();
    expect(find<HTMLTextAreaElement>(place(), '.composer textarea').value).toBe('half a thought');
  });

  it('never reads what people write as HTML', async () => {
    const element = await opened();
    server.answer = () => [
      { type: 'agent_message', agent: '<b>Ada</b>', text: '<img src=x onerror=alert(1)>' },
    ];
    await ask(element, '<script>alert(1)</script>');
    expect(find(element, '[role=log]').querySelector('script, img, b')).toBeNull();
  });
});

describe('an answer', () => {
  it('links its sources', async () => {
    server.answer = () => [
      bolt({ sources: [{ article: 'a/b', title: 'The article', url: '/help/en/a/b', language: 'en' }] }),
    ];
    const element = await opened();
    await ask(element, 'where?');
    expect(find(element, '.source').getAttribute('href')).toBe('/help/en/a/b');
  });

  it('offers its choices once: a double click is one answer', async () => {
    server.answer = () => [bolt({ choices: [{ id: 'intent:x', label: 'This one' }] })];
    const element = await opened();
    await ask(element, 'hm');
    server.mute = true;
    const choice = await shown<HTMLButtonElement>(element, '.choices button');
    choice.click();
    choice.click();
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.choices')).toBeNull());
    const picked = sockets[0]?.sent.filter((frame) => frame.choice);
    expect(picked).toMatchObject([{ text: 'This one', choice: 'intent:x' }]);
  });

  it('is rated with one click, and otherwise with another', async () => {
    const choices = [{ id: 'intent:plans', label: 'Plans' }];
    server.answer = () => [bolt({ rateable: true, choices })];
    const element = await opened();
    await ask(element, 'plans');
    const group = await shown(element, '.rating[role=group]');
    expect(group.getAttribute('aria-label')).toBe('Was this helpful?');
    const [yes, no] = group.querySelectorAll('button');
    const pressed = () => [yes, no].map((button) => button?.getAttribute('aria-pressed'));
    expect([yes?.getAttribute('aria-label'), ...pressed()]).toEqual(['Helpful', 'false', 'false']);
    yes?.click();
    yes?.click();
    await vi.waitFor(() => expect(pressed()).toEqual(['true', 'false']), { interval: 5 });
    expect(group.textContent).toContain('Thank you');
    expect(find(element, '.choices').textContent, 'what is offered stays').toContain('Plans');
    no?.click();
    await vi.waitFor(() => expect(pressed()).toEqual(['false', 'true']), { interval: 5 });
    const [conversation] = server.conversations.values();
    const said = conversation?.events.flatMap(({ body }) => (body.type === 'rated' ? [body.helpful] : []));
    expect(said).toEqual([true, false]);
  });

  it('that answers no question is not to be rated', async () => {
    server.answer = () => [bolt({})];
    const element = await opened();
    await ask(element, 'hello');
    await shown(element, '.message.bolt');
    expect(element.shadowRoot?.querySelector('.rating')).toBeNull();
  });

  it('brings a ticket form that says what is missing, and opens the ticket', async () => {
    server.answer = () => [bolt({ form: { type: 'ticket', description: 'my words' } })];
    const element = await opened();
    await ask(element, 'open a ticket');
    const form = await shown<HTMLFormElement>(element, '.ticket-form');
    expect(find<HTMLTextAreaElement>(element, '#description').value).toBe('my words');
    form.requestSubmit();
    await vi.waitFor(() => expect(find(element, '#subject-problem').textContent).not.toBe(''));
    type(find<HTMLInputElement>(element, '#subject'), 'It is broken');
    await vi.waitFor(() => expect(find(element, '#subject-problem').textContent).toBe(''));
    form.requestSubmit();
    form.requestSubmit();
    await vi.waitFor(() => expect(text(element)).toContain('Ticket 1 opened'));
    expect(sockets[0]?.sent.filter((frame) => frame.type === 'open_ticket')).toHaveLength(1);
    expect(element.shadowRoot?.querySelector('.ticket-form')).toBeNull();
  });
});

describe('the launcher', () => {
  it('counts what came while the panel was closed, until it is opened', async () => {
    const element = await opened();
    await ask(element, 'hello');
    element.close();
    const id = [...server.conversations.keys()][0] ?? '';
    server.commit('', id, 'm1', () => [{ type: 'agent_message', agent: 'Ada', text: 'there' }]);
    expect((await shown(element, '.badge')).textContent).toBe('1');
    expect(find(element, '.launcher').getAttribute('aria-label')).toBe('Ask Bolt, 1 new message');
    element.open();
    element.close();
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.badge')).toBeNull());
  });
});

describe('the menu', () => {
  it('offers only what the visitor is entitled to', async () => {
    server.entitled = { live_chat: false, ticket: false, phone: false };
    const element = await opened();
    expect(element.shadowRoot?.querySelector('.menu')).toBeNull();
  });

  it('asks for a person in words, and shows the place in the queue', async () => {
    const element = await opened();
    server.answer = () => [{ type: 'queued', reason: 'requested' }];
    (await shown(element, '.menu button')).click();
    (await shown(element, '.items button')).click();
    await vi.waitFor(() => expect(text(element)).toContain('Talk to a person'));
    const leave = await shown<HTMLButtonElement>(element, '.queue button');
    expect(find(element, '.queue').textContent).toContain('You are next in the queue');
    leave.click();
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.queue')).toBeNull());
  });
});
