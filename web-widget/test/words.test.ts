import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KINDS, kindName } from '../src/content/kinds';
import { RULES, ruleMeaning } from '../src/content/words';

/** The first group of every match in a part of a Rust file, from a text on to the next line that closes it. */
function named(file: string, from: string, pattern: RegExp): string[] {
  const text = readFileSync(resolve(import.meta.dirname, '../../src', file), 'utf8');
  const start = text.indexOf(from);
  expect(start, `${file} has "${from}"`).toBeGreaterThan(0);
  const [part = ''] = text.slice(start + from.length).split(/\n[\]}]/, 1);
  return [...part.matchAll(pattern)].map(([, name]) => name ?? '');
}

describe('the page has words', () => {
  it('for every rule of the decision, and for no other', () => {
    const rules = named('reply/decide.rs', 'const RULES', /\("([a-z-]+)", *[a-z_]+::[a-z_]+\)/g);
    const [count] = named('reply/decide.rs', 'const RULES', /Rule\); (\d+)\]/g);
    expect(rules).toHaveLength(Number(count));
    expect(Object.keys(RULES)).toEqual(rules);
    expect(ruleMeaning('a-rule-of-tomorrow')).toBe('');
  });

  it('for every kind of finding, and for no other', () => {
    const codes = named('content/code.rs', '\ncodes! {', /^ +[A-Z]\w+ (?:Error|Warning) "([a-z-]+)"/gm);
    expect(codes).toContain('overlapping-patterns');
    expect(Object.keys(KINDS)).toEqual(codes);
    expect(kindName('a-kind-of-tomorrow')).toBe('a kind of tomorrow');
  });
});
