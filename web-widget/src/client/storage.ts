/** A browser's storage; where it is forbidden or full, memory does for the life of the page. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

const PREFIX = 'bolt:';

export function browserStore(kind: 'localStorage' | 'sessionStorage'): Store {
  const memory = new Map<string, string>();
  return {
    get(key) {
      const spare = memory.get(key) ?? null;
      try {
        return window[kind].getItem(PREFIX + key) ?? spare;
      } catch {
        return spare;
      }
    },
    set(key, value) {
      memory.delete(key);
      try {
        if (value === null) window[kind].removeItem(PREFIX + key);
        else window[kind].setItem(PREFIX + key, value);
      } catch {
        if (value !== null) memory.set(key, value);
      }
    },
  };
}

/** Hears when another tab changes a key of `localStorage`; returns the undoing. */
export function watchStore(key: string, changed: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key === PREFIX + key) changed();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

/**
 * Whose token it is, to keep the unsent messages of one person apart from those of another in the same browser. The
 * server alone decides who somebody is; this only names a drawer.
 */
export function drawerOf(token: string | null): string {
  if (!token) return 'new';
  try {
    const claims = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '';
    const { sub } = JSON.parse(atob(claims)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : 'signed-in';
  } catch {
    return 'signed-in';
  }
}
