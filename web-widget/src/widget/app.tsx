import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Store } from '../client/storage';
import type { VisitorClient } from '../client/visitor-client';
import { useMedia, useSource } from '../ui/use';
import { Composer } from './composer';
import { Header } from './header';
import { useKeyboardRoom, useUnread } from './hooks';
import { BoltIcon } from './icons';
import { ConnectionLine, QueueLine } from './status';
import { served, TEXTS } from './texts';
import { Thread } from './thread';

/** Narrower than this, the panel covers the page. */
const PHONE = '(max-width: 599px)';

interface Props {
  client: VisitorClient;
  locale: string;
  /** Kept for the life of the tab. */
  tab: Store;
  /** Changes with the identity: what one person began to write is not for the next. */
  person: number;
  open: boolean;
  /** Whether somebody opened it just now, so that the focus may go there. */
  focus: boolean;
  onOpen: () => void;
  onClose: () => void;
}

export function App({ client, locale, tab, person, open, focus, onOpen, onClose }: Props): JSX.Element {
  const state = useSource(client);
  const phone = useMedia(PHONE);
  const [ticketAsked, setTicketAsked] = useState(false);
  const panel = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const launcher = useRef<HTMLButtonElement>(null);
  const language = state.head?.language ?? served(locale);
  const texts = TEXTS[language];
  // The launcher belongs to the page, the panel to the conversation.
  const outside = TEXTS[served(locale)];
  const unread = useUnread(state, open, tab);

  useKeyboardRoom(panel, open && phone);
  useLayoutEffect(() => {
    const dialog = panel.current;
    if (!dialog) return;
    if (dialog.open) dialog.close();
    // On a phone the page behind is out of reach; beside a page the panel must not take the focus by itself.
    if (open && phone) dialog.showModal();
    else dialog.open = open;
    if (open && focus) (phone ? dialog : field.current)?.focus();
    if (!open && focus) launcher.current?.focus();
  }, [open, phone]);

  return (
    <>
      <button
        type="button"
        class="launcher"
        part="launcher"
        ref={launcher}
        hidden={open}
        aria-label={unread > 0 ? `${outside.launcher}, ${outside.unread(unread)}` : undefined}
        onClick={onOpen}
      >
        <BoltIcon />
        <span>{outside.launcher}</span>
        {unread > 0 && <span class="badge">{unread}</span>}
      </button>
      <dialog
        ref={panel}
        part="panel"
        aria-label={texts.title}
        lang={language}
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        onCancel={(event) => {
          event.preventDefault();
          onClose();
        }}
        onClick={(event) => phone && followsLink(event) && onClose()}
      >
        <Header
          state={state}
          texts={texts}
          phone={phone}
          onClose={onClose}
          onPerson={() => client.post(texts.talkToPerson)}
          onTicket={() => setTicketAsked(true)}
        />
        <ConnectionLine state={state} texts={texts} />
        <Thread
          client={client}
          state={state}
          texts={texts}
          language={language}
          shown={open}
          ticketAsked={ticketAsked}
          onTicketDone={() => setTicketAsked(false)}
        />
        <QueueLine state={state} texts={texts} onLeave={() => client.leaveQueue()} />
        <Composer
          key={person}
          texts={texts}
          field={field}
          drafts={tab}
          onSend={(text) => client.post(text)}
          onTyping={() => client.typing()}
        />
      </dialog>
    </>
  );
}

/** A link that leads to another page here would leave it hidden behind the panel. */
function followsLink(event: Event): boolean {
  const link = (event.target as Element).closest('a');
  return link !== null && link.target !== '_blank';
}
