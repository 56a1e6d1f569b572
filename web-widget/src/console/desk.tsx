import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AgentClient } from '../client/agent-client';
import { browserWorld, socketUrl } from '../client/browser';
import { watchPage } from '../client/connection';
import type { Phase } from '../client/link';
import { browserStore } from '../client/storage';
import { useSource } from '../ui/use';
import { logOut } from './api';
import { Panel } from './panel';
import { Queue } from './queue';
import { type Shortcut, ShortcutHelp, useShortcuts } from './shortcuts';
import { Tickets } from './tickets';
import { Transcript } from './transcript';
import { useUnread } from './unread';

type View = 'conversations' | 'tickets';

/** Where an agent works. `onOut` says whether they asked to leave. */
export function Desk({ onOut }: { onOut: (asked: boolean) => void }): JSX.Element {
  const client = useMemo(
    () =>
      new AgentClient(browserWorld, socketUrl(location.origin, '/ws/agent'), browserStore('localStorage')),
    [],
  );
  const state = useSource(client);
  const unread = useUnread(state);
  const field = useRef<HTMLTextAreaElement>(null);
  const [view, setView] = useState<View>('conversations');
  const [note, setNote] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);
  const [details, setDetails] = useState(false);
  const [help, setHelp] = useState(false);

  useEffect(() => {
    client.start();
    const unwatch = watchPage(() => client.nudge());
    return () => {
      unwatch();
      client.stop();
    };
  }, [client]);
  useEffect(() => {
    if (state.loggedOut) onOut(false);
  }, [state.loggedOut]);
  useEffect(() => {
    document.title = state.waiting.length > 0 ? `(${state.waiting.length}) Bolt console` : 'Bolt console';
  }, [state.waiting.length]);

  const show = (conversation: string) => {
    client.show(conversation);
    setView('conversations');
    setAsked(null);
    setNote(false);
  };
  const claim = (conversation: string) => {
    client.order({ type: 'claim', conversation });
    show(conversation);
  };
  const shortcuts = useDeskShortcuts({ client, show, claim, reply: () => field.current?.focus(), setNote });
  useShortcuts(shortcuts);
  const lastTurn = state.log.events.findLast(({ body }) => body.type === 'bolt_message')?.seq ?? null;

  return (
    <div class="desk">
      <header class="bar">
        <h1>Bolt console</h1>
        <div class="tabs">
          {(['conversations', 'tickets'] as const).map((tab) => (
            <button key={tab} type="button" aria-pressed={view === tab} onClick={() => setView(tab)}>
              {tab === 'tickets' ? 'Tickets' : 'Conversations'}
            </button>
          ))}
        </div>
        <Connection phase={state.phase} />
        <button type="button" onClick={() => setHelp(true)}>
          Shortcuts
        </button>
        <span class="me">{state.agent?.name}</span>
        <button type="button" onClick={() => logOut().then(() => onOut(true))}>
          Log out
        </button>
      </header>
      {view === 'tickets' ? (
        <Tickets onConversation={show} />
      ) : (
        <main class={`columns ${details ? 'with-details' : ''}`}>
          <Queue state={state} unread={unread} onShow={show} onClaim={claim} />
          <Transcript
            client={client}
            state={state}
            field={field}
            note={note}
            onNote={setNote}
            why={asked ?? lastTurn}
            onWhy={(seq) => {
              setAsked(seq);
              setDetails(true);
            }}
            onDetails={() => setDetails(!details)}
          />
          <Panel state={state} why={asked ?? lastTurn} open={details} onClose={() => setDetails(false)} />
        </main>
      )}
      {help && <ShortcutHelp shortcuts={shortcuts} onClose={() => setHelp(false)} />}
    </div>
  );
}

function Connection({ phase }: { phase: Phase }): JSX.Element {
  const text = phase === 'online' ? 'Connected' : phase === 'stopped' ? 'Reload the page' : 'Reconnecting…';
  return (
    <span role="status" class={`connection ${phase === 'online' ? 'up' : 'down'}`}>
      {text}
    </span>
  );
}

function useDeskShortcuts(desk: {
  client: AgentClient;
  show: (conversation: string) => void;
  claim: (conversation: string) => void;
  reply: () => void;
  setNote: (note: boolean) => void;
}): readonly Shortcut[] {
  const { client, show, claim } = desk;
  const owned = () =>
    client.get().mine.find(({ conversation }) => conversation === client.get().shown)?.conversation;
  const move = (by: number) => () => {
    const { waiting, mine, shown } = client.get();
    const all = [...waiting, ...mine].map(({ conversation }) => conversation);
    const place = all.indexOf(shown ?? '');
    const next = all[place < 0 ? 0 : (place + by + all.length) % all.length];
    if (next) show(next);
  };
  const order = (type: 'resolve' | 'return_to_bolt') => () => {
    const conversation = owned();
    if (conversation) client.order({ type, conversation });
  };
  return [
    { code: 'ArrowDown', keys: 'Alt ↓', what: 'Next conversation', run: move(1) },
    { code: 'ArrowUp', keys: 'Alt ↑', what: 'Previous conversation', run: move(-1) },
    {
      code: 'KeyC',
      keys: 'Alt C',
      what: 'Claim the conversation that is shown, if it waits, or else the first that does',
      run: () => {
        const { waiting, shown } = client.get();
        const entry = waiting.find(({ conversation }) => conversation === shown) ?? waiting[0];
        if (entry) claim(entry.conversation);
      },
    },
    { code: 'KeyR', keys: 'Alt R', what: 'Write a reply', run: desk.reply },
    {
      code: 'KeyN',
      keys: 'Alt N',
      what: 'Write an internal note',
      run: () => {
        desk.setNote(true);
        desk.reply();
      },
    },
    { code: 'KeyB', keys: 'Alt B', what: 'Return the conversation to Bolt', run: order('return_to_bolt') },
    { code: 'KeyX', keys: 'Alt X', what: 'Resolve the conversation', run: order('resolve') },
  ];
}
