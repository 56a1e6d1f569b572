import { useEffect, useState } from 'preact/hooks';
import { CallError, call } from '../staff/api';
import type { Attempt, LiveState, Trial } from './reports';

/** Called when nobody is logged in any more, or the account may no longer be here. */
export type OnOut = () => void;

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await call('GET', `/api/content/${path}`, undefined, signal)).json()) as T;
}

/** Whether an error means that the editor is out. */
function isOut(error: unknown): boolean {
  return error instanceof CallError && (error.status === 401 || error.code === 'not_an_editor');
}

/** A report, and whether the last call for it failed. */
export interface Reported<T> {
  readonly report: T | null;
  readonly failed: boolean;
  /** There is no such thing. */
  readonly missing: boolean;
}

/**
 * A report of the server. It is asked for again whenever `stamp` changes; meanwhile the old one stays, so that nothing
 * jumps under somebody's eyes.
 */
export function useReport<T>(path: string, stamp: string, onOut: OnOut): Reported<T> {
  const [state, setState] = useState<Reported<T> & { path: string }>({
    path,
    report: null,
    failed: false,
    missing: false,
  });
  useEffect(() => {
    const calling = new AbortController();
    get<T>(path, calling.signal).then(
      (report) => setState({ path, report, failed: false, missing: false }),
      (error: unknown) => {
        if (calling.signal.aborted) return;
        if (isOut(error)) return onOut();
        const missing = error instanceof CallError && error.status === 404;
        setState((last) => ({
          path,
          report: last.path === path && !missing ? last.report : null,
          failed: !missing,
          missing,
        }));
      },
    );
    return () => calling.abort();
  }, [path, stamp]);
  return state.path === path ? state : { report: null, failed: false, missing: false };
}

/** Tries a question. */
export async function tryOut(attempt: Attempt, signal: AbortSignal): Promise<Trial> {
  return (await (await call('POST', '/api/content/try', attempt, signal)).json()) as Trial;
}

const LOOK_EVERY = 3_000;

/** The state of the content that is live, looked at every few seconds while somebody looks at the page. */
export function useLive(onOut: OnOut): { live: LiveState | null; reached: boolean } {
  const [live, setLive] = useState<LiveState | null>(null);
  const [reached, setReached] = useState(true);
  useEffect(() => {
    const calling = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const state = await get<LiveState>('state', calling.signal);
        setLive((last) => (last && JSON.stringify(last) === JSON.stringify(state) ? last : state));
        setReached(true);
      } catch (error) {
        if (calling.signal.aborted) return;
        if (isOut(error)) onOut();
        else setReached(false);
      }
    };
    void look();
    const timer = setInterval(look, LOOK_EVERY);
    document.addEventListener('visibilitychange', look);
    return () => {
      calling.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return { live, reached };
}

export { isOut };
