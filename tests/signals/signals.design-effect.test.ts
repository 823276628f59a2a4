import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fiellerInterval } from '../../core/statistics/fieller.ts';
import { meanSequenceMultiplier } from '../../core/statistics/mean-sequence.ts';
import { proportionInterval } from '../../core/statistics/proportion-sequence.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import { MEASURE_NAMES } from '../../signals/measures.ts';
import { historyRows, hourRow, parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

const estimate = (
  id: string,
  sums: Sums,
  effect: number,
  params: Partial<EstimateParameters> = {},
): Estimate => {
  const designEffects = [{ atMs: 0, signal: id, effect }];
  return estimateSignal(id, windowOf(sums, {}, { designEffects }), parametersOf(params));
};

describe('trials that come in clusters', () => {
  test('count for what they are worth in a proportion; n stays the raw count', () => {
    const found = estimate('hallucination_rate', { judged: 400, hallucinated: 8 }, 2);
    expect(found).toMatchObject({ value: 0.02, n: 400, nEffective: 200 });
    expect(found).toMatchObject(proportionInterval(4, 200, 0.05));
  });

  test('multiply the variance of a mean, whose sequence is that of the effective sample', () => {
    const found = estimate('satisfaction', { ratings: 200, rating_sum: 20, rating_sq: 100 }, 2);
    const variance = (100 - 2) / 199;
    const halfWidth = meanSequenceMultiplier(100, 0.05, 1000) * Math.sqrt((variance * 2) / 200);
    expect(found).toMatchObject({ n: 200, nEffective: 100 });
    expect(found.value).toBeCloseTo(0.1, 12);
    expect(found.high).toBeCloseTo(0.1 + halfWidth, 12);
  });

  test('multiply all variances of a ratio', () => {
    const sums: Sums = {
      runs: 400,
      priced: 400,
      cost_usd: 80,
      cost_sq: 20,
      value_n: 400,
      value_sum: 800,
      value_sq: 2000,
      value_cost: 80,
      value_by_cost: 180,
    };
    const found = estimate('roi', sums, 4);
    const perMean = (400 * 399) / 4;
    const pair = {
      numeratorMean: 2,
      denominatorMean: 0.2,
      numeratorVariance: (2000 - 1600) / perMean,
      denominatorVariance: (20 - 16) / perMean,
      covariance: (180 - 160) / perMean,
    };
    const interval = fiellerInterval(pair, meanSequenceMultiplier(100, 0.05, 1000))!;
    expect(found).toMatchObject({ n: 400, nEffective: 100 });
    expect(found.low).toBeCloseTo(interval.low, 9);
    expect(found.high).toBeCloseTo(interval.high, 9);
  });

  test('count in what is made of them: return and unit cost by value, outcome and cost', () => {
    const sums: Sums = {
      runs: 4000,
      priced: 4000,
      cost_usd: 800,
      cost_sq: 200,
      outcome_accepted: 3000,
      outcome_worthless: 1000,
      outcome_accepted_cost: 600,
      outcome_worthless_cost: 200,
    };
    const params = parametersOf({ businessCase: { value_per_success_usd: 2 } });
    const under = (id: string, effects: Record<string, number>): Estimate => {
      const designEffects = Object.entries(effects).map(([signal, effect]) => ({
        atMs: 0,
        signal,
        effect,
      }));
      return estimateSignal(id, windowOf(sums, {}, { designEffects }), params);
    };
    for (const id of ['roi', 'unit_cost', 'value_per_run']) {
      const alone = under(id, {});
      const clustered = under(id, { acceptance_rate: 4, cost_per_run: 2 });
      expect(alone, id).toMatchObject({ state: 'ok', n: 4000, nEffective: 4000 });
      expect(clustered, id).toMatchObject({ value: alone.value, n: 4000, nEffective: 1000 });
      expect(clustered.low, id).toBeLessThan(alone.low!);
      expect(under(id, { acceptance_rate: 4, [id]: 1.25 }).nEffective, id).toBe(3200);
    }
    expect(under('roi', { cost_per_run: 2 }).nEffective).toBe(2000);
  });

  test('give a quantile the ranks of the effective sample', () => {
    const latency = new Map(Array.from({ length: 1000 }, (_, i) => [i, 2] as const));
    const read = (effect: number): Estimate => {
      const designEffects = [{ atMs: 0, signal: 'latency_p95', effect }];
      const window = windowOf({ timed: 2000 }, { latency }, { designEffects });
      return estimateSignal('latency_p95', window, parametersOf());
    };
    expect(read(2)).toMatchObject({ value: read(1).value, n: 2000, nEffective: 1000 });
    expect(read(2).low).toBeLessThan(read(1).low!);
    expect(read(2).high).toBeGreaterThan(read(1).high!);
    expect(read(30)).toMatchObject({ state: 'too_few', nEffective: 2000 / 30 });
  });

  test('reach a minimum sample by what they are worth, and the reason says so', () => {
    const sums = { judged: 120, hallucinated: 1 };
    expect(estimate('hallucination_rate', sums, 3, { minSample: 41 })).toMatchObject({
      state: 'too_few',
      n: 120,
      nEffective: 40,
      reason:
        '40 of 41 effective judged runs needed: 120 came in clusters, in which 3 are worth one.',
    });
    expect(estimate('hallucination_rate', sums, 3, { minSample: 40 }).state).toBe('ok');
  });

  test('never change a value, and only widen its interval, whatever the signal', () => {
    const anySums = fc.array(
      fc.tuple(fc.constantFrom(...MEASURE_NAMES), fc.integer({ min: 0, max: 4000 })),
      { maxLength: 80 },
    );
    const businessCase = { value_per_success_usd: 2, baseline_cost_per_task_usd: 1 };
    const params = parametersOf({ minSample: 1, unpricedTolerance: 2, businessCase });
    fc.assert(
      fc.property(anySums, fc.integer({ min: 2, max: 9 }), (entries, effect) => {
        const sums = Object.fromEntries(entries);
        const designEffects = SIGNALS.map(({ id }) => ({ atMs: 0, signal: id, effect }));
        const minutes = { runMinutes: 50, okMinutes: 40 };
        const alone = windowOf(sums, minutes);
        const clustered = windowOf(sums, minutes, { designEffects });
        for (const { id } of SIGNALS) {
          const one = estimateSignal(id, alone, params);
          const other = estimateSignal(id, clustered, params);
          expect(other.n, id).toBe(one.n);
          if (one.state !== 'ok' || other.state !== 'ok') continue;
          const tolerance = 1e-9 * Math.max(1, Math.abs(one.value));
          expect(Math.abs(other.value - one.value), id).toBeLessThanOrEqual(tolerance);
          if (one.low === null || one.high === null) continue;
          expect(other.low, id).toBeLessThanOrEqual(one.low + tolerance);
          expect(other.high, id).toBeGreaterThanOrEqual(one.high - tolerance);
        }
      }),
      {
        numRuns: 150,
        examples: [
          // Cost that moved with outcomes, in squares that say it never moved.
          [
            [
              ['minutes_accepted', 56],
              ['minutes_accepted_cost', 2],
              ['runs', 257],
              ['cost_usd', 3],
            ],
            2,
          ],
        ],
      },
    );
  });
});

describe('the design effect of a window', () => {
  const history = createHistory(
    historyRows({
      hours: [0, 1, 2].map((day) => hourRow(day * DAY_MS, { judged: 400, hallucinated: 8 })),
      designEffects: [
        { atMs: DAY_MS, signal: 'hallucination_rate', effect: 2 },
        { atMs: DAY_MS, signal: 'error_rate', effect: 9 },
        { atMs: 2 * DAY_MS, signal: 'hallucination_rate', effect: 4 },
      ],
      endMs: 3 * DAY_MS,
    }),
  );
  const effectAt = (atMs: number): number =>
    history.window(0, atMs).designEffect('hallucination_rate');

  test('is the latest that was known before its end', () => {
    expect(effectAt(DAY_MS)).toBe(1);
    expect(effectAt(DAY_MS + HOUR_MS)).toBe(2);
    expect(effectAt(2 * DAY_MS)).toBe(2);
    expect(effectAt(3 * DAY_MS)).toBe(4);
  });

  test('decides alike whether an interval is worked out or not', () => {
    const window = history.window(0, 3 * DAY_MS);
    const { high } = estimateSignal('hallucination_rate', window, parametersOf());
    const side = (limit: number): string =>
      readSignal('hallucination_rate', window, parametersOf(), limit).side;
    expect([side(high! * 0.999), side(high! * 1.001)]).toEqual(['open', 'good']);
  });
});
