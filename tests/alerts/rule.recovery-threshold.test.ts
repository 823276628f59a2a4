import { expect, test } from 'vitest';
import { changeCondition, thresholdCondition } from '../../alerts/rule/rule.ts';

test.each([
  ['>', 0.03, true],
  ['>', 0.07, false],
  ['<', 0.07, true],
  ['<', 0.03, false],
  ['==', 0.05, false],
  ['>', undefined, true],
] as const)('%s 0.05 that recovers at %s is taken: %s', (op, recovery, isTaken) => {
  const one = {
    signal: 'error_rate',
    op,
    threshold: 0.05,
    ...(recovery === undefined ? {} : { recovery_threshold: recovery }),
  };
  expect(thresholdCondition.safeParse(one).success).toBe(isTaken);
  expect(changeCondition.safeParse({ change: one }).success).toBe(isTaken);
});
