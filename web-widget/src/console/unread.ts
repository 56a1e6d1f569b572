import { useEffect, useState } from 'preact/hooks';
import type { AgentState } from '../client/agent';
import { browserStore } from '../client/storage';

const store = browserStore('localStorage');
const key = (conversation: string) => `read:${conversation}`;

/** Which of the agent's conversations hold something that was not looked at yet. */
export function useUnread(state: AgentState): (conversation: string, last: number) => boolean {
  const [, redraw] = useState(0);
  const { shown, log } = state;
  useEffect(() => {
    const mark = () => {
      if (!shown || document.visibilityState !== 'visible' || log.last === 0) return;
      store.set(key(shown), `${log.last}`);
      redraw((count) => count + 1);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [shown, log.last]);
  return (conversation, last) => last > Number(store.get(key(conversation)) ?? 0);
}
