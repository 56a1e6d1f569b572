import type { AgentClient } from '../client/agent-client';
import type { Shortcut } from './shortcuts';

/** What the keyboard does at the desk. */
export function deskShortcuts(desk: {
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
