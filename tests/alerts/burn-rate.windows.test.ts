import { expect, test } from 'vitest';
import { compareBurn } from '../../alerts/condition/burn-rate.ts';

/** Exact in binary: a quarter may be bad. */
const RULE = { objective: 0.75, factor: 1 };
const MUCH = { bad: 50, total: 100 };
const LIMIT = { bad: 25, total: 100 };
const NONE = { bad: 0, total: 0 };

test.each([
  ['both exceed', MUCH, MUCH, 'breach'],
  ['only the long one exceeds', MUCH, LIMIT, 'clear'],
  ['only the short one exceeds', LIMIT, MUCH, 'clear'],
  ['both at the limit', LIMIT, LIMIT, 'clear'],
  ['nothing happened in the short one', MUCH, NONE, 'clear'],
  ['nothing happened in either', NONE, NONE, 'clear'],
  ['no bucket in the short one', MUCH, null, 'absent'],
  ['no bucket in the long one', null, MUCH, 'absent'],
  ['no bucket in either', null, null, 'absent'],
] as const)('%s', (_, long, short, expected) => {
  expect(compareBurn(long, short, RULE)).toBe(expected);
});

test('a factor multiplies what is allowed', () => {
  const windows = [
    { bad: 15, total: 100 },
    { bad: 15, total: 100 },
  ] as const;
  expect(compareBurn(...windows, { objective: 0.99, factor: 14.4 })).toBe('breach');
  expect(compareBurn(...windows, { objective: 0.99, factor: 16 })).toBe('clear');
});
