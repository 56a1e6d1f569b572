import type { Command } from '../client/outbox';
import { rated, type VisitorCommand, type VisitorState } from '../client/visitor';
import type { Choice, ErrorCode, Form, Language, Source, WireBody } from '../wire';

export type Status = Command<VisitorCommand>['status'];

/** Something that was said. */
export interface Message {
  readonly kind: 'message';
  readonly key: string;
  readonly author: 'visitor' | 'bolt' | 'agent';
  /** The agent's name. */
  readonly name?: string;
  readonly at: number;
  readonly text?: string;
  readonly html?: string;
  readonly language?: Language;
  readonly sources?: readonly Source[];
  /** For an answer: its number, and whether it helped, if that was said. */
  readonly rating?: { readonly message: number; readonly helpful?: boolean | undefined };
  /** Whether the author is another one than that of the message above. */
  readonly first: boolean;
  /** For what is not in the log yet. */
  readonly pending?: { readonly id: string; readonly status: Status; readonly code?: ErrorCode };
}

/** Something that happened. */
export interface Happening {
  readonly kind: 'happening';
  readonly key: string;
  readonly body: Exclude<
    WireBody,
    { type: 'visitor_message' | 'bolt_message' | 'agent_message' | 'note' | 'rated' }
  >;
}

export interface Day {
  readonly kind: 'day';
  readonly key: string;
  readonly at: number;
}

/** A ticket on its way. */
export interface PendingTicket {
  readonly kind: 'ticket';
  readonly key: string;
  readonly id: string;
  readonly subject: string;
  readonly status: Status;
  readonly code?: ErrorCode;
}

export type Item = Message | Happening | Day | PendingTicket;

/** What is shown, from top to bottom: the log, and under it what is on its way. */
export function timeline(state: VisitorState): readonly Item[] {
  const items: Item[] = [];
  const verdicts = rated(state);
  let day = '';
  let author = '';
  const begin = (at: number, by: string) => {
    const today = new Date(at).toDateString();
    if (today !== day) {
      items.push({ kind: 'day', key: `day ${today}`, at });
      author = '';
    }
    day = today;
    const first = by !== author;
    author = by;
    return first;
  };
  for (const { seq, at: written, body } of state.log.events) {
    const at = Date.parse(written);
    switch (body.type) {
      case 'visitor_message': {
        const first = begin(at, 'visitor');
        items.push({
          kind: 'message',
          key: body.client_id ?? `${seq}`,
          author: 'visitor',
          at,
          text: body.text,
          first,
        });
        break;
      }
      case 'bolt_message': {
        const { html, language, sources } = body;
        const first = begin(at, 'bolt');
        const rating = body.rateable ? { rating: { message: seq, helpful: verdicts.get(seq) } } : {};
        items.push({
          kind: 'message',
          key: `${seq}`,
          author: 'bolt',
          at,
          html,
          language,
          sources,
          first,
          ...rating,
        });
        break;
      }
      case 'agent_message': {
        const first = begin(at, `agent ${body.agent}`);
        items.push({
          kind: 'message',
          key: `${seq}`,
          author: 'agent',
          name: body.agent,
          at,
          text: body.text,
          first,
        });
        break;
      }
      case 'note':
      case 'rated':
        break;
      default:
        begin(at, '');
        items.push({ kind: 'happening', key: `${seq}`, body });
    }
  }
  for (const { frame, at, status, code } of state.outbox) {
    const failure = code ? { code } : {};
    if (frame.type === 'post') {
      const first = begin(at, 'visitor');
      const pending = { id: frame.id, status, ...failure };
      items.push({ kind: 'message', key: frame.id, author: 'visitor', at, text: frame.text, first, pending });
    } else if (frame.type === 'open_ticket') {
      begin(at, '');
      items.push({ kind: 'ticket', key: frame.id, id: frame.id, subject: frame.subject, status, ...failure });
    }
  }
  return items;
}

/** What may be done under the last message. */
export interface Offer {
  /** The number of the message that offers it. */
  readonly seq: number;
  readonly choices: readonly Choice[];
  readonly form: Form | null;
}

/** Choices and forms count only while Bolt's message is the last word, and nothing is on its way. */
export function offer(state: VisitorState): Offer | null {
  if (state.outbox.some(({ frame, status }) => status !== 'failed' && frame.type !== 'rate')) return null;
  for (let place = state.log.events.length - 1; place >= 0; place -= 1) {
    const event = state.log.events[place];
    if (event?.body.type === 'bolt_message') {
      return { seq: event.seq, choices: event.body.choices, form: event.body.form ?? null };
    }
    // A change of language comes along with a turn, and a judgement changes nothing; all else is a new situation.
    if (event?.body.type !== 'language_changed' && event?.body.type !== 'rated') return null;
  }
  return null;
}

/** How many messages of others came after a number. */
export function unreadAfter(state: VisitorState, seq: number): number {
  const byOthers = ({ body }: { body: WireBody }) =>
    body.type === 'bolt_message' || body.type === 'agent_message';
  return state.log.events.filter((event) => event.seq > seq && byOthers(event)).length;
}
