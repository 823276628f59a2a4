import { describe, expect, test } from 'vitest';
import { toFieldErrors } from '../../core/field-errors.ts';
import { ruleCase } from '../../alerts/check/rule-case.ts';

const RULE = { op: '>', threshold: 0.05 };
const BURN = { objective: 0.99, longMinutes: 60, shortMinutes: 5, factor: 14.4 };
const SERIES = [
  { t: 0, value: 0.1 },
  { t: 60, value: null },
  { t: 130, value: 0 },
];
const BUCKETS = [
  { t: 0, bad: 1, total: 10 },
  { t: 60, bad: null, total: null },
];
const value = (changes: object): object => ({ id: 'a', rule: RULE, series: SERIES, ...changes });
const burn = (changes: object, rule: object = {}): object => ({
  id: 'b',
  rule: { burn: { ...BURN, ...rule } },
  series: BUCKETS,
  ...changes,
});

/** What is wrong with a case, one line each. */
function wrongWith(stated: unknown): string {
  const { error } = ruleCase.safeParse(stated);
  const errors = error ? toFieldErrors(error) : [];
  return errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

test('what a case leaves out is the least there is, and absent data is kept as in the product', () => {
  const rest = { forSeconds: 0, keepFiringForSeconds: 0, absent: 'keep' };
  expect(ruleCase.parse(value({}))).toEqual({
    id: 'a',
    interval: 60,
    rule: { ...RULE, recoveryThreshold: null, ...rest },
    series: SERIES,
  });
  expect(ruleCase.parse(burn({}))).toMatchObject({ interval: 60, rule: rest });
});

describe('a case is refused, with the place, for', () => {
  test.each([
    ['no rule', value({ rule: undefined }), 'rule: '],
    ['no id', value({ id: undefined }), 'id: '],
    ['an unknown comparison', value({ rule: { ...RULE, op: '=' } }), 'rule.op: '],
    ['a threshold that is a text', value({ rule: { op: '>', threshold: '1' } }), 'rule.threshold'],
    ['a member it does not know', value({ rule: { ...RULE, for: '5m' } }), 'rule: '],
    ['a member of the other kind', burn({ rule: { burn: BURN, op: '>' } }), 'rule: '],
    ['a negative time', value({ rule: { ...RULE, forSeconds: -1 } }), 'rule.forSeconds: '],
    ['an unknown policy', value({ rule: { ...RULE, absent: 'drop' } }), 'rule.absent: '],
    [
      'a recovery threshold among what breaches',
      value({ rule: { ...RULE, recoveryThreshold: 0.06 } }),
      'rule.recoveryThreshold: expected on the clear side',
    ],
    ['an interval of nothing', value({ interval: 0 }), 'interval: '],
    ['an interval of parts of a second', value({ interval: 0.5 }), 'interval: '],
    ['no points', value({ series: [] }), 'series: expected at least one point'],
    ['no series', value({ series: undefined }), 'series: '],
    ['a point without a value', value({ series: [{ t: 0 }] }), 'series.0.value: '],
    ['a value that is a text', value({ series: [{ t: 0, value: '1' }] }), 'series.0.value: '],
    ['a value without end', value({ series: [{ t: 0, value: Infinity }] }), 'series.0.value: '],
    ['parts of a second', value({ series: [{ t: 0.5, value: 1 }] }), 'series.0.t: '],
    [
      'points out of order',
      value({ series: SERIES.toReversed() }),
      'series.1.t: expected later than 130',
    ],
    [
      'points out of order, and for nothing that follows from it',
      value({ series: SERIES.toReversed(), states: [{ t: 0, state: 'firing' }] }),
      /^series\.1\.t: expected later than 130$/,
    ],
    [
      'two points at once',
      value({ series: [...SERIES, { t: 130, value: 1 }] }),
      'series.3.t: 130 is stated twice',
    ],
    ['buckets out of order', burn({ series: BUCKETS.toReversed() }), 'series.1.t: '],
    ['a bucket without its total', burn({ series: [{ t: 0, bad: 1 }] }), 'series.0.total: '],
    ['half a bucket', burn({ series: [{ t: 0, bad: 1, total: null }] }), 'series.0.bad: expected'],
    ['less than nothing', burn({ series: [{ t: 0, bad: -1, total: 1 }] }), 'series.0.bad: '],
    ['values for buckets', burn({ series: [{ t: 0, value: 1 }] }), 'series.0.bad: '],
    ['everything good', burn({}, { objective: 1 }), 'rule.burn.objective: '],
    ['half a minute', burn({}, { shortMinutes: 0.5 }), 'rule.burn.shortMinutes: '],
    ['a state that is not shown', value({ states: [{ t: 0, state: 'recovering' }] }), 'states.0'],
    [
      'a state between two evaluations',
      value({ states: [{ t: 61, state: 'firing' }] }),
      'states.0.t: is not evaluated: every 60 s from 0 on is',
    ],
    [
      'a state that is years away',
      value({ states: [{ t: 6e9, state: 'firing' }] }),
      'interval: makes more than 1000000 evaluations',
    ],
    [
      'two states at once',
      value({ states: [0, 60, 0].map((t) => ({ t, state: 'inactive' })) }),
      'states.2.t: 0 is stated twice',
    ],
    [
      'a step that never ends',
      value({ interval: 1, series: [0, 1e12].map((t) => ({ t, value: 1 })) }),
      'interval: makes more than 1000000 evaluations',
    ],
    ['a text', 'a', 'expected object'],
    ['nothing', null, 'expected object'],
  ])('%s', (_, stated, words) => {
    const wrong = wrongWith(stated);
    if (typeof words === 'string') expect(wrong).toContain(words);
    else expect(wrong).toMatch(words);
  });
});
