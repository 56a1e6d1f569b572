import type { JSX } from 'preact';
import { SafeHtml } from '../ui/html';
import { PlainText } from '../ui/text';
import type { Source } from '../wire';
import { PageIcon, ThumbIcon } from './icons';
import type { Texts } from './texts';
import type { Happening, Message, PendingTicket } from './timeline';

interface Actions {
  texts: Texts;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
}

type MessageProps = Actions & { item: Message; onRate: (message: number, helpful: boolean) => void };

export function MessageView({ item, onRate, ...actions }: MessageProps): JSX.Element {
  const { texts } = actions;
  const author =
    item.author === 'visitor'
      ? texts.you
      : item.author === 'bolt'
        ? texts.title
        : texts.support(item.name ?? '');
  const time = new Date(item.at);
  return (
    <article
      class={`message ${item.author} ${item.first ? 'first' : ''}`}
      part={`message message-${item.author}`}
    >
      <p class={item.first && item.author !== 'visitor' ? 'author' : 'hidden'}>{author}</p>
      <div class={`bubble ${item.pending?.status ?? ''}`}>
        {item.html === undefined ? (
          <PlainText text={item.text ?? ''} />
        ) : (
          <SafeHtml html={item.html} lang={item.language} />
        )}
        {item.sources && item.sources.length > 0 && <Sources sources={item.sources} texts={texts} />}
      </div>
      <p class="meta">
        <time dateTime={time.toISOString()}>
          {time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
        </time>
        {item.pending && <Delivery {...actions} {...item.pending} />}
      </p>
      {item.rating && <Rating {...item.rating} texts={texts} onRate={onRate} />}
    </article>
  );
}

function Rating(props: NonNullable<Message['rating']> & Pick<MessageProps, 'texts' | 'onRate'>): JSX.Element {
  const { message, helpful, texts } = props;
  const thumb = (verdict: boolean, label: string) => (
    <button
      type="button"
      class={verdict ? '' : 'down'}
      title={label}
      aria-label={label}
      aria-pressed={helpful === verdict}
      onClick={() => props.onRate(message, verdict)}
    >
      <ThumbIcon />
    </button>
  );
  return (
    <div class="rating" role="group" aria-label={texts.didItHelp}>
      {thumb(true, texts.helpful)}
      {thumb(false, texts.notHelpful)}
      {helpful !== undefined && <span>{texts.rated(helpful)}</span>}
    </div>
  );
}

function Sources({ sources, texts }: { sources: readonly Source[]; texts: Texts }): JSX.Element {
  return (
    <div class="sources">
      <p>{texts.sources}</p>
      <ul>
        {sources.map(({ url, title, language }) => (
          <li key={url}>
            <a href={url} hrefLang={language} lang={language} class="source">
              <PageIcon />
              {title}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Delivery(props: Actions & NonNullable<Message['pending']>): JSX.Element {
  const { texts, id, status, code } = props;
  if (status === 'acked') return <span>{texts.sent}</span>;
  if (status !== 'failed') return <span>{texts.sending}</span>;
  return (
    <span class="failed">
      {code ? texts.failure(code) : texts.notSent}{' '}
      <button type="button" class="link" onClick={() => props.onRetry(id)}>
        {texts.retry}
      </button>{' '}
      <button type="button" class="link" onClick={() => props.onDiscard(id)}>
        {texts.discard}
      </button>
    </span>
  );
}

export function PendingTicketView({ item, ...actions }: Actions & { item: PendingTicket }): JSX.Element {
  return (
    <div class="happening ticket">
      <p>{actions.texts.ticketSending}</p>
      <p class="subject">{item.subject}</p>
      {item.status === 'failed' && (
        <p class="meta">
          <Delivery
            {...actions}
            id={item.id}
            status={item.status}
            {...(item.code ? { code: item.code } : {})}
          />
        </p>
      )}
    </div>
  );
}

export function HappeningView({ item, texts }: { item: Happening; texts: Texts }): JSX.Element {
  const { body } = item;
  if (body.type === 'ticket_opened') {
    return (
      <div class="happening ticket">
        <p>{texts.ticketOpened(body.number)}</p>
        <p class="subject">{body.subject}</p>
      </div>
    );
  }
  return <p class="happening">{told(body, texts)}</p>;
}

function told(body: Exclude<Happening['body'], { type: 'ticket_opened' }>, texts: Texts): string {
  switch (body.type) {
    case 'queued':
      return texts.queued;
    case 'assigned':
      return texts.assigned(body.agent);
    case 'returned_to_bolt':
      return texts.returned(body.agent);
    case 'resolved':
      return texts.resolved(body.agent);
    case 'reopened':
      return texts.reopened;
    case 'language_changed':
      return texts.continuing;
  }
}
