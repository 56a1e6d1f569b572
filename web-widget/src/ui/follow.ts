import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** So near to the end counts as at the end. */
const SLACK = 40;

interface Following {
  box: RefObject<HTMLDivElement>;
  /** Something new stands below what is seen. */
  below: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/**
 * Keeps a list that grows at its end at its end, unless somebody scrolled up to read. `last` changes with the last item;
 * `own` says that it is the reader's own. `whole` is what to show from the start each time it changes.
 */
export function useFollowing(last: string, own: boolean, whole: string | null): Following {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);

  const toEnd = () => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  };
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < SLACK;
    if (atEnd.current) setBelow(false);
  };

  useLayoutEffect(toEnd, [whole]);
  useLayoutEffect(() => {
    if (atEnd.current || own) toEnd();
    else setBelow(true);
    showStart(box.current);
  }, [last]);
  // What is at the end stays there when the list's box changes its size: a keyboard comes up, a window is dragged.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, below, toEnd, onScroll };
}

/** A message longer than the list is high is read from its start. */
function showStart(box: HTMLElement | null): void {
  const message = box?.querySelector<HTMLElement>('article:last-of-type');
  if (!box || !message || message.offsetHeight <= box.clientHeight) return;
  box.scrollTop = Math.min(box.scrollTop, message.offsetTop - box.offsetTop);
}
