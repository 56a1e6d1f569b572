import type { JSX } from 'preact';
import { LANGUAGES } from '../console/words';
import { COMMON_PARTS, LibraryList, type Listed, type ListProps } from './library';
import type { ArticleRow, Version } from './reports';

/** The list of articles. */
export const ARTICLES: Listed<ArticleRow> = {
  view: 'articles',
  title: 'Articles',
  one: 'Article',
  rows: ({ articles }) => articles,
  files: ({ versions }) => versions.map(({ file }) => file),
  fields: [{ label: 'Languages', cell: ({ versions }) => <VersionTags versions={versions} /> }],
  parts: {
    findings: COMMON_PARTS.findings,
    languages: {
      label: 'A language missing or older',
      has: ({ versions }) => versions.some(({ standing }) => standing !== 'current'),
    },
    unused: COMMON_PARTS.unused,
    unhelpful: COMMON_PARTS.unhelpful,
  },
};

/** Every article, with how it serves. */
export function Articles(props: ListProps): JSX.Element {
  return <LibraryList of={ARTICLES} {...props} />;
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

function VersionTags({ versions }: { versions: readonly Version[] }): JSX.Element {
  return (
    <span class="tags">
      {versions.map(({ language, standing }) => (
        <span
          key={language}
          class={`tag version ${standing}`}
          title={`${LANGUAGES[language]}: ${STANDINGS[standing]}`}
        >
          {language.toUpperCase()}
          {SHORT[standing]}
        </span>
      ))}
    </span>
  );
}
