import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { VisitorState } from '../client/visitor';
import type { VisitorClient } from '../client/visitor-client';
import { useFollowing } from '../ui/follow';
import { once } from '../ui/once';
import type { Language } from '../wire';
import { DownIcon } from './icons';
import { HappeningView, MessageView, PendingTicketView } from './message';
import { Offered } from './offered';
import type { Texts } from './texts';
import { type Day, type Item, timeline } from './timeline';

interface Props {
  client: VisitorClient;
  state: VisitorState;
  texts: Texts;
  language: Language;
  ticketAsked: boolean;
  onTicketDone: () => void;
  /** Changes when the panel is opened. */
  shown: boolean;
}

export function Thread(props: Props): JSX.Element {
  const { client, state, texts } = props;
  const items = useMemo(() => timeline(state), [state.log, state.outbox]);
  const last = items[items.length - 1];
  const own = last?.kind === 'message' && last.pending !== undefined;
  const whole = `${state.conversation} ${props.shown}`;
  const { box, below, toEnd, onScroll } = useFollowing(
    `${last?.key} ${props.ticketAsked}`,
    own || props.ticketAsked,
    whole,
  );
  const caughtUp = state.visitor !== null && state.log.last >= (state.head?.last_seq ?? 0);
  const actions = {
    texts,
    onRetry: (id: string) => client.retry(id),
    onDiscard: (id: string) => client.discard(id),
    onRate: (message: number, helpful: boolean) => client.rate(message, helpful),
  };
  return (
    <div class="middle">
      <div
        class="thread"
        part="thread"
        ref={box}
        role="log"
        aria-label={texts.thread}
        aria-live="polite"
        aria-busy={!caughtUp}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        {items.length === 0 && <Welcome client={client} state={state} texts={texts} />}
        {items.map((item) => (
          <Row key={item.key} item={item} language={props.language} {...actions} />
        ))}
        <Offered {...props} />
        {state.typing && <p class="typing">{texts.typing(state.typing.agent)}</p>}
      </div>
      {below && (
        <button type="button" class="below" onClick={toEnd}>
          <DownIcon /> {texts.newMessages}
        </button>
      )}
    </div>
  );
}

type RowProps = Pick<Props, 'texts' | 'language'> & {
  item: Item;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
  onRate: (message: number, helpful: boolean) => void;
};

function Row({ item, language, onRate, ...actions }: RowProps): JSX.Element {
  switch (item.kind) {
    case 'message':
      return <MessageView item={item} onRate={onRate} {...actions} />;
    case 'ticket':
      return <PendingTicketView item={item} {...actions} />;
    case 'happening':
      return <HappeningView item={item} texts={actions.texts} />;
    case 'day':
      return <DayLine item={item} texts={actions.texts} language={language} />;
  }
}

/** What an empty conversation begins with. */
function Welcome({ client, state, texts }: Pick<Props, 'client' | 'state' | 'texts'>): JSX.Element | null {
  // While it is not known whether there is a conversation, nothing is better than a greeting that vanishes.
  if (!state.visitor || state.conversation) return null;
  return (
    <div class="welcome">
      <h3>{texts.greeting(state.visitor.name)}</h3>
      <p>{texts.intro}</p>
      <div class="choices">
        {texts.suggestions.map((question) => (
          <button key={question} type="button" onClick={once(() => client.post(question))}>
            {question}
          </button>
        ))}
      </div>
    </div>
  );
}

function DayLine({ item, texts, language }: { item: Day; texts: Texts; language: Language }): JSX.Element {
  const day = new Date(item.at);
  const name = (shift: number) => new Date(Date.now() - shift * 86_400_000).toDateString();
  const text =
    day.toDateString() === name(0)
      ? texts.today
      : day.toDateString() === name(1)
        ? texts.yesterday
        : day.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long' });
  return <p class="day">{text}</p>;
}
