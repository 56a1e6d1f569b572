import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { type Order, turned } from './table';

/** What stands over a list: how much of it is shown, and what narrows it. */
export function ListHead(props: {
  title: string;
  count: number;
  of: number;
  days?: number;
  children: ComponentChildren;
}): JSX.Element {
  const { title, count, of, days } = props;
  return (
    <header class="list-head">
      <h2>
        {title} <span class="count">{count === of ? of : `${count} of ${of}`}</span>
      </h2>
      {days !== undefined && <p class="muted">Use is counted over the last {days} days.</p>}
      <div class="filters">{props.children}</div>
    </header>
  );
}

/** A text that narrows a list. */
export function Find({ text, onText }: { text: string; onText: (text: string) => void }): JSX.Element {
  return (
    <label class="find">
      <span class="hidden">Find</span>
      <input
        type="search"
        placeholder="Find"
        value={text}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    </label>
  );
}

/** Over which days something is counted. */
export const PERIODS = { '7': 'Last 7 days', '30': 'Last 30 days', '90': 'Last 90 days' } as const;

interface SelectProps<S extends string> {
  label: string;
  of: Readonly<Record<S, string>>;
  value: S;
  disabled?: boolean;
  onChange: (value: S) => void;
}

/** A choice among a few, under its name. */
export function Select<S extends string>({
  bare,
  ...props
}: SelectProps<S> & { bare?: boolean }): JSX.Element {
  const id = useId();
  return (
    <div class="select">
      <label for={id} class={bare ? 'hidden' : ''}>
        {props.label}
      </label>
      <select
        id={id}
        value={props.value}
        disabled={props.disabled ?? false}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value as S)}
      >
        {(Object.keys(props.of) as S[]).map((value) => (
          <option key={value} value={value}>
            {props.of[value]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The same over a list, where what it chooses says what it is. */
export function Choose<S extends string>(props: SelectProps<S>): JSX.Element {
  return <Select bare {...props} />;
}

/** The head of a column by which the list can be sorted. */
export function Column<K extends string>(props: {
  by: K;
  /** Whether the first click sorts downwards. */
  down?: boolean;
  order: Order<K>;
  onOrder: (order: Order<K>) => void;
  children: ComponentChildren;
}): JSX.Element {
  const { by, order } = props;
  const sort = order.by !== by ? 'none' : order.down ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sort}>
      <button type="button" onClick={() => props.onOrder(turned(order, by, props.down ?? false))}>
        {props.children}
        <span aria-hidden="true" class="arrow">
          {sort === 'none' ? '' : order.down ? '▼' : '▲'}
        </span>
      </button>
    </th>
  );
}
