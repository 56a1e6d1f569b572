import type { JSX } from 'preact';
import { LANGUAGES } from '../console/words';
import { COMMON_PARTS, LibraryList, type Listed, type ListProps } from './library';
import type { IntentRow } from './reports';

const CODES = Object.keys(LANGUAGES)
  .map((code) => code.toUpperCase())
  .join(' · ');

/** The list of intents. */
export const INTENTS: Listed<IntentRow> = {
  view: 'intents',
  title: 'Intents',
  one: 'Intent',
  rows: ({ intents }) => intents,
  files: ({ file }) => [file],
  about: ({ small_talk }) => (small_talk ? ', small talk' : ''),
  fields: [
    {
      label: `Examples, ${CODES}`,
      // The language with the fewest decides how well it is recognised.
      value: ({ examples }) => Math.min(...examples),
      cell: ({ examples }) => examples.join(' · '),
    },
  ],
  parts: {
    questions: { label: 'Without small talk', has: ({ small_talk }) => !small_talk },
    ...COMMON_PARTS,
  },
};

/** Every intent, with how it serves. */
export function Intents(props: ListProps): JSX.Element {
  return <LibraryList of={INTENTS} {...props} />;
}
