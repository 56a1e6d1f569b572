/** Which way a list is sorted. */
export interface Order<K extends string> {
  readonly by: K;
  readonly down: boolean;
}

/** The order after a click on a column: the other way round where it is sorted by it already. */
export function turned<K extends string>(order: Order<K>, by: K, downFirst: boolean): Order<K> {
  return order.by === by ? { by, down: !order.down } : { by, down: downFirst };
}

/** What a list is sorted by. */
export type Value = string | number | null;

/** Sorted by a value; what has none comes last, whichever way. */
export function sorted<T>(rows: readonly T[], value: (row: T) => Value, down: boolean): T[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
    return down ? -order : order;
  });
}

/** Whether every word of a filter stands in one of the texts. */
export function fits(filter: string, ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
