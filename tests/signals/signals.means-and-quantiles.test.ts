import { describe, expect, test } from 'vitest';
import { bucketIndex, bucketValue } from '../../core/statistics/log-histogram.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import type { BusinessCase } from '../../core/workload.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import type { IncidentRow } from '../../signals/history-rows.ts';
import { historyRows, hourRow, parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

const estimate = (id: string, sums: Sums, businessCase: BusinessCase = {}): Estimate =>
  estimateSignal(id, windowOf(sums), parametersOf({ businessCase }));

/** s·√(2(nρ²+1)/(nρ)² · ln(√(nρ²+1)/α)), as signals.md writes it. */
function halfWidth(s: number, n: number, alpha = 0.05, expected = 1000): number {
  const rho2 = (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / expected;
  return (
    s *
    Math.sqrt(((2 * (n * rho2 + 1)) / (n * n * rho2)) * Math.log(Math.sqrt(n * rho2 + 1) / alpha))
  );
}

describe('means', () => {
  test('have the asymptotic sequence’s half-width', () => {
    const found = estimate('satisfaction', { ratings: 100, rating_sum: 40, rating_sq: 41 });
    const s = Math.sqrt((41 - 16) / 99);
    expect(found.value).toBeCloseTo(0.4, 12);
    expect(found.low).toBeCloseTo(0.4 - halfWidth(s, 100), 12);
    expect(found.high).toBeCloseTo(0.4 + halfWidth(s, 100), 12);
  });

  test('are cut to what their observations cannot leave', () => {
    expect(estimate('satisfaction', { ratings: 30, rating_sum: 29, rating_sq: 29 }).high).toBe(1);
  });

  test('tokens_per_run is tokens in and out over the runs that state them', () => {
    const sums: Sums = {
      runs: 90,
      runs_with_tokens: 50,
      tokens_in: 4000,
      tokens_out: 1000,
      tokens_sq: 600_000,
    };
    expect(estimate('tokens_per_run', sums)).toMatchObject({ value: 100, n: 50 });
  });

  test('cost_per_run is inference cost over priced runs', () => {
    const sums: Sums = { runs: 100, priced: 100, cost_usd: 2, cost_sq: 0.05 };
    expect(estimate('cost_per_run', sums)).toMatchObject({ value: 0.02, n: 100 });
  });

  test('review_burden is review minutes over all runs', () => {
    const sums: Sums = {
      runs: 100,
      reviews: 20,
      reviews_timed: 20,
      review_seconds: 1200,
      review_seconds_sq: 72_000,
    };
    const found = estimate('review_burden', sums);
    const s = Math.sqrt((20 - 100 * 0.04) / 99);
    expect(found.value).toBeCloseTo(0.2, 12);
    expect(found.n).toBe(100);
    expect(found.high).toBeCloseTo(0.2 + halfWidth(s, 100), 12);
  });

  test('net_minutes_saved takes review minutes per run off the minutes saved', () => {
    const sums: Sums = {
      runs: 100,
      saved_n: 100,
      saved_sum: 500,
      saved_sq: 2896,
      reviews: 20,
      reviews_timed: 20,
      review_seconds: 1200,
      review_seconds_sq: 72_000,
    };
    const found = estimate('net_minutes_saved', sums);
    const width = halfWidth(2, 100) + halfWidth(Math.sqrt(16 / 99), 100);
    expect(found.value).toBeCloseTo(4.8, 12);
    expect(found.low).toBeCloseTo(4.8 - width, 12);
  });

  test('runs is a count: a true 0 while the source is alive, and never decides', () => {
    const params = parametersOf({ minSample: 0 });
    expect(estimateSignal('runs', windowOf({ runs: 7 }), params)).toMatchObject({
      value: 7,
      low: null,
      high: null,
      n: 7,
    });
    expect(readSignal('runs', windowOf({ runs: 7 }), params, 1).side).toBe('open');
    const history = createHistory(
      historyRows({ hours: [hourRow(0, { runs: 1 })], endMs: 2 * HOUR_MS }),
    );
    expect(estimateSignal('runs', history.window(HOUR_MS, 2 * HOUR_MS), params)).toMatchObject({
      state: 'ok',
      value: 0,
    });
  });
});

describe('value_per_run', () => {
  const businessCase = { value_per_success_usd: 2, minute_value_usd: 0.5 };
  const stated: Sums = { value_n: 40, value_sum: 40, value_sq: 60 };

  test('takes stated money, else minutes × rate, else the outcome × the case’s value', () => {
    const sums: Sums = {
      runs: 100,
      ...stated,
      minutes_n: 20,
      minutes_sum: 60,
      minutes_sq: 200,
      minutes_accepted: 20,
      outcome_accepted: 10,
      outcome_edited: 10,
      outcome_worthless: 10,
    };
    const found = estimate('value_per_run', sums, businessCase);
    const sum = 40 + 30 + 2 * (10 + 5);
    const squares = 60 + 50 + 4 * (10 + 2.5);
    const s = Math.sqrt((squares - (sum * sum) / 90) / 89);
    expect(found.n).toBe(90);
    expect(found.value).toBeCloseTo(sum / 90, 12);
    expect(found.high).toBeCloseTo(sum / 90 + halfWidth(s, 90), 12);
  });

  test('counts an edited output as the fraction the case states', () => {
    const sums: Sums = { runs: 40, outcome_accepted: 20, outcome_edited: 20 };
    expect(
      estimate('value_per_run', sums, { value_per_success_usd: 1, edited_fraction: 0.2 }).value,
    ).toBeCloseTo(0.6, 12);
  });

  test('runs that save minutes fall back to their outcome where the case has no rate', () => {
    const sums: Sums = {
      runs: 40,
      minutes_n: 40,
      minutes_sum: 99,
      minutes_sq: 999,
      minutes_accepted: 30,
      minutes_worthless: 10,
    };
    expect(estimate('value_per_run', sums, { value_per_success_usd: 2 }).value).toBeCloseTo(
      1.5,
      12,
    );
  });

  test('is too_few where less than half of the runs have a value, with the coverage in words', () => {
    const found = estimate('value_per_run', { runs: 100, ...stated, outcome_accepted: 50 }, {});
    expect(found).toMatchObject({ state: 'too_few', value: null, n: 40 });
    expect(found).toHaveProperty(
      'reason',
      '40 of 100 runs (40 %) have a value, at least half must; the business case states no value per success.',
    );
    expect(estimate('value_per_run', { runs: 80, ...stated }, {}).state).toBe('ok');
  });
});

describe('latency quantiles', () => {
  const latencyOf = (values: readonly number[]): Map<number, number> => {
    const map = new Map<number, number>();
    for (const value of values) map.set(bucketIndex(value), (map.get(bucketIndex(value)) ?? 0) + 1);
    return map;
  };
  const thousand = Array.from({ length: 1000 }, (_, i) => i + 1);
  const window = windowOf({ timed: 1000 }, { latency: latencyOf(thousand) });

  test('lie between the binomial ranks: 936 and 964 for the p95 of 1,000 runs', () => {
    const found = estimateSignal('latency_p95', window, parametersOf());
    expect(found.value).toBe(bucketValue(bucketIndex(950)));
    expect(found.low).toBe(bucketValue(bucketIndex(936)));
    expect(found.high).toBe(bucketValue(bucketIndex(964)));
  });

  test('decide by the sequence on runs above the limit', () => {
    const side = (limit: number): string =>
      readSignal('latency_p95', window, parametersOf(), limit).side;
    expect(side(1500)).toBe('good');
    expect(side(960)).toBe('open');
    expect(side(500)).toBe('bad');
  });

  test.each([
    ['latency_p95', 72],
    ['latency_p99', 368],
    ['latency_p50', 6],
  ])('%s is too_few below the %i runs that give it an upper bound', (id, smallest) => {
    const state = (n: number): string =>
      estimateSignal(
        id,
        windowOf({ timed: n }, { latency: new Map([[463, n]]) }),
        parametersOf({ minSample: 1 }),
      ).state;
    expect(state(smallest - 1)).toBe('too_few');
    expect(state(smallest)).toBe('ok');
  });
});

describe('rollback_mttr', () => {
  const phases = (
    incident: string,
    detectedMs: number | null,
    restoredMs: number | null,
    rest: Partial<IncidentRow> = {},
  ): IncidentRow[] =>
    (
      [
        ['detected', detectedMs],
        ['restored', restoredMs],
      ] as const
    ).flatMap(([phase, tsMs]) =>
      tsMs === null ? [] : [{ incident, phase, tsMs, rollback: true, drill: false, ...rest }],
    );
  const incidents = [
    ...phases('a', 0, 10 * MINUTE_MS),
    ...phases('b', DAY_MS, DAY_MS + 20 * MINUTE_MS),
    ...phases('drill', DAY_MS, DAY_MS + 99 * MINUTE_MS, { drill: true }),
    ...phases('no-rollback', DAY_MS, DAY_MS + 99 * MINUTE_MS, { rollback: false }),
    ...phases('unseen', null, DAY_MS + 99 * MINUTE_MS),
    ...phases('open', DAY_MS, null),
  ];
  const history = createHistory(historyRows({ incidents, endMs: 300 * DAY_MS }));
  const year = history.window(290 * DAY_MS, 300 * DAY_MS);

  test('is the mean of restored − detected over complete incidents with rollback, drills apart', () => {
    expect(estimateSignal('rollback_mttr', year, parametersOf({ minSample: 2 }))).toMatchObject({
      value: 15,
      n: 2,
    });
  });

  test('is never stale, and too_few where a policy asks for more', () => {
    expect(estimateSignal('rollback_mttr', year, parametersOf({ minSample: 3 }))).toMatchObject({
      state: 'too_few',
      n: 2,
    });
  });
});
