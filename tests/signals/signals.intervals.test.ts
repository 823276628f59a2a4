import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import { anyParams, anyWindow } from './any-window.ts';
import { parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The interval of a number that has one, else null. */
function endsOf({ state, low, high }: Estimate): Ends | null {
  return state === 'ok' && low !== null && high !== null ? { low, high } : null;
}

const sizeOf = ({ low, high }: Ends): number => Math.max(1, Math.abs(low), Math.abs(high));

describe('the interval of every signal', () => {
  test('widens with confidence', () => {
    fc.assert(
      fc.property(anyWindow, anyParams, (window, params) => {
        for (const { id } of SIGNALS) {
          const [sure, surer] = [0.1, 0.01].map((alpha) =>
            endsOf(estimateSignal(id, window, { ...params, alpha })),
          );
          if (!sure || !surer) continue;
          const tolerance = 1e-9 * sizeOf(surer);
          expect(surer.low, id).toBeLessThanOrEqual(sure.low + tolerance);
          expect(surer.high, id).toBeGreaterThanOrEqual(sure.high - tolerance);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('narrows when the same telemetry comes several times over', () => {
    fc.assert(
      fc.property(anyWindow, anyParams, fc.integer({ min: 2, max: 40 }), (window, params, k) => {
        for (const { id, estimator } of SIGNALS) {
          // Ranks are whole and drift is smoothed by half a value: both have a test of their own.
          if (estimator === 'quantile' || estimator === 'distance') continue;
          const once = endsOf(estimateSignal(id, window, params));
          const often = endsOf(estimateSignal(id, scaledWindow(window, k), params));
          if (!once || !often) continue;
          const tolerance = 1e-9 * sizeOf(once);
          expect(often.high - often.low, id).toBeLessThanOrEqual(once.high - once.low + tolerance);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('of a quantile narrows with four times the runs', () => {
    const latency = new Map<number, number>();
    for (let i = 0; i < 1000; i++) {
      const bucket = bucketIndex(100 * 1.01 ** (i / 4));
      latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
    }
    const window = windowOf({ timed: 1000 }, { latency });
    for (const id of ['latency_p50', 'latency_p95', 'latency_p99']) {
      const once = endsOf(estimateSignal(id, window, parametersOf()))!;
      const often = endsOf(estimateSignal(id, scaledWindow(window, 4), parametersOf()))!;
      expect(often.high - often.low, id).toBeLessThan(once.high - once.low);
    }
  });
});

describe('an interval is monotone in the data', () => {
  const ends = (id: string, sums: Sums, params: Partial<EstimateParameters> = {}): Ends =>
    endsOf(estimateSignal(id, windowOf(sums), parametersOf({ minSample: 1, ...params })))!;
  const notBelow = (higher: Ends, lower: Ends): void => {
    const tolerance = 1e-9 * sizeOf(higher);
    expect(higher.low).toBeGreaterThanOrEqual(lower.low - tolerance);
    expect(higher.high).toBeGreaterThanOrEqual(lower.high - tolerance);
  };

  test('of a proportion: one more of as many trials lowers neither end, corrected for a judge or not', () => {
    const judges: (Partial<EstimateParameters> | null)[] = [
      null,
      { judge: { sensitivity: 0.9, specificity: 1 } },
      { judge: { sensitivity: 0.9, specificity: 1, n_positive: 50, n_negative: 80 } },
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.8, noNaN: true }),
        fc.constantFrom(...judges),
        (n, share, judge) => {
          const x = Math.floor(share * (n - 1));
          const at = (hallucinated: number): Ends =>
            ends('hallucination_rate', { judged: n, hallucinated }, judge ?? {});
          notBelow(at(x + 1), at(x));
        },
      ),
    );
  });

  test('of a mean: adding the same to every observation moves both ends by it', () => {
    const anyRatings = fc.array(fc.integer({ min: -100, max: 100 }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(anyRatings, fc.integer({ min: 0, max: 50 }), (tokens, more) => {
        const at = (shift: number): Ends => {
          const values = tokens.map((value) => 10_000 + value + shift);
          return ends('tokens_per_run', {
            runs_with_tokens: values.length,
            tokens_in: values.reduce((a, b) => a + b, 0),
            tokens_sq: values.reduce((a, b) => a + b * b, 0),
          });
        };
        expect(at(more).low - at(0).low).toBeCloseTo(more, 3);
        expect(at(more).high - at(0).high).toBeCloseTo(more, 3);
      }),
    );
  });

  test('of a ratio: more of every value raises both ends, more of every cost lowers them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: 300 }), (percent) => {
        const factor = percent / 100;
        const at = (value: number, cost: number): Ends =>
          ends('roi', {
            runs: 200,
            priced: 200,
            cost_usd: 40 * cost,
            cost_sq: 9 * cost ** 2,
            value_n: 200,
            value_sum: 400 * value,
            value_sq: 1000 * value ** 2,
            value_cost: 40 * cost,
            value_by_cost: 85 * value * cost,
          });
        notBelow(at(factor, 1), at(1, 1));
        notBelow(at(1, 1), at(1, factor));
      }),
    );
  });

  test('of a quantile: slower runs lower neither end', () => {
    const anyBuckets = fc.array(fc.integer({ min: 0, max: 300 }), {
      minLength: 80,
      maxLength: 200,
    });
    fc.assert(
      fc.property(anyBuckets, fc.integer({ min: 1, max: 40 }), (buckets, slower) => {
        const at = (shift: number): Ends => {
          const latency = new Map<number, number>();
          for (const bucket of buckets) {
            latency.set(bucket + shift, (latency.get(bucket + shift) ?? 0) + 1);
          }
          const window = windowOf({ timed: buckets.length }, { latency });
          return endsOf(estimateSignal('latency_p95', window, parametersOf({ minSample: 1 })))!;
        };
        notBelow(at(slower), at(0));
      }),
    );
  });
});
