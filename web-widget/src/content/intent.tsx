import type { JSX } from 'preact';
import { ACCOUNTS, LANGUAGES, PLANS, ROLES } from '../console/words';
import { SafeHtml } from '../ui/html';
import type { Language, Standing } from '../wire';
import { type OnOut, useReport } from './api';
import { type Checked, FoundIn } from './checked';
import { HealthLine } from './health';
import { isNarrow } from './narrow';
import { FilePlace, Go, Waiting } from './parts';
import type { IntentView, Recognised, Said } from './reports';
import type { Place } from './route';
import { ACTIONS, counted } from './words';

interface Props {
  id: string;
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
  checked: Checked;
}

/** An intent: what it is recognised by and what it says, its languages side by side. */
export function Intent({ id, go, stamp, onOut, checked }: Props): JSX.Element {
  const { report, failed, missing } = useReport<IntentView>(
    `intents/${encodeURIComponent(id)}`,
    stamp,
    onOut,
  );
  return (
    <>
      <header class="item-head">
        <Go to={{ view: 'intents', item: '' }} go={go}>
          All intents
        </Go>
        <h2>{report?.languages[0]?.title ?? id}</h2>
        {report && <Head report={report} go={go} />}
      </header>
      {report ? (
        <>
          <FoundIn checked={checked} file={report.file} />
          <section>
            <h3>What it says</h3>
            {report.said.map((said) => (
              <SaidTo key={JSON.stringify(said.to)} said={said} />
            ))}
            {report.replies.length > 1 && <Replies report={report} />}
          </section>
          <section>
            <h3>What it is recognised by</h3>
            <div class="side-by-side">
              {report.languages.map((language) => (
                <By key={language.language} recognised={language} />
              ))}
            </div>
          </section>
        </>
      ) : (
        <Waiting failed={failed} missing={missing} />
      )}
    </>
  );
}

function Head({ report, go }: { report: IntentView; go: (place: Place) => void }): JSX.Element {
  return (
    <>
      <p>
        <FilePlace file={report.file} />
      </p>
      <HealthLine health={report.health} days={report.days} />
      {report.small_talk && <p class="muted">Small talk: never offered, and yields to a real question.</p>}
      {report.slots.length > 0 && (
        <p class="muted">Takes these values: {report.slots.join(', ').replaceAll('_', ' ')}</p>
      )}
      {report.article && (
        <p>
          Article under its answers:{' '}
          <Go to={{ view: 'articles', item: report.article }} go={go}>
            {report.article}
          </Go>
        </p>
      )}
    </>
  );
}

/** A kind of visitor, in words. */
export function kindOf(standing: Standing | null): string {
  if (standing === null) return 'not signed in';
  const { account_type, role, support_plan } = standing;
  return `${ROLES[role].toLowerCase()}, ${ACCOUNTS[account_type]} account, ${PLANS[support_plan]}`;
}

function SaidTo({ said }: { said: Said }): JSX.Element {
  const languages = Object.keys(LANGUAGES) as Language[];
  return (
    <article class="said-to">
      <h4>
        {ACTIONS[said.action]} <span class="muted">to: {said.to.map(kindOf).join(' · ')}</span>
      </h4>
      <div class="side-by-side">
        {languages.map((language, place) => (
          <div key={language} class="column preview">
            <p class="muted">{LANGUAGES[language]}</p>
            <SafeHtml html={said.html[place] ?? ''} lang={language} />
          </div>
        ))}
      </div>
    </article>
  );
}

function Replies({ report }: { report: IntentView }): JSX.Element {
  return (
    <details>
      <summary>Its replies and their conditions, in the order in which they are tried</summary>
      <ol class="replies">
        {report.replies.map((reply) => (
          <li key={reply.line}>
            {reply.when === null ? 'otherwise' : <code>{reply.when}</code>}: {ACTIONS[reply.action]}{' '}
            <FilePlace file={report.file} line={reply.line} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function By({ recognised }: { recognised: Recognised }): JSX.Element {
  const { language, keywords, patterns, examples } = recognised;
  return (
    <section class="column" aria-label={LANGUAGES[language]}>
      <h4>{LANGUAGES[language]}</h4>
      {keywords.length > 0 && (
        <p>
          Keywords: <span lang={language}>{keywords.join(', ')}</span>
        </p>
      )}
      {patterns.length > 0 && (
        <>
          <p>Patterns:</p>
          <ul class="patterns">
            {patterns.map((pattern) => (
              <li key={pattern}>
                <code>{pattern}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <details open={!isNarrow()}>
        <summary>{counted(examples.length, 'example')}</summary>
        <ul class="examples" lang={language}>
          {examples.map((example) => (
            <li key={example}>{example}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
