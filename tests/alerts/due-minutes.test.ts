import { expect, test } from 'vitest';
import { dueMinutes } from '../../alerts/engine/due-minutes.ts';

const MINUTE_MS = 60_000;
const NOW = 1_000 * MINUTE_MS;
const due = (evaluated: number | null) =>
  [...dueMinutes(evaluated === null ? null : NOW + evaluated * MINUTE_MS, NOW, 5 * MINUTE_MS)].map(
    (at) => (at - NOW) / MINUTE_MS,
  );

test.each([
  ['a first start begins with the last minute', null, [0]],
  ['the one after the last', -1, [0]],
  ['all that were missed, in order', -3, [-2, -1, 0]],
  ['no more of them than can be made up for', -90, [-5, -4, -3, -2, -1, 0]],
  ['none twice', 0, []],
  ['none again after a clock that was a little ahead', 59, []],
  ['after a clock that was far ahead, the last', 61, [0]],
] as const)('due is: %s', (_, evaluated, expected) => {
  expect(due(evaluated)).toEqual(expected);
});
