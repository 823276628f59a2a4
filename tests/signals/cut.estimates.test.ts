import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { SIGNALS, signalEntry } from '../../signals/catalogue.ts';
import { compareSignal } from '../../signals/compare-signal.ts';
import { createCutEstimator } from '../../signals/cut-estimate.ts';
import { canBeCut, whyNotCut, type CutWhole } from '../../signals/cut-reasons.ts';
import { CUT_DIMENSIONS, type CutDimension } from '../../signals/cut.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { parametersOf, windowOf, type Sums } from './sample-window.ts';

const RUNS: Sums = { runs: 400, runs_with_status: 400, errors: 8, priced: 400, cost_usd: 4 };

const wholeOf = (
  window: TelemetryWindow,
  dimension: CutDimension = 'release',
  stated: Sums = {},
): CutWhole => ({ dimension, window, stated: (measure) => stated[measure] ?? 0 });
const estimate = (
  id: string,
  part: TelemetryWindow,
  whole: CutWhole,
  params: Partial<EstimateParameters> = {},
) => createCutEstimator(whole, () => parametersOf(params)).estimate(id, part);
const COST = { tsMs: 0, category: 'support', amountUsd: 1, startMs: 0, endMs: 0 } as const;

describe('a signal of a part of the runs', () => {
  test('is either known by the same estimator, or says in one sentence why not', () => {
    const whole = wholeOf(windowOf(RUNS, { runMinutes: 60, okMinutes: 60 }));
    for (const dimension of CUT_DIMENSIONS) {
      for (const entry of SIGNALS) {
        const reason = whyNotCut(entry, { ...whole, dimension }, parametersOf());
        expect([entry.id, reason === null]).toEqual([entry.id, canBeCut(entry.id, dimension)]);
        if (reason !== null) expect(reason).toMatch(/^[A-Z].*\.$/);
      }
    }
    const part = windowOf({ ...RUNS, errors: 80 });
    expect(estimate('error_rate', part, whole)).toEqual(
      estimateSignal('error_rate', part, parametersOf()),
    );
  });

  test('that only incidents, budgets, features or occasions feed is known of the whole', () => {
    const known = SIGNALS.filter(({ id }) => !canBeCut(id, 'release')).map(({ id }) => id);
    expect(known.toSorted()).toEqual([
      'adoption_rate',
      'budget_use',
      'bypass_rate',
      'data_freshness',
      'drift',
      'quarantine_rate',
      'rollback_mttr',
      'unit_cost_trend',
      'uptime',
    ]);
    expect(canBeCut('uptime', 'stage')).toBe(true);
  });

  test('is not made cheaper by costs and reviews that state no part', () => {
    const params = { businessCase: { review_usd_per_hour: 30 } };
    const billed = windowOf(RUNS, {}, { costs: [COST] });
    const reviewed = windowOf({ ...RUNS, reviews: 100 });
    for (const id of ['unit_cost', 'roi', 'cost_against_baseline']) {
      expect(whyNotCut(signalEntry(id), wholeOf(billed), parametersOf())).toContain('Cost events');
      const why = (stated: Sums): string | null =>
        whyNotCut(signalEntry(id), wholeOf(reviewed, 'release', stated), parametersOf(params));
      expect(why({ reviews: 98 })).toBe('98 of 100 reviews state a release; nearly all must.');
      expect(why({ reviews: 99 })).toBeNull();
    }
    expect(whyNotCut(signalEntry('unit_cost'), wholeOf(reviewed), parametersOf())).toBeNull();
    expect(
      whyNotCut(signalEntry('net_minutes_saved'), wholeOf(reviewed), parametersOf()),
    ).toContain('reviews state');
  });

  test('has no value of outcome events that state no part', () => {
    const window = windowOf({ ...RUNS, outcome_value: 100 });
    const why = (outcome_value: number): string | null =>
      whyNotCut(signalEntry('roi'), wholeOf(window, 'segment', { outcome_value }), parametersOf());
    expect(why(50)).toContain('Outcome events');
    expect(why(100)).toBeNull();
  });

  test('of which the whole knows nothing, or no longer, is missing for the same reason', () => {
    const silent = windowOf(RUNS);
    const never = estimate('hallucination_rate', windowOf({ runs: 5 }), wholeOf(silent));
    expect(never).toMatchObject({ state: 'not_instrumented', value: null });
    const stale = { staleAfterMs: -1 };
    expect(estimate('error_rate', windowOf(RUNS), wholeOf(silent), stale)).toMatchObject({
      state: 'stale',
    });
  });

  test('is too few where the part alone has none, and never said not to be instrumented', () => {
    const whole = wholeOf(windowOf(RUNS));
    expect(estimate('error_rate', windowOf({ runs: 1 }), whole)).toMatchObject({
      state: 'too_few',
      reason: 'No runs with a status of this release in the window.',
    });
  });

  test('that is reported as an aggregate is not applicable, as no report says of which part it is', () => {
    const metric = {
      hourMs: 0,
      signal: 'error_rate',
      reports: 1,
      reportsWithN: 1,
      reportsWithBounds: 0,
      n: 1000,
      valueSum: 0.02,
      lowSum: 0,
      highSum: 0,
      valueByN: 20,
      lowByN: 0,
      highByN: 0,
    };
    const whole = wholeOf(windowOf({ runs: 10 }, {}, { metrics: [metric] }));
    expect(estimate('error_rate', windowOf({ runs: 10 }), whole)).toMatchObject({
      state: 'not_applicable',
      reason: 'It is reported for the workload as a whole, not by release.',
    });
  });
});

