import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../console/words';
import { type OnOut, useReport } from './api';
import { Choose, ListHead, PERIODS } from './list';
import { Copy, FilePlace, Go, percent, Waiting } from './parts';
import type { Fate, Gaps as Found, Gap, Point, Proposal } from './reports';
import type { Place } from './route';

const FATES: Record<Fate, string> = {
  answered: 'answered',
  unanswered: 'no answer',
  re_asked: 'asked again in other words',
  handed_off: 'passed on to a person',
  unhelpful: 'did not help',
};

interface Props {
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
}

/** What people ask and Bolt cannot answer. */
export function Gaps({ go, stamp, onOut }: Props): JSX.Element {
  const [period, setPeriod] = useState<keyof typeof PERIODS>('30');
  const { report, failed } = useReport<Found>(`gaps?days=${period}`, stamp, onOut);
  return (
    <>
      <ListHead title="Gaps" count={report?.gaps.length ?? 0} of={report?.gaps.length ?? 0}>
        <Choose label="Period" of={PERIODS} value={period} onChange={setPeriod} />
      </ListHead>
      {report ? <List report={report} days={period} go={go} /> : <Waiting failed={failed} />}
    </>
  );
}

function List({ report, days, go }: { report: Found; days: string; go: (place: Place) => void }) {
  if (report.questions === 0) return <p class="empty">Nobody asked anything in this time.</p>;
  return (
    <>
      <p>
        {report.unanswered} of {report.questions} questions had no good answer
        {report.questions_before > 0 &&
          ` (in the ${days} days before: ${report.unanswered_before} of ${report.questions_before})`}
        .{report.unanswered > 0 && ' Names, addresses and numbers are masked.'}
      </p>
      <Series of="Questions without a good answer" points={report.unanswered_series} />
      {report.left_out > 0 && (
        <p class="muted">{report.left_out} rarer questions were too many to be put together.</p>
      )}
      {report.gaps.map((gap) => (
        <GapCard key={`${gap.language} ${gap.examples[0]}`} gap={gap} days={days} go={go} />
      ))}
    </>
  );
}

/** How often something happened, point by point; in words for who does not see it. */
function Series({ of, points }: { of: string; points: readonly Point[] }): JSX.Element | null {
  const most = Math.max(...points.map(({ count }) => count));
  if (points.length < 2 || most === 0) return null;
  const days = points.map(({ from, count }) => `${from.slice(0, 10)}: ${count}`);
  return (
    <div class="series" role="img" aria-label={`${of}: ${days.join(', ')}`} title={days.join('\n')}>
      {points.map(({ from, count }) => (
        <span key={from} style={{ height: `${(100 * count) / most}%` }} />
      ))}
    </div>
  );
}

/** How a count compares with the one before, in words. */
export function trend(now: number, before: number, days: string): string {
  if (before === 0) return 'new';
  if (now === before) return `as often as in the ${days} days before`;
  return `${now > before ? 'up' : 'down'} from ${before}`;
}

function GapCard({ gap, days, go }: { gap: Gap; days: string; go: (place: Place) => void }): JSX.Element {
  const [first, ...others] = gap.examples;
  const fates = (Object.entries(gap.fates) as [Fate, number][]).map(
    ([fate, count]) => `${FATES[fate]}: ${count}`,
  );
  return (
    <article class="card gap">
      <h3>
        <span lang={gap.language}>{first}</span> <span class="count">{gap.count}</span>
      </h3>
      <p class="muted">
        {LANGUAGES[gap.language]}, {trend(gap.count, gap.count_before, days)}; {fates.join(', ')}
      </p>
      <Series of="Times it was asked" points={gap.series} />
      {others.length > 0 && (
        <ul class="examples" lang={gap.language}>
          {others.map((example) => (
            <li key={example}>{example}</li>
          ))}
        </ul>
      )}
      {(gap.intent || gap.article) && (
        <p>
          Came nearest to{' '}
          {gap.intent && (
            <>
              <Go to={{ view: 'intents', item: gap.intent.id }} go={go}>
                {gap.intent.id}
              </Go>{' '}
              ({percent(gap.intent.score)})
            </>
          )}
          {gap.intent && gap.article && ', '}
          {gap.article && (
            <>
              <Go to={{ view: 'articles', item: gap.article.id }} go={go}>
                {gap.article.id}
              </Go>{' '}
              ({percent(gap.article.score)})
            </>
          )}
        </p>
      )}
      <Proposed proposal={gap.proposal} language={gap.language} />
    </article>
  );
}

/** The lines to put into a file, and what they are. */
export function lines(proposal: Proposal): { what: string; text: string } {
  switch (proposal.type) {
    case 'examples':
      return { what: 'Add these examples', text: proposal.lines };
    case 'keywords':
      return { what: 'Add these keywords', text: proposal.keywords.join(', ') };
    case 'article':
      return { what: 'Write an article', text: proposal.stub };
  }
}

function Proposed({ proposal, language }: { proposal: Proposal; language: Gap['language'] }): JSX.Element {
  const { what, text } = lines(proposal);
  return (
    <div class="proposal">
      <p>
        {what}
        {proposal.type === 'examples' && `, under ${LANGUAGES[language]}`}: <FilePlace file={proposal.file} />
      </p>
      <pre lang={language}>
        <code>{text}</code>
      </pre>
      <Copy text={text} what="the proposal" />
    </div>
  );
}
