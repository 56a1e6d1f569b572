import { describe, expect, it } from 'vitest';
import { ARTICLES } from '../src/content/articles';
import { summary, whatChanges } from '../src/content/changes';
import { counts } from '../src/content/checked';
import { grouped } from '../src/content/findings';
import { lines, trend } from '../src/content/gaps';
import { helpfulRate } from '../src/content/health';
import { kindOf } from '../src/content/intent';
import type { WithFindings } from '../src/content/library';
import { marked } from '../src/content/parts';
import type {
  ArticleRow,
  Compared,
  Finding,
  Findings,
  TrialTurn,
  VersionStanding,
} from '../src/content/reports';
import { addressOf, placeOf } from '../src/content/route';
import { fits, sorted, turned } from '../src/content/table';
import { asked } from '../src/content/try';
import { NOBODY, standingOf } from '../src/content/visitor';

describe('a place', () => {
  it('has an address that leads back to it', () => {
    for (const place of [
      { view: 'try', item: '' },
      { view: 'articles', item: 'contact/phone-numbers' },
      { view: 'intents', item: 'a b?#' },
    ] as const) {
      expect(placeOf(addressOf(place))).toEqual(place);
    }
  });

  it('that nobody knows is the beginning', () => {
    for (const path of ['/content', '/content/', '/content/nothing/here', '/content/%E0%A4%A']) {
      expect(placeOf(path)).toEqual({ view: 'try', item: '' });
    }
  });
});

describe('a kind of visitor', () => {
  it('has a standing only when signed in', () => {
    expect(standingOf(NOBODY)).toBeNull();
  });

  it('has a role by rank and license; owners have theirs without one', () => {
    const role = (rank: 'member' | 'admin' | 'owner', licensed: boolean) =>
      standingOf({ ...NOBODY, signedIn: true, rank, licensed })?.role;
    expect([role('member', false), role('member', true)]).toEqual(['member', 'licensed_member']);
    expect([role('admin', false), role('admin', true)]).toEqual(['admin', 'licensed_admin']);
    expect([role('owner', false), role('owner', true)]).toEqual(['owner', 'owner']);
  });

  it('is told in words', () => {
    expect(kindOf(null)).toBe('not signed in');
    const kind = {
      account_type: 'enterprise',
      role: 'licensed_admin',
      support_plan: 'premier_plus',
    } as const;
    expect(kindOf(kind)).toBe('licensed admin, Enterprise account, Premier+');
  });
});

describe('a list', () => {
  const rows = [
    { name: 'b', count: 2, rate: null },
    { name: 'A', count: 10, rate: 0.5 },
    { name: 'c', count: 1, rate: 0.25 },
  ];
  const names = (value: (row: (typeof rows)[number]) => string | number | null, down: boolean) =>
    sorted(rows, value, down)
      .map(({ name }) => name)
      .join('');

  it('is sorted by words as people do, by numbers as numbers, and without a value last', () => {
    expect(names((row) => row.name, false)).toBe('Abc');
    expect(names((row) => row.count, true)).toBe('Abc');
    expect(names((row) => row.rate, false)).toBe('cAb');
    expect(names((row) => row.rate, true)).toBe('Acb');
  });

  it('turns round at the second click on a column', () => {
    const first = turned<'a' | 'b'>({ by: 'a', down: false }, 'b', true);
    expect(first).toEqual({ by: 'b', down: true });
    expect(turned(first, 'b', true)).toEqual({ by: 'b', down: false });
  });

  it('is narrowed by words in any order', () => {
    expect(fits('numbers PHONE', 'Phone numbers by country')).toBe(true);
    expect(fits('phone fax', 'Phone numbers', 'contact/phone')).toBe(false);
    expect(fits('', 'anything')).toBe(true);
  });
});

const finding = (change: Partial<Finding>): Finding => ({
  severity: 'warning',
  code: 'few-examples',
  file: 'intents/a.yaml',
  line: 1,
  column: 1,
  message: 'm',
  remedy: 'r',
  source: null,
  width: 1,
  why: '',
  notes: [],
  related: [],
  ...change,
});

describe('a finding', () => {
  it('is marked by characters, not by halves of them', () => {
    const line = marked({ source: '😀 exampels: x', column: 3, width: 8 });
    expect(line).toEqual({ before: '😀 ', meant: 'exampels', after: ': x' });
    expect(marked({ source: null, column: 0, width: 0 })).toBeNull();
  });

  it('comes first in its group when it keeps the files out', () => {
    const groups = grouped(
      [
        finding({ file: 'a' }),
        finding({ file: 'a' }),
        finding({ file: 'b' }),
        finding({ file: 'c', severity: 'error' }),
      ],
      'file',
    );
    expect(groups.map(([name, { length }]) => `${name}${length}`)).toEqual(['c1', 'a2', 'b1']);
  });
});

