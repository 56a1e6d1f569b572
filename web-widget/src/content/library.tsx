import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type OnOut, useReport } from './api';
import { type Checked, counts } from './checked';
import { HelpfulCell, helpfulRate } from './health';
import { Choose, Column, Find, ListHead } from './list';
import { Go, Waiting } from './parts';
import type { ArticleRow, Library } from './reports';
import type { Place, View } from './route';
import { fits, type Order, sorted, type Value } from './table';

/** What articles and intents have in common in a list. */
type Row = Pick<ArticleRow, 'id' | 'title' | 'updated' | 'health'>;

/** A row with the number of its findings; null as long as it is not known. */
export type WithFindings<R> = R & { readonly findings: number | null };

/** A part of a list that can be shown alone. */
export interface Part<R> {
  readonly label: string;
  readonly has: (row: R) => boolean;
}

/** What a row says in a column. */
interface Field<R> {
  readonly label: string;
  /** By what the list is sorted; without it, it is not. */
  readonly value?: (row: R) => Value;
  /** Whether the first click sorts downwards. */
  readonly down?: boolean;
  readonly cell: (row: R) => ComponentChildren;
}

/** A list of everything of one kind. */
export interface Listed<R extends Row> {
  readonly view: View;
  readonly title: string;
  /** The name of one. */
  readonly one: string;
  readonly rows: (library: Library) => readonly R[];
  /** The files in which its findings are. */
  readonly files: (row: R) => readonly string[];
  /** What else tells one from another, beside its id. */
  readonly about?: (row: R) => string;
  /** Its own columns, between those that every list has. */
  readonly fields: readonly Field<R>[];
  readonly parts: Readonly<Record<string, Part<WithFindings<R>>>>;
}

/** The parts that every list has. */
export const COMMON_PARTS = {
  findings: { label: 'With findings', has: ({ findings }) => (findings ?? 0) > 0 },
  unused: { label: 'Answered nothing', has: ({ health }) => health.answered === 0 },
  unhelpful: { label: 'Helped less than half', has: ({ health }) => (helpfulRate(health) ?? 1) < 0.5 },
} as const satisfies Record<string, Part<WithFindings<Row>>>;

const SERVICE: readonly Field<Row>[] = [
  {
    label: 'Answered',
    value: ({ health }) => health.answered,
    down: true,
    cell: ({ health }) => health.answered,
  },
  {
    label: 'Helped',
    value: ({ health }) => helpfulRate(health),
    cell: ({ health }) => <HelpfulCell health={health} />,
  },
  {
    label: 'Last update',
    value: ({ updated }) => updated,
    cell: ({ updated }) => updated ?? <span class="muted">unknown</span>,
  },
];

const FINDINGS: Field<WithFindings<Row>> = {
  label: 'Findings',
  value: ({ findings }) => findings,
  down: true,
  cell: ({ findings }) => (findings ? <span class="tag warning">{findings}</span> : (findings ?? <NotYet />)),
};

function NotYet(): JSX.Element {
  return (
    <span class="muted" title="It is being checked">
      <span aria-hidden="true">…</span>
      <span class="hidden">being checked</span>
    </span>
  );
}

export interface ListProps {
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
  checked: Checked;
}

/** A list, with how each of it serves. */
export function LibraryList<R extends Row>({
  of,
  go,
  stamp,
  onOut,
  checked,
}: ListProps & { of: Listed<R> }): JSX.Element {
  const { report, failed } = useReport<Library>('library', stamp, onOut);
  const [order, setOrder] = useState<Order<string>>({ by: of.one, down: false });
  const [text, setText] = useState('');
  const [part, setPart] = useState('');
  const count = useMemo(() => counts(checked), [checked.report]);
  if (!report) return <Waiting failed={failed} />;
  const all = of.rows(report).map((row) => ({ ...row, findings: count(of.files(row)) }));
  const rows = all.filter((row) => (of.parts[part]?.has(row) ?? true) && fits(text, row.title, row.id));
  const fields = fieldsOf(of, go);
  return (
    <>
      <ListHead title={of.title} count={rows.length} of={all.length} days={report.days}>
        <Find text={text} onText={setText} />
        <Choose label="Show" of={labels(of)} value={part} onChange={setPart} />
        <SortBy fields={fields} order={order} onOrder={setOrder} />
      </ListHead>
      {rows.length > 0 ? (
        <Table fields={fields} rows={rows} order={order} onOrder={setOrder} />
      ) : (
        <p class="empty">No {of.one.toLowerCase()} is like that.</p>
      )}
    </>
  );
}

function labels<R extends Row>({ title, parts }: Listed<R>): Record<string, string> {
  const named = Object.entries(parts).map(([part, { label }]) => [part, label]);
  return { '': `All ${title.toLowerCase()}`, ...Object.fromEntries(named) };
}

/** Every column, the name first. */
function fieldsOf<R extends Row>(of: Listed<R>, go: ListProps['go']): Field<WithFindings<R>>[] {
  const name: Field<R> = {
    label: of.one,
    value: ({ title }) => title,
    cell: (row) => (
      <>
        <Go to={{ view: of.view, item: row.id }} go={go}>
          {row.title}
        </Go>
        <span class="muted id">
          {row.id}
          {of.about?.(row)}
        </span>
      </>
    ),
  };
  return [name, ...SERVICE, ...of.fields, FINDINGS];
}

interface TableProps<R> {
  fields: readonly Field<R>[];
  order: Order<string>;
  onOrder: (order: Order<string>) => void;
}

function Table<R extends Row>({
  fields,
  rows,
  order,
  onOrder,
}: TableProps<R> & { rows: readonly R[] }): JSX.Element {
  const value = fields.find(({ label }) => label === order.by)?.value;
  return (
    <table class="list">
      <thead>
        <tr>
          {fields.map(({ label, value, down }) =>
            value ? (
              <Column key={label} by={label} down={down ?? false} order={order} onOrder={onOrder}>
                {label}
              </Column>
            ) : (
              <th key={label} scope="col">
                {label}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {(value ? sorted(rows, value, order.down) : rows).map((row) => (
          <tr key={row.id}>
            {fields.map(({ label, cell }, place) =>
              place === 0 ? (
                <th key={label} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={label} data-label={label}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Sorts where there is no room for the heads of columns. */
function SortBy<R>({ fields, order, onOrder }: TableProps<R>): JSX.Element {
  const sortable = fields.filter(({ value }) => value);
  const of = Object.fromEntries(sortable.map(({ label }) => [label, `Sort: ${label}`]));
  const sort = (by: string) =>
    onOrder({ by, down: sortable.find(({ label }) => label === by)?.down ?? false });
  return (
    <div class="narrow">
      <Choose label="Sort" of={of} value={order.by} onChange={sort} />
    </div>
  );
}
