import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../console/words';
import { type OnOut, useReport } from './api';
import { HelpfulCell, helpfulRate } from './health';
import { Column, Filter, ListHead } from './list';
import { Go, Waiting } from './parts';
import type { IntentRow, Library } from './reports';
import type { Place } from './route';
import { fits, type Order, sorted } from './table';

type Key = 'title' | 'answered' | 'helpful' | 'updated' | 'examples' | 'findings';

const SHOW = {
  all: 'All intents',
  questions: 'Without small talk',
  findings: 'With findings',
  unused: 'Answered nothing',
  unhelpful: 'Helped less than half',
} as const;
type Show = keyof typeof SHOW;

const VALUES: Record<Key, (row: IntentRow) => string | number | null> = {
  title: (row) => row.title,
  answered: (row) => row.health.answered,
  helpful: (row) => helpfulRate(row.health),
  updated: (row) => row.updated,
  // The language with the fewest decides how well it is recognised.
  examples: (row) => Math.min(...row.examples),
  findings: (row) => row.findings,
};

function isShown(row: IntentRow, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'questions':
      return !row.small_talk;
    case 'findings':
      return row.findings > 0;
    case 'unused':
      return row.health.answered === 0;
    case 'unhelpful':
      return (helpfulRate(row.health) ?? 1) < 0.5;
  }
}

interface Props {
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
}

/** Every intent, with how it serves. */
export function Intents({ go, stamp, onOut }: Props): JSX.Element {
  const { report, failed } = useReport<Library>('library', stamp, onOut);
  const [order, setOrder] = useState<Order<Key>>({ by: 'title', down: false });
  const [text, setText] = useState('');
  const [show, setShow] = useState<Show>('all');
  if (!report) return <Waiting failed={failed} />;
  const rows = report.intents.filter((row) => isShown(row, show) && fits(text, row.title, row.id));
  const column = { order, onOrder: setOrder };
  const languages = Object.keys(LANGUAGES)
    .map((code) => code.toUpperCase())
    .join(' · ');
  return (
    <>
      <ListHead title="Intents" count={rows.length} of={report.intents.length} days={report.days}>
        <Filter text={text} onText={setText} shows={SHOW} show={show} onShow={setShow} />
      </ListHead>
      <table class="list">
        <thead>
          <tr>
            <Column by="title" {...column}>
              Intent
            </Column>
            <Column by="answered" down {...column}>
              Answered
            </Column>
            <Column by="helpful" {...column}>
              Helped
            </Column>
            <Column by="updated" {...column}>
              Last update
            </Column>
            <Column by="examples" {...column}>
              Examples, {languages}
            </Column>
            <Column by="findings" down {...column}>
              Findings
            </Column>
          </tr>
        </thead>
        <tbody>
          {sorted(rows, VALUES[order.by], order.down).map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Go to={{ view: 'intents', item: row.id }} go={go}>
                  {row.title}
                </Go>
                <span class="muted id">
                  {row.id}
                  {row.small_talk && ', small talk'}
                </span>
              </th>
              <td data-label="Answered">{row.health.answered}</td>
              <td data-label="Helped">
                <HelpfulCell health={row.health} />
              </td>
              <td data-label="Last update">{row.updated ?? <span class="muted">unknown</span>}</td>
              <td data-label={`Examples, ${languages}`}>{row.examples.join(' · ')}</td>
              <td data-label="Findings">
                {row.findings > 0 ? <span class="tag warning">{row.findings}</span> : '0'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">No intent is like that.</p>}
    </>
  );
}
