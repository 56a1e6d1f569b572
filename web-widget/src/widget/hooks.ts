import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../client/storage';
import type { VisitorState } from '../client/visitor';
import { unreadAfter } from './timeline';

/** On phones the keyboard covers what is fixed to the window: the panel takes only what is left to see. */
export function useKeyboardRoom(panel: RefObject<HTMLElement>, active: boolean): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!active || !view) return;
    const resize = () => {
      panel.current?.style.setProperty('height', `${view.height}px`);
      panel.current?.style.setProperty('top', `${view.offsetTop}px`);
    };
    resize();
    view.addEventListener('resize', resize);
    view.addEventListener('scroll', resize);
    return () => {
      view.removeEventListener('resize', resize);
      view.removeEventListener('scroll', resize);
      panel.current?.removeAttribute('style');
    };
  }, [active]);
}

/** How many messages came while the panel was closed; the number last read outlives the page. */
export function useUnread(state: VisitorState, open: boolean, tab: Store): number {
  const key = `read ${state.conversation}`;
  const stored = tab.get(key);
  // What was there before this tab looked for the first time is not new to it.
  const [first, setFirst] = useState<Record<string, number>>({});
  const last = state.log.last;
  useEffect(() => {
    if (!state.conversation || last === 0) return;
    if (open) tab.set(key, `${last}`);
    else if (stored === null && !(key in first)) setFirst({ ...first, [key]: state.head?.last_seq ?? last });
  }, [open, last, key]);
  if (open || !state.conversation) return 0;
  const read = stored !== null ? Number(stored) : first[key];
  return read === undefined ? 0 : unreadAfter(state, read);
}
