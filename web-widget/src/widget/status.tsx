import type { JSX } from 'preact';
import type { VisitorState } from '../client/visitor';
import type { Texts } from './texts';

/** Whether there is a connection; nothing while all is well. */
export function ConnectionLine({ state, texts }: { state: VisitorState; texts: Texts }): JSX.Element {
  const { phase, visitor } = state;
  const text =
    phase === 'stopped'
      ? texts.outdated
      : visitor && phase !== 'connecting'
        ? texts.offline
        : texts.connecting;
  return (
    <div role="status" class="connection">
      {phase !== 'online' && phase !== 'idle' && (
        <p key={text} class={phase === 'stopped' ? 'now' : ''}>
          {text}
        </p>
      )}
    </div>
  );
}

/** The place in the queue, and the way out of it. */
export function QueueLine({
  state,
  texts,
  onLeave,
}: {
  state: VisitorState;
  texts: Texts;
  onLeave: () => void;
}): JSX.Element | null {
  if (state.head?.state.type !== 'waiting') return null;
  const leaving = state.outbox.some(({ frame }) => frame.type === 'leave_queue');
  return (
    <div class="queue" part="queue">
      <p role="status">
        <strong>{texts.queue(state.head.queue_position)}</strong> {texts.queueHint}
      </p>
      <button type="button" class="quiet" disabled={leaving} onClick={onLeave}>
        {texts.stopWaiting}
      </button>
    </div>
  );
}