describe('an article', () => {
  const row = (
    standings: VersionStanding[],
    helpful = 0,
    unhelpful = 0,
    findings: number | null = null,
  ): WithFindings<ArticleRow> => ({
    id: 'a/b',
    title: 'T',
    updated: null,
    versions: standings.map((standing) => ({ language: 'en', standing, file: 'f', updated: null })),
    findings,
    health: { answered: helpful + unhelpful, helpful, unhelpful },
  });

  it('is shown where it belongs', () => {
    const parts = (of: WithFindings<ArticleRow>) =>
      Object.keys(ARTICLES.parts).filter((part) => ARTICLES.parts[part]?.has(of));
    expect(parts(row(['current', 'current', 'current'], 3, 1))).toEqual([]);
    expect(parts(row(['current', 'older', 'current'], 3, 1))).toEqual(['languages']);
    expect(parts(row(['current', 'current', 'missing'], 3, 1))).toEqual(['languages']);
    expect(parts(row(['current']))).toEqual(['unused']);
    expect(parts(row(['current'], 1, 2))).toEqual(['unhelpful']);
    expect(parts(row(['current'], 3, 1, 1))).toEqual(['findings']);
    expect(parts(row(['current'], 3, 1, 0))).toEqual([]);
  });

  it('has as many findings as its files, once they are known', () => {
    const report = { findings: [finding({ file: 'a' }), finding({ file: 'a' }), finding({ file: 'b' })] };
    const known = { report: report as Findings, failed: false, missing: false };
    expect([['a', 'b'], ['b'], ['c']].map(counts(known))).toEqual([3, 1, 0]);
    expect(counts({ ...known, report: null })(['a'])).toBeNull();
  });

  it('has no rate when nobody rated it', () => {
    expect(helpfulRate({ answered: 9, helpful: 0, unhelpful: 0 })).toBeNull();
    expect(helpfulRate({ answered: 9, helpful: 3, unhelpful: 1 })).toBe(0.75);
  });
});

describe('a gap', () => {
  it('tells its trend', () => {
    expect(trend(3, 0, '30')).toBe('new');
    expect(trend(3, 1, '30')).toBe('up from 1');
    expect(trend(1, 3, '30')).toBe('down from 3');
    expect(trend(2, 2, '30')).toBe('as often as in the 30 days before');
  });

  it('proposes what is to be put into a file', () => {
    const examples = { type: 'examples', intent: 'a', file: 'intents/a.yaml', examples: ['b'] } as const;
    expect(lines({ ...examples, examples: ['b'], lines: '  en:\n    - b\n' }).text).toBe('  en:\n    - b\n');
    expect(lines({ type: 'keywords', article: 'a/b', file: 'f', keywords: ['x', 'y'] }).text).toBe('x, y');
    expect(lines({ type: 'article', file: 'f', title: 't', stub: '---\n' }).text).toBe('---\n');
  });
});

describe('a change', () => {
  it('is summed up in a sentence', () => {
    const compared = { questions: 4210, changed: 37, better: 29, look: 6, lost: 2, left_out: 0 } as Compared;
    expect(summary(compared)).toBe(
      'Of 4210 answers 37 change: 29 better by the tests, 6 to look at, 2 lost.',
    );
    expect(summary({ ...compared, changed: 0 })).toBe('Of 4210 answers none changes.');
    expect(summary({ ...compared, changed: 0, left_out: 9 })).toBe(
      'Of 4210 answers that were compared none changes.',
    );
  });

  it('says in words what Bolt does instead', () => {
    expect(whatChanges({ cause: 'action', what: 'decline → clarify' })).toBe(
      'said what there is instead → asked back',
    );
    expect(whatChanges({ cause: 'intent', what: 'my_plan → no intent' })).toBe('my_plan → no intent');
  });
});

describe('a turn that was tried', () => {
  it('reads as the choice that was picked', () => {
    const first = {
      does: { type: 'ask', text: 'Premier' },
      explanation: { answer: { choices: [{ id: 'handoff', label: 'Talk to a person' }] } },
    } as TrialTurn;
    const picked = (choice: string) => ({ does: { type: 'pick', choice } }) as TrialTurn;
    expect(asked([first, picked('handoff')], 0)).toBe('Premier');
    expect(asked([first, picked('handoff')], 1)).toBe('Talk to a person');
    expect(asked([first, picked('gone')], 1)).toBe('gone');
  });
});
