import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../console/words';
import { SafeHtml } from '../ui/html';
import { type OnOut, useReport } from './api';
import { kindOf } from './intent';
import { Choose, ListHead, PERIODS } from './list';
import { Copy, Waiting } from './parts';
import type { DraftView, Drafts as Report } from './reports';
import type { Place } from './route';
import { counted } from './words';

interface Props {
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
}

/** Articles that agents' replies propose. */
export function Drafts({ stamp, onOut }: Props): JSX.Element {
  const [period, setPeriod] = useState<keyof typeof PERIODS>('30');
  const { report, failed } = useReport<Report>(`drafts?days=${period}`, stamp, onOut);
  const count = report?.drafts.length ?? 0;
  return (
    <>
      <ListHead title="Drafts" count={count} of={count}>
        <Choose label="Period" of={PERIODS} value={period} onChange={setPeriod} />
      </ListHead>
      <p>
        What agents answered when Bolt could not, as the beginning of an article. Names, addresses and numbers
        are masked. Nothing goes live from here: download a draft, make it an article, and commit it.
      </p>
      {report ? (
        <>
          {report.drafts.length === 0 && (
            <p class="empty">In this time no agent settled a question that Bolt had no answer to.</p>
          )}
          {report.drafts.map((draft) => (
            <DraftCard key={draft.id} draft={draft} />
          ))}
        </>
      ) : (
        <Waiting failed={failed} />
      )}
    </>
  );
}

function DraftCard({ draft }: { draft: DraftView }): JSX.Element {
  const { language, title, html, questions, sources, files, patch, id } = draft;
  return (
    <article class="card draft">
      <h3 lang={language}>{title}</h3>
      <p class="muted">
        {LANGUAGES[language]}, from {counted(sources.length, 'conversation')}
      </p>
      <div class="preview column" lang={language}>
        <SafeHtml html={html} lang={language} />
      </div>
      <div>
        <p>Questions that it has to answer:</p>
        <ul class="examples">
          {questions.map(({ text, standing }) => (
            <li key={text}>
              <span lang={language}>{text}</span> <span class="muted">({kindOf(standing)})</span>
            </li>
          ))}
        </ul>
      </div>
      <details>
        <summary>Where it comes from</summary>
        <ul class="examples">
          {sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </details>
      {files.map(({ path, text }) => (
        <details key={path}>
          <summary>
            <code>{path}</code>
          </summary>
          <pre>
            <code>{text}</code>
          </pre>
          <Copy text={text} what={path} />
        </details>
      ))}
      <div class="row">
        {files.map(({ path, text }) => (
          <button key={path} type="button" onClick={() => save(fileName(path), text)}>
            Download {path.endsWith('.md') ? 'the article' : 'its answer test'}
          </button>
        ))}
        <button type="button" class="primary" onClick={() => save(`${id}.patch`, patch)}>
          Download as a patch
        </button>
      </div>
      <p class="muted">
        <code>git apply {id}.patch</code> puts both files in their places.
      </p>
    </article>
  );
}

/** The name of a file without its folders. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Hands a text to the browser as a download. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
