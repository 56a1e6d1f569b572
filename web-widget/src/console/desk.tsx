import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AgentClient } from '../client/agent-client';
import { browserWorld, socketUrl } from '../client/browser';
import { watchPage } from '../client/connection';
import type { Phase } from '../client/link';
import { browserStore } from '../client/storage';
import { logOut } from '../staff/api';
import type { Leave } from '../staff/door';
import { useSource } from '../ui/use';
import type { AgentRole } from '../wire';
import { deskShortcuts } from './desk-shortcuts';
import { Panel } from './panel';
import { Queue } from './queue';
import { ShortcutHelp, useShortcuts } from './shortcuts';
import { Tickets } from './tickets';
import { Transcript } from './transcript';
import { useUnread } from './unread';

type View = 'conversations' | 'tickets';

/** Where an agent works. `onOut` says whether they asked to leave. */
export function Desk({ role, onOut }: { role: AgentRole; onOut: Leave }): JSX.Element {
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
  const shortcuts = deskShortcuts({ client, show, claim, reply: () => field.current?.focus(), setNote });
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
        {role === 'both' && <a href="/content">Content</a>}
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
