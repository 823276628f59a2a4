import { describe, expect, it } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { readYaml } from '../../core/read-yaml.ts';

function refusalOf(text: string): { code: string; errors: string[] } {
  try {
    readYaml(text);
  } catch (error) {
    if (!(error instanceof BellwetherError)) throw error;
    return {
      code: error.code,
      errors: error.errors.map(({ path, message }) => `${path}: ${message}`),
    };
  }
  throw new Error(`this was read: ${text.slice(0, 80)}`);
}

describe('a YAML text', () => {
  it('is read as the plain data it holds, comments and both styles included', () => {
    const text = `
# what customers meet
id: strict
recent: 7d
confidence: 0.95
signals:
  error_rate: {role: required, limit: 0.02}
table:
  - {value: any, operations: any, economics: any, verdict: hold, words: "yes: no"}
`;
    expect(readYaml(text)).toEqual({
      id: 'strict',
      recent: '7d',
      confidence: 0.95,
      signals: { error_rate: { role: 'required', limit: 0.02 } },
      table: [
        { value: 'any', operations: 'any', economics: 'any', verdict: 'hold', words: 'yes: no' },
      ],
    });
  });

  it('keeps words such as no, off and a date as texts', () => {
    expect(readYaml('a: no\nb: off\nc: 2026-10-01')).toEqual({
      a: 'no',
      b: 'off',
      c: '2026-10-01',
    });
  });

  it.each([
    ['a key stated twice', 'signals:\n  roi: 1\n  roi: 2', 'line 3, column 3: roi is stated twice'],
    ['an alias', 'a: &a 1\nb: *a', 'line 2, column 4: aliases are not taken'],
    ['a document inside itself', 'a: &a\n  b: *a', 'line 2, column 6: aliases are not taken'],
    ['a tag of a program', 'a: !!js/function "x"', 'line 1, column 4: Unresolved tag'],
    ['two documents', 'a: 1\n---\nb: 2', 'line 2, column 1: Source contains multiple documents'],
    ['a list as a key', '[a]: 1', 'line 1, column 1: a key must be a text'],
    ['a tab', 'a:\n\t- b', 'line 2, column 1: Tabs are not allowed'],
  ])('is refused with the place for %s', (_, text, fault) => {
    const { code, errors } = refusalOf(text);
    expect([code, errors[0]]).toEqual(['unparsable', expect.stringContaining(fault)]);
  });

  it.each([
    ['lists', '['.repeat(60_000)],
    ['maps', '{a: '.repeat(15_000)],
    ['dashes', '- '.repeat(30_000)],
  ])('nested without end in %s is refused, not overflowed on', (_, text) => {
    const { code, errors } = refusalOf(text);
    expect(code).toBe('unparsable');
    expect(errors.length).toBeLessThanOrEqual(20);
  });

  it('that is longer than any policy is refused unread', () => {
    expect(refusalOf(`a: ${'x'.repeat(70_000)}`).code).toBe('too_large');
  });
});
