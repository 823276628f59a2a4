import { describe, expect, test } from 'vitest';
import { evaluateRuleCase } from '../../alerts/check/evaluate-rule-case.ts';
import { ruleCase } from '../../alerts/check/rule-case.ts';

const LETTERS = { inactive: '.', pending: 'p', firing: 'F' } as const;

/** States at all evaluations in a row, a letter each. */
function statesOf(stated: object): string {
  const states = evaluateRuleCase(ruleCase.parse({ id: 'a', ...stated }));
  return states.map(({ state }) => LETTERS[state]).join('');
}

/** A series of minutes: a digit is a value, `n` a null, and a space no point. */
const minutesOf = (text: string): object[] =>
  text.split('').flatMap((letter, i) => {
    if (letter === ' ') return [];
    return [{ t: i * 60, value: letter === 'n' ? null : Number(letter) }];
  });

/** Above 5 is a breach. */
const run = (text: string, rule: object = {}): string =>
  statesOf({ rule: { op: '>', threshold: 5, ...rule }, series: minutesOf(text) });

describe('values', () => {
  test.each([
    ['waits for nothing', '595099', {}, '.F.' + '.FF'],
    ['waits as long as it says', '9999', { forSeconds: 120 }, 'ppFF'],
    ['begins to wait anew', '990999', { forSeconds: 120 }, 'pp.ppF'],
    ['waits to the next evaluation', '9999', { forSeconds: 61 }, 'ppFF'],
    ['is kept firing', '900000', { keepFiringForSeconds: 120 }, 'FFF' + '...'],
    ['is kept firing anew', '909000', { keepFiringForSeconds: 120 }, 'FFFFF.'],
    ['is held above recovery', '94949400', { recoveryThreshold: 2 }, 'FFFFFF..'],
    ['does not begin above recovery', '4494', { recoveryThreshold: 2 }, '..FF'],
    [
      'counts recovery from the last hold on',
      '900400000',
      { recoveryThreshold: 2, keepFiringForSeconds: 180 },
      'FFFFFFF..',
    ],
  ])('an alert %s', (_, text, rule, expected) => {
    expect(run(text, rule)).toBe(expected);
  });

  test.each([
    ['clear', 'F...F'],
    ['keep', 'FFFFF'],
    ['zero', 'F...F'],
  ] as const)('null and no point are the same, and %s with them', (absent, expected) => {
    expect(run('9n n9', { absent })).toBe(expected);
  });

  test('zero can breach', () => {
    const series = minutesOf('9n 9');
    expect(statesOf({ rule: { op: '<', threshold: 1, absent: 'zero' }, series })).toBe('.FF.');
  });

  test('what is not stated is kept: for a quarter of an hour without data, and no longer', () => {
    expect(run(`9${' '.repeat(16)}n`)).toBe('F'.repeat(16) + '..');
    expect(run(`9${' '.repeat(15)}00`)).toBe('F'.repeat(16) + '..');
    expect(run(`9${' '.repeat(16)}n`, { forSeconds: 60 })).toBe('p'.repeat(16) + '..');
    const recovering = { keepFiringForSeconds: 7200 };
    expect(run(`90${' '.repeat(16)}n`, recovering)).toBe('F'.repeat(17) + '..');
  });
});

describe('evaluations', () => {
  test('go from the first point to the last in steps of the interval, wherever the points lie', () => {
    const series = [7, 37, 67, 100, 127, 200].map((t) => ({ t, value: 9 }));
    const one = ruleCase.parse({
      id: 'a',
      rule: { op: '>', threshold: 5, absent: 'clear' },
      series,
    });
    expect(evaluateRuleCase(one)).toEqual([
      { t: 7, state: 'firing' },
      { t: 67, state: 'firing' },
      { t: 127, state: 'firing' },
      { t: 187, state: 'inactive' },
    ]);
  });

  test('go on in silence, before and after, as far as states are expected', () => {
    const states = [1800, -60].map((t) => ({ t, state: 'inactive' }));
    const series = [{ t: 0, value: 9 }];
    const row = statesOf({ rule: { op: '>', threshold: 5 }, series, states });
    expect(row).toBe('.' + 'F'.repeat(16) + '.'.repeat(15));
  });

  test('a single point is evaluated once, before 1970 too', () => {
    const series = [{ t: -60, value: 9 }];
    const one = ruleCase.parse({ id: 'a', rule: { op: '>', threshold: 5 }, series });
    expect(evaluateRuleCase(one)).toEqual([{ t: -60, state: 'firing' }]);
  });
});

describe('burn rates', () => {
  const rule = { objective: 0.75, longMinutes: 3, shortMinutes: 1, factor: 1 };
  /** A bucket a minute: `b` all bad, `g` all good, `0` nothing, `n` null, and a space no point. */
  const burn = (text: string, rest: object = { absent: 'clear' }): string =>
    statesOf({
      rule: { burn: rule, ...rest },
      series: text.split('').flatMap((letter, i) => {
        const of = (bad: number | null, total: number | null) => [{ t: i * 60, bad, total }];
        if (letter === ' ') return [];
        if (letter === 'n') return of(null, null);
        return letter === '0' ? of(0, 0) : of(letter === 'b' ? 2 : 0, 2);
      }),
    });

  test.each([
    ['fire while both windows exceed', 'ggbbggg', '..FF...'],
    ['see the buckets that there are', 'b bg', 'F.F.'],
    ['do not see what has left the window', 'gggb', '...F'],
    ['are at peace where nothing happened', '0b00', '.F..'],
    ['are without data only where the window is empty', 'bn b', 'F..F'],
  ])('%s', (_, text, expected) => {
    expect(burn(text)).toBe(expected);
  });

  test('are kept without data, and taken for nothing where absent data is zero', () => {
    expect(burn('bn b', {})).toBe('FFFF');
    expect(burn('bn b', { absent: 'zero' })).toBe('F..F');
  });
});
