import { useEffect, useState } from 'preact/hooks';

/** What the page shows. */
export const VIEWS = ['try', 'articles', 'intents', 'findings', 'gaps', 'drafts', 'changes'] as const;
export type View = (typeof VIEWS)[number];

/** Where somebody is on the page: a view, and what of it. */
export interface Place {
  readonly view: View;
  /** The article or intent that is looked at; empty for the list. */
  readonly item: string;
}

const BASE = '/content';

/** The place that an address stands for. What nobody knows is where everybody begins. */
export function placeOf(path: string): Place {
  const [view, ...rest] = path
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const known = VIEWS.find((name) => name === view);
  return known ? { view: known, item: rest.join('/') } : { view: 'try', item: '' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place. */
export function addressOf({ view, item }: Place): string {
  const parts = [view, ...(item === '' ? [] : item.split('/'))];
  return `${BASE}/${parts.map(encodeURIComponent).join('/')}`;
}

/** The place in the address bar. */
export function usePlace(): [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.pathname));
  useEffect(() => {
    const hear = () => setPlace(placeOf(location.pathname));
    addEventListener('popstate', hear);
    return () => removeEventListener('popstate', hear);
  }, []);
  const go = (next: Place) => {
    history.pushState(null, '', addressOf(next));
    setPlace(next);
    scrollTo(0, 0);
  };
  return [place, go];
}
