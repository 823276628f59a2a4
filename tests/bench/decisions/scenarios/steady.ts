import { type Scenario, steady } from '../scenario.ts';
import { inside, returning, worth } from '../truth.ts';

const fine = inside(1 / 2);
const weakValue = worth(fine, 0.2);
const weakReturn = returning(fine, 0.6);
const madeUp = { hallucinationRate: 0.06 };

/** Workloads that never change: well inside their limits, near them, and clearly beyond. */
export const STEADY: readonly Scenario[] = [
  steady('third', 'a third of every limit', inside(1 / 3), { verdict: 'scale', byDay: 21 }),
  steady('half', 'half of every limit', fine, { verdict: 'scale', byDay: 28 }),
  steady('two-thirds', 'two thirds of every limit', inside(2 / 3), {
    verdict: 'scale',
    byDay: 49,
  }),
  steady('busy', '0.8 of every limit, 1,000 runs a day', inside(0.8, 1000), {
    verdict: 'scale',
    byDay: 42,
  }),
  steady('quiet', 'half of every limit, 50 runs a day', inside(1 / 2, 50), {
    verdict: 'scale',
    byDay: 60,
  }),
  steady('hardly-used', 'half of every limit, 5 runs a day: never enough', inside(1 / 2, 5), {
    verdict: 'hold',
    byDay: 0,
  }),
  steady('marginal', '0.95 of every limit: good, but hardly to be shown', inside(0.95), {
    verdict: 'hold',
    byDay: 0,
    orElse: ['scale'],
  }),
  steady('weak-value', 'worth half of what is asked', weakValue, {
    verdict: 'redesign',
    byDay: 7,
  }),
  steady('weak-economics', 'returns half of what is asked', weakReturn, {
    verdict: 'redesign',
    byDay: 7,
  }),
  steady(
    'weak-operations',
    'makes up twice what is allowed',
    { ...fine, ...madeUp },
    {
      verdict: 'hold',
      byDay: 0,
    },
  ),
  steady(
    'weak-value-operations',
    'worth half, makes up twice',
    { ...weakValue, ...madeUp },
    { verdict: 'stop', byDay: 14, orElse: ['redesign'] },
  ),
  steady('weak-value-economics', 'worth half, returns half', returning(weakValue, 0.6), {
    verdict: 'stop',
    byDay: 14,
    orElse: ['redesign'],
  }),
  steady(
    'weak-operations-economics',
    'makes up twice, returns half',
    { ...weakReturn, ...madeUp },
    { verdict: 'stop', byDay: 14, orElse: ['redesign'] },
  ),
  steady(
    'weak-everywhere',
    'half of everything',
    { ...returning(weakValue, 0.6), ...madeUp },
    { verdict: 'stop', byDay: 14, orElse: ['redesign'] },
  ),
];
