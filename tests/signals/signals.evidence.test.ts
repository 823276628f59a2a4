import { expect, test } from 'vitest';
import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import { movingMeanMultiplier } from '../../core/statistics/moving-mean-sequence.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import { parametersOf, type Sums, windowOf } from './sample-window.ts';

const plain = parametersOf();
const evidence = parametersOf({ evidence: true });

const runs: Sums = {
  runs: 1000,
  judged: 1000,
  hallucinated: 20,
  timed: 1000,
  priced: 1000,
  cost_usd: 300,
  cost_sq: 100,
  value_n: 1000,
  value_sum: 500,
  value_sq: 400,
  value_cost: 300,
  value_by_cost: 150,
  stated_accepted: 800,
  stated_worthless: 200,
  stated_accepted_cost: 240,
};
const window = windowOf(runs, { latency: new Map([[bucketIndex(700), 1000]]) });

function widthOf(signal: string, params: typeof plain): number {
  const { low, high } = estimateSignal(signal, window, params);
  return high! - low!;
}

test.each(['value_per_run', 'cost_per_run', 'roi', 'unit_cost'])(
  'as evidence, %s has the same value in a wider interval',
  (signal) => {
    const shown = estimateSignal(signal, window, plain);
    const trusted = estimateSignal(signal, window, evidence);
    expect(trusted.value).toBe(shown.value);
    expect(trusted.low).toBeLessThan(shown.low!);
    expect(trusted.high).toBeGreaterThan(shown.high!);
  },
);

test('as evidence, a mean reaches as far as the multiplier for a moving window says', () => {
  const deviation = Math.sqrt((400 - 500 ** 2 / 1000) / 999);
  const reach = movingMeanMultiplier(1000, 0.05, 1000) * (deviation / Math.sqrt(1000));
  expect(estimateSignal('value_per_run', window, evidence).low).toBeCloseTo(0.5 - reach, 12);
});

test.each(['hallucination_rate', 'latency_p95'])(
  'as evidence, %s keeps its interval, which is exact already',
  (signal) => {
    expect(widthOf(signal, evidence)).toBe(widthOf(signal, plain));
  },
);

test('a limit between the two intervals is proven by neither the value nor the narrower one', () => {
  const low = estimateSignal('value_per_run', window, evidence).low!;
  const shownLow = estimateSignal('value_per_run', window, plain).low!;
  const limit = (low + shownLow) / 2;
  expect(readSignal('value_per_run', window, plain, limit).side).toBe('good');
  expect(readSignal('value_per_run', window, evidence, limit).side).toBe('open');
});