describe('a difference', () => {
  const difference = (
    id: string,
    before: TelemetryWindow,
    after: TelemetryWindow,
    params: Partial<EstimateParameters> = {},
  ) => {
    const found = compareSignal(signalEntry(id), { before, after }, parametersOf(params));
    if (found?.kind !== 'known') throw new Error(`${id}: ${JSON.stringify(found)}`);
    return found;
  };
  const judged = (hallucinated: number): TelemetryWindow =>
    windowOf({ runs: 1000, judged: 1000, hallucinated });

  test('that a judge reported is as much larger as the judge is blind, and points the same way', () => {
    const plain = difference('hallucination_rate', judged(100), judged(250));
    const exact = { sensitivity: 0.9, specificity: 0.9 };
    const corrected = difference('hallucination_rate', judged(100), judged(250), { judge: exact });
    expect(corrected.value).toBeCloseTo(0.15 / 0.8, 12);
    expect(corrected.low).toBeCloseTo(plain.low / 0.8, 9);
    expect(corrected.high).toBeCloseTo(plain.high / 0.8, 9);
    const counted = { ...exact, n_positive: 100, n_negative: 100 };
    const unsure = difference('hallucination_rate', judged(100), judged(250), { judge: counted });
    expect(unsure.low).toBeGreaterThan(0);
    expect(unsure.low).toBeLessThan(corrected.low);
    expect(unsure.high).toBeGreaterThan(corrected.high);
    const poor = { sensitivity: 0.6, specificity: 0.5, n_positive: 20, n_negative: 20 };
    const blind = difference('hallucination_rate', judged(500), judged(580), { judge: poor });
    expect(blind.high).toBe(1);
  });

  test('of quantiles is as wide as both sides leave it, and in milliseconds', () => {
    const timed = (bucket: number, n = 2000): TelemetryWindow =>
      windowOf(
        { runs: n, timed: n },
        {
          latency: new Map([
            [bucket, n * 0.97],
            [900, n * 0.03],
          ]),
        },
      );
    const same = difference('latency_p50', timed(500), timed(500));
    expect(same.low).toBeLessThan(0);
    expect(same.high).toBeGreaterThan(0);
    expect(same.high).toBeLessThan(0.03 * 1.01 ** 500);
    const slower = difference('latency_p50', timed(500), timed(520));
    expect(slower.low).toBeGreaterThan(0);
    const few = compareSignal(
      signalEntry('latency_p99'),
      { before: timed(500, 400), after: timed(500, 400) },
      parametersOf({ alpha: 0.001 }),
    );
    expect(few).toMatchObject({ kind: 'unknown' });
  });

  test('of means counts runs in clusters for what they are worth', () => {
    const priced = (mean: number, effect = 1): TelemetryWindow =>
      windowOf(
        { runs: 1000, priced: 1000, cost_usd: 1000 * mean, cost_sq: 1000 * (mean * mean + 0.01) },
        {},
        { designEffects: [{ atMs: -HOUR_MS, signal: 'cost_per_run', effect }] },
      );
    const alone = difference('cost_per_run', priced(1), priced(1.05));
    const clustered = difference('cost_per_run', priced(1, 4), priced(1.05, 4));
    expect(alone).toMatchObject({ value: expect.closeTo(0.05, 9) });
    expect(clustered.high - clustered.low).toBeGreaterThan(1.5 * (alone.high - alone.low));
  });
});
