import { describe, expect, test } from 'vitest';
import { fiellerInterval } from '../../core/statistics/fieller.ts';
import { meanSequenceMultiplier } from '../../core/statistics/mean-sequence.ts';
import { HOUR_MS } from '../../core/time.ts';
import type { BusinessCase } from '../../core/workload.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { Estimate } from '../../signals/estimate.ts';
import type { CostRow } from '../../signals/history-rows.ts';
import { parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

/** Forty runs, half of them worth 1 USD at 0.1 USD, half worth 3 USD at 0.3 USD. */
const valued: Sums = {
  runs: 40,
  priced: 40,
  cost_usd: 8,
  cost_sq: 2,
  value_n: 40,
  value_sum: 80,
  value_sq: 200,
  value_cost: 8,
  value_by_cost: 20,
};
/** Forty runs at 0.2 USD: 20 accepted, 10 edited, 10 rejected. */
const finished: Sums = {
  runs: 40,
  priced: 40,
  cost_usd: 8,
  cost_sq: 1.6,
  outcome_accepted: 20,
  outcome_edited: 10,
  outcome_worthless: 10,
  outcome_accepted_cost: 4,
  outcome_edited_cost: 2,
  outcome_worthless_cost: 2,
};
const support: CostRow = {
  tsMs: 0,
  category: 'support',
  amountUsd: 24,
  startMs: 0,
  endMs: 3 * HOUR_MS,
};

function estimate(
  id: string,
  sums: Sums,
  businessCase: BusinessCase = {},
  costs: CostRow[] = [],
): Estimate {
  return estimateSignal(id, windowOf(sums, {}, { costs }), parametersOf({ businessCase }));
}

describe('roi', () => {
  test('is mean value over mean full cost: run costs, cost events in the window, review labour', () => {
    const reviewed: Sums = {
      ...valued,
      reviews: 10,
      reviews_timed: 10,
      review_seconds: 600,
      review_seconds_sq: 36_000,
    };
    const found = estimate('roi', reviewed, { review_usd_per_hour: 24 }, [support]);
    expect(found.value).toBeCloseTo(80 / (8 + 8 + 4), 12);
    expect(found.n).toBe(40);
  });

  test('has Fieller’s interval with the mean sequence’s multiplier and the covariance of value and cost', () => {
    const found = estimate('roi', valued);
    const perMean = 40 * 39;
    const interval = fiellerInterval(
      {
        numeratorMean: 2,
        denominatorMean: 0.2,
        numeratorVariance: (200 - 160) / perMean,
        denominatorVariance: (2 - 1.6) / perMean,
        covariance: (20 - 16) / perMean,
      },
      meanSequenceMultiplier(40, 0.05, 1000),
    )!;
    expect(found.value).toBeCloseTo(10, 12);
    expect(found.low).toBeCloseTo(interval.low, 9);
    expect(found.high).toBeCloseTo(interval.high, 9);
  });

  test('of runs whose value is proportional to their cost is known exactly', () => {
    const found = estimate('roi', valued);
    expect(found.low).toBeCloseTo(10, 6);
    expect(found.high).toBeCloseTo(10, 6);
  });

  test('adds the value of outcome events per run', () => {
    expect(estimate('roi', { ...valued, outcome_value: 40 }).value).toBeCloseTo((2 + 1) / 0.2, 12);
  });

  test('rests on outcome events alone where no run has a value', () => {
    const { runs, priced, cost_usd, cost_sq } = valued as Required<Sums>;
    expect(estimate('roi', { runs, priced, cost_usd, cost_sq, outcome_value: 16 })).toMatchObject({
      value: 2,
      n: 40,
    });
  });

  test('takes the mean value of the valued runs, but the cost of all', () => {
    const found = estimate('roi', { ...valued, runs: 60, priced: 60, cost_usd: 12, cost_sq: 2.8 });
    expect(found.value).toBeCloseTo(2 / 0.2, 12);
    expect(estimate('roi', { ...valued, runs: 100, priced: 100 })).toMatchObject({
      state: 'too_few',
      n: 40,
    });
  });

  test('without any cost is too_few, never a point', () => {
    expect(
      estimate('roi', { ...valued, cost_usd: 0, cost_sq: 0, value_cost: 0, value_by_cost: 0 }),
    ).toMatchObject({ state: 'too_few', value: null });
  });
});

describe('unit_cost', () => {
  test('is full cost over successes, an edited output counting as the case’s fraction', () => {
    expect(estimate('unit_cost', finished, {}, [support]).value).toBeCloseTo(16 / 25, 12);
    expect(estimate('unit_cost', finished, { edited_fraction: 0.2 }).value).toBeCloseTo(8 / 22, 12);
  });

  test('counts a run without an outcome as no success', () => {
    expect(
      estimate('unit_cost', { ...finished, runs: 80, priced: 80, cost_usd: 16, cost_sq: 3.2 }),
    ).toMatchObject({ n: 40, value: 16 / 25 });
  });

  test('without successes is too_few, never a point', () => {
    const failed: Sums = {
      runs: 40,
      priced: 40,
      cost_usd: 8,
      cost_sq: 1.6,
      outcome_worthless: 40,
      outcome_worthless_cost: 8,
    };
    expect(estimate('unit_cost', failed)).toMatchObject({
      state: 'too_few',
      value: null,
      low: null,
      high: null,
    });
  });

  test('against the baseline is the same ratio over the case’s baseline cost', () => {
    const unit = estimate('unit_cost', finished);
    const against = estimate('cost_against_baseline', finished, { baseline_cost_per_task_usd: 2 });
    expect(against.value).toBeCloseTo(unit.value! / 2, 12);
    expect(against.low).toBeCloseTo(unit.low! / 2, 12);
    expect(against.high).toBeCloseTo(unit.high! / 2, 12);
    expect(estimate('cost_against_baseline', finished)).toMatchObject({
      state: 'not_instrumented',
      value: null,
    });
  });
});

describe('runs without a price', () => {
  test.each(['roi', 'unit_cost', 'cost_per_run'])(
    'make %s too_few above the tolerance, and say how many',
    (id) => {
      const sums = {
        ...finished,
        ...valued,
        runs: 1000,
        priced: 980,
        unpriced: 20,
        value_n: 1000,
        value_sum: 2000,
        value_sq: 5000,
      };
      const found = estimate(id, sums);
      expect(found).toMatchObject({
        state: 'too_few',
        value: null,
        reason: '2 % of 1000 runs have no price; at most 1 % may.',
      });
      expect(estimate(id, { ...sums, priced: 990, unpriced: 10 }).state).toBe('ok');
    },
  );

  test('all of them, and never a cost, is not instrumented', () => {
    const { cost_usd: _, cost_sq: __, priced: ___, ...unpriced } = { ...finished, unpriced: 40 };
    expect(estimate('unit_cost', unpriced).state).toBe('not_instrumented');
    expect(estimate('unit_cost', unpriced, {}, [support]).state).toBe('too_few');
  });
});
