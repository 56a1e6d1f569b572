import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../console/words';
import { type OnOut, useReport } from './api';
import { HelpfulCell, helpfulRate } from './health';
import { Column, Filter, ListHead } from './list';
import { Go, Waiting } from './parts';
import type { ArticleRow, Library, Version } from './reports';
import type { Place } from './route';
import { fits, type Order, sorted } from './table';

type Key = 'title' | 'answered' | 'helpful' | 'updated' | 'findings';

const SHOW = {
  all: 'All articles',
  findings: 'With findings',
  languages: 'A language missing or older',
  unused: 'Answered nothing',
  unhelpful: 'Helped less than half',
} as const;
type Show = keyof typeof SHOW;

const VALUES: Record<Key, (row: ArticleRow) => string | number | null> = {
  title: (row) => row.title,
  answered: (row) => row.health.answered,
  helpful: (row) => helpfulRate(row.health),
  updated: (row) => row.updated,
  findings: (row) => row.findings,
};

/** Whether an article belongs to what is to be shown. */
export function isShown(row: ArticleRow, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'findings':
      return row.findings > 0;
    case 'languages':
      return row.versions.some(({ standing }) => standing !== 'current');
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

/** Every article, with how it serves. */
export function Articles({ go, stamp, onOut }: Props): JSX.Element {
  const { report, failed } = useReport<Library>('library', stamp, onOut);
  const [order, setOrder] = useState<Order<Key>>({ by: 'title', down: false });
  const [text, setText] = useState('');
  const [show, setShow] = useState<Show>('all');
  if (!report) return <Waiting failed={failed} />;
  const rows = report.articles.filter((row) => isShown(row, show) && fits(text, row.title, row.id));
  const column = { order, onOrder: setOrder };
  return (
    <>
      <ListHead title="Articles" count={rows.length} of={report.articles.length} days={report.days}>
        <Filter text={text} onText={setText} shows={SHOW} show={show} onShow={setShow} />
      </ListHead>
      <table class="list">
        <thead>
          <tr>
            <Column by="title" {...column}>
              Article
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
            <th scope="col">Languages</th>
            <Column by="findings" down {...column}>
              Findings
            </Column>
          </tr>
        </thead>
        <tbody>
          {sorted(rows, VALUES[order.by], order.down).map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Go to={{ view: 'articles', item: row.id }} go={go}>
                  {row.title}
                </Go>
                <span class="muted id">{row.id}</span>
              </th>
              <td data-label="Answered">{row.health.answered}</td>
              <td data-label="Helped">
                <HelpfulCell health={row.health} />
              </td>
              <td data-label="Last update">{row.updated ?? <span class="muted">unknown</span>}</td>
              <td data-label="Languages">
                <span class="tags">
                  {row.versions.map((version) => (
                    <VersionTag key={version.language} version={version} />
                  ))}
                </span>
              </td>
              <td data-label="Findings">
                {row.findings > 0 ? <span class="tag warning">{row.findings}</span> : '0'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">No article is like that.</p>}
    </>
  );
}

export const STANDINGS: Record<Version['standing'], string> = {
  current: 'up to date',
  older: 'older than another language',
  not_live: 'not live: a draft, or not taken yet',
  missing: 'missing',
};

const SHORT: Record<Version['standing'], string> = {
  current: '',
  older: ' older',
  not_live: ' not live',
  missing: ' missing',
};

function VersionTag({ version }: { version: Version }): JSX.Element {
  const { language, standing } = version;
  return (
    <span class={`tag version ${standing}`} title={`${LANGUAGES[language]}: ${STANDINGS[standing]}`}>
      {language.toUpperCase()}
      {SHORT[standing]}
    </span>
  );
}
