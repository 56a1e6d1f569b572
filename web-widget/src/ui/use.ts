import { useEffect, useState } from 'preact/hooks';

/** Something with a state that changes. */
interface Source<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

/** The present state; the component is drawn again when it changes. */
export function useSource<T>(source: Source<T>): T {
  const [state, setState] = useState(source.get());
  useEffect(() => {
    setState(source.get());
    return source.subscribe(() => setState(source.get()));
  }, [source]);
  return state;
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const hear = () => setHolds(media.matches);
    hear();
    media.addEventListener('change', hear);
    return () => media.removeEventListener('change', hear);
  }, [query]);
  return holds;
}
