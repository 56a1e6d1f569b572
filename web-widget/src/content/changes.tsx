import type { JSX } from 'preact';
import { date, LANGUAGES } from '../console/words';
import { type OnOut, useReport } from './api';
import { Waiting } from './parts';
import type { Cause, Change, ChangeGroup, Changes, Compared, Told, Verdict } from './reports';
import type { Place } from './route';
import { ACTIONS } from './words';

const VERDICTS: Record<Verdict, string> = {
  lost: 'Lost',
  look: 'To look at',
  better: 'Better by the tests',
};

const CAUSES: Record<Cause, string> = {
  silence: 'No answer on one side',
  language: 'Other language',
  action: 'Does something else',
  intent: 'Other intent',
  article: 'Other article',
  choices: 'Other choices',
  wording: 'Another of the wordings there were',
  text: 'Same answer, its text was changed',
};

interface Props {
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
}

/** What the last change of the content did to answers. */
export function ChangesView({ stamp, onOut }: Props): JSX.Element {
  const { report, failed } = useReport<Changes>('changes', stamp, onOut);
  if (!report) return <Waiting failed={failed} />;
  return (
    <>
      <header class="list-head">
        <h2>Last change</h2>
      </header>
      {report.comparing && (
        <p role="status" class="notice">
          A change has just gone live. Its answers are being compared with those before…
        </p>
      )}
      {report.latest ? (
        <Sum compared={report.latest} />
      ) : (
        !report.comparing && (
          <p class="empty">
            The content has not changed since the server started. When it does, the answer tests and all
            examples are asked before and after the change, and this page says which answers differ.
          </p>
        )
      )}
    </>
  );
}

/** The sum of a change, in a sentence. */
export function summary({ questions, changed, better, look, lost, left_out }: Compared): string {
  // Of a sample nobody knows what else changes.
  const asked = left_out > 0 ? `${questions} answers that were compared` : `${questions} answers`;
  if (changed === 0) return `Of ${asked} none changes.`;
  return `Of ${asked} ${changed} change: ${better} better by the tests, ${look} to look at, ${lost} lost.`;
}

function Sum({ compared }: { compared: Compared }): JSX.Element {
  const verdicts = (['lost', 'look', 'better'] as const).filter((verdict) =>
    compared.groups.some((group) => group.verdict === verdict),
  );
  return (
    <>
      <p class="sum">{summary(compared)}</p>
      <p class="muted">
        From <code>{compared.old.slice(0, 8)}</code> to <code>{compared.new.slice(0, 8)}</code>,{' '}
        <time dateTime={compared.at}>{date(compared.at)}</time>
        {compared.left_out > 0 && (
          <>
            ; {compared.left_out} more were not: <code>bolt diff</code> compares all of them
          </>
        )}
      </p>
      {compared.tests_problem && (
        <p role="alert" class="problem">
          The answer tests were not asked: {compared.tests_problem}
        </p>
      )}
      {verdicts.map((verdict) => (
        <section key={verdict}>
          <h3>{VERDICTS[verdict]}</h3>
          {compared.groups
            .filter((group) => group.verdict === verdict)
            .map((group) => (
              <Group key={`${group.cause} ${group.what}`} group={group} />
            ))}
        </section>
      ))}
    </>
  );
}

/** What changes, from what to what; what Bolt does, in words. */
export function whatChanges({ cause, what }: Pick<ChangeGroup, 'cause' | 'what'>): string {
  if (cause !== 'action') return what;
  const inWords: Readonly<Record<string, string>> = ACTIONS;
  return what
    .split(' → ')
    .map((action) => (inWords[action] ?? action).toLowerCase())
    .join(' → ');
}

function Group({ group }: { group: ChangeGroup }): JSX.Element {
  return (
    <details class="group" open={group.verdict === 'lost' || undefined}>
      <summary>
        {CAUSES[group.cause]}: {whatChanges(group)} <span class="count">{group.count}</span>
      </summary>
      {group.changes.map((change, place) => (
        <ChangeCard key={place} change={change} />
      ))}
      {group.count > group.changes.length && (
        <p class="muted">
          and {group.count - group.changes.length} more; <code>bolt diff</code> shows all.
        </p>
      )}
    </details>
  );
}

function ChangeCard({ change }: { change: Change }): JSX.Element {
  const page = change.page && `on a page in ${LANGUAGES[change.page]}`;
  const before = change.before.length > 0 && `after “${change.before.join('”, “')}”`;
  return (
    <article class="card change">
      <h4>{change.asked}</h4>
      <p class="muted">
        {[change.who.replaceAll('_', ' '), page, before, change.name].filter(Boolean).join('; ')}
      </p>
      {change.mismatches.map(({ what, expected, got }) => (
        <p key={what} class="problem">
          {what}: {got} instead of {expected}
        </p>
      ))}
      <div class="side-by-side two">
        <Answer title="Before" told={change.old} />
        <Answer title="After" told={change.new} />
      </div>
    </article>
  );
}

function Answer({ title, told }: { title: string; told: Told | null }): JSX.Element {
  return (
    <section class="column preview" aria-label={title}>
      <p class="muted">
        {title}: {told ? ACTIONS[told.action] : 'silence'}
        {told?.intent && `, ${told.intent}`}
        {told && told.articles.length > 0 && `, ${told.articles.join(', ')}`}
      </p>
      {told && (
        <p class="plain" lang={told.language}>
          {told.text}
        </p>
      )}
    </section>
  );
}
