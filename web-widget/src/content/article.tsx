import type { JSX } from 'preact';
import { LANGUAGES } from '../console/words';
import { SafeHtml } from '../ui/html';
import { type OnOut, useReport } from './api';
import { STANDINGS } from './articles';
import { type Checked, FoundIn } from './checked';
import { HealthLine } from './health';
import { FilePlace, Go, Waiting } from './parts';
import type { ArticleText, ArticleView } from './reports';
import type { Place } from './route';

interface Props {
  id: string;
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
  checked: Checked;
}

/** An article with its languages side by side. */
export function Article({ id, go, stamp, onOut, checked }: Props): JSX.Element {
  const path = `articles/${id.split('/').map(encodeURIComponent).join('/')}`;
  const { report, failed, missing } = useReport<ArticleView>(path, stamp, onOut);
  const title = report?.versions.find(({ live }) => live)?.live?.title ?? id;
  return (
    <>
      <header class="item-head">
        <Go to={{ view: 'articles', item: '' }} go={go}>
          All articles
        </Go>
        <h2>{title}</h2>
        {report && (
          <>
            <p class="muted">{id}</p>
            <HealthLine health={report.health} days={report.days} />
            {report.intents.length > 0 && (
              <p>
                Under the answers of{' '}
                {report.intents.map((intent, place) => (
                  <span key={intent}>
                    {place > 0 && ', '}
                    <Go to={{ view: 'intents', item: intent }} go={go}>
                      {intent}
                    </Go>
                  </span>
                ))}
                .
              </p>
            )}
          </>
        )}
      </header>
      {report ? (
        <div class="side-by-side">
          {report.versions.map((text) => (
            <Text key={text.version.language} text={text} checked={checked} />
          ))}
        </div>
      ) : (
        <Waiting failed={failed} missing={missing} />
      )}
    </>
  );
}

function Text({ text: { version, live }, checked }: { text: ArticleText; checked: Checked }): JSX.Element {
  const { language, standing, file, updated } = version;
  return (
    <section class="column" aria-label={LANGUAGES[language]}>
      <header>
        <h3>
          {LANGUAGES[language]} <span class={`tag version ${standing}`}>{STANDINGS[standing]}</span>
        </h3>
        {standing === 'missing' ? (
          <p>
            To be written: <FilePlace file={file} />
          </p>
        ) : (
          <p>
            <FilePlace file={file} />
          </p>
        )}
        {updated && <p class="muted">Last update {updated}</p>}
      </header>
      {standing !== 'missing' && <FoundIn checked={checked} file={file} />}
      {live && (
        <div class="preview" lang={language}>
          <h4>{live.title}</h4>
          <p class="muted">{live.description}</p>
          <SafeHtml html={live.html} lang={language} />
          <footer lang="en">
            {live.keywords.length > 0 && (
              <p class="muted">
                Keywords: <span lang={language}>{live.keywords.join(', ')}</span>
              </p>
            )}
            {live.audience.length > 0 && (
              <p class="muted">Quoted only to who has: {live.audience.join(', ').replaceAll('_', ' ')}</p>
            )}
            <a href={live.url} target="_blank" rel="noopener">
              As visitors read it
            </a>
          </footer>
        </div>
      )}
    </section>
  );
}
