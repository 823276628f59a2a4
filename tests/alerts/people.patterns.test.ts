import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, findPatternFault } from '../../alerts/labels/match-pattern.ts';

const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^b]', '\\d', '\\w', '\\.', '-');
const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.tuple(atom, fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}')).map((p) => p.join('')),
    fc.tuple(tie('node'), tie('node')).map((p) => p.join('')),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}|${b})`),
    fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '{0,2}')).map(([a, q]) => `(?:${a})${q}`),
  ),
})).node;

test('a pattern matches exactly the whole values that an anchored regular expression does', () => {
  const value = fc
    .array(fc.constantFrom('a', 'b', 'c', '1', '.', '-', '\n'), { maxLength: 8 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(pattern, fc.array(value, { minLength: 5 }), (text, values) => {
      fc.pre(text.length <= 60);
      const isMatch = compilePattern(text);
      const expected = new RegExp(`^(?:${text})$`, 's');
      for (const one of values) expect(isMatch(one), `${text} on ${one}`).toBe(expected.test(one));
    }),
    { numRuns: 500 },
  );
});

test('patterns that make a backtracking engine hang answer at once', () => {
  const evil = ['(a*)*b', '(a|a)*b', '(a|aa)+b', `${'a?'.repeat(60)}${'a'.repeat(60)}b`];
  evil.push(`${'.*'.repeat(90)}b`, '((a{0,10}){0,10}){0,3}b');
  for (const text of evil) {
    const isMatch = compilePattern(text);
    const startedMs = performance.now();
    expect(isMatch('a'.repeat(500))).toBe(false);
    expect(performance.now() - startedMs, text).toBeLessThan(1_500);
  }
});

test.each([
  ['(a', 'without its'],
  ['a)', 'without its'],
  ['^a$', 'whole value'],
  ['a**', 'two quantifiers'],
  ['*a', 'stands alone'],
  ['(?=a)', 'only (…)'],
  ['(?<name>a)', 'only (…)'],
  ['(a)\\1', 'not known'],
  ['a{5,2}', 'counts'],
  ['a{101}', 'counts'],
  ['((a{100}){100}){100}', 'too large'],
  ['((((((){100}){100}){100}){100}){100}){100}', 'too large'],
  ['((((((a{0}){100}){100}){100}){100}){100}){100}', 'too large'],
  ['[]', 'holds nothing'],
  ['[b-a]', 'a range'],
  ['a\\', 'ends within'],
  ['a'.repeat(201), 'at most 200'],
])('the pattern %s is refused with a word', (text, words) => {
  expect(findPatternFault(text)).toContain(words);
});
