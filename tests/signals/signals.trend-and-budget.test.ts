import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theilSen } from '../../core/statistics/theil-sen.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import type { CostRow, HistoryRows } from '../../signals/history-rows.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { historyRows, hourRow, parametersOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

/** A day's runs at noon: as many successes as runs, each at the same cost. */
function day(index: number, costUsd: number, accepted = 100) {
  const sums: Sums = {
    runs: 100,
    priced: 100,
    cost_usd: costUsd * accepted,
    outcome_accepted: accepted,
  };
  return hourRow(index * DAY_MS + 12 * HOUR_MS, sums);
}

function windowOver(
  days: number,
  rows: Partial<HistoryRows>,
  endMs = days * DAY_MS,
): TelemetryWindow {
  return createHistory(historyRows({ ...rows, endMs })).window(
    Math.ceil((endMs - days * DAY_MS) / HOUR_MS) * HOUR_MS,
    endMs,
  );
}

const trend = (window: TelemetryWindow, params: Partial<EstimateParameters> = {}): Estimate =>
  estimateSignal('unit_cost_trend', window, parametersOf({ minSample: 6, ...params }));

describe('the trend of the unit cost', () => {
  test('is the change in per cent from week to week', () => {
    const hours = Array.from({ length: 14 }, (_, i) => day(i, 0.2 * 1.1 ** (i / 7)));
    const found = trend(windowOver(14, { hours }));
    expect(found).toMatchObject({ state: 'ok', n: 14 });
    expect(found.value).toBeCloseTo(10, 9);
    expect(found.low).toBeCloseTo(10, 9);
    expect(found.high).toBeCloseTo(10, 9);
    const falling = Array.from({ length: 14 }, (_, i) => day(i, 0.2 * 0.5 ** (i / 7)));
    expect(trend(windowOver(14, { hours: falling })).value).toBeCloseTo(-50, 9);
  });

  test('is the Theil-Sen slope of the logarithms with its own interval, whatever the days cost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 6, maxLength: 28 }),
        (cents) => {
          const hours = cents.map((cost, i) => day(i, cost / 100));
          const found = trend(windowOver(cents.length, { hours }));
          const days = cents.map((_, i) => i);
          const slope = theilSen(
            days,
            cents.map((cost) => Math.log(cost / 100)),
            0.05,
          )!;
          const weekly = (daily: number): number => 100 * (Math.exp(7 * daily) - 1);
          if (slope.interval === null) {
            expect(found.state).toBe('too_few');
            return;
          }
          const close = (actual: number | null, expected: number): void =>
            expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(
              1e-6 * Math.max(1, Math.abs(expected)),
            );
          close(found.value, weekly(slope.slope));
          close(found.low, weekly(slope.interval.low));
          close(found.high, weekly(slope.interval.high));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('takes the full cost of each day, a late invoice included', () => {
    const hours = Array.from({ length: 14 }, (_, i) => day(i, 0.2));
    const invoice: CostRow = {
      tsMs: 13 * DAY_MS,
      category: 'support',
      amountUsd: 7 * 20,
      startMs: 7 * DAY_MS,
      endMs: 14 * DAY_MS,
    };
    expect(trend(windowOver(14, { hours })).value).toBeCloseTo(0, 9);
    expect(trend(windowOver(14, { hours, costs: [invoice] })).value).toBeGreaterThan(30);
  });

  test('leaves out days without a success, and needs enough of the others', () => {
    const hours = Array.from({ length: 14 }, (_, i) => day(i, 0.2 + i / 100, i < 8 ? 0 : 100));
    expect(trend(windowOver(14, { hours }))).toMatchObject({ state: 'ok', n: 6 });
    expect(trend(windowOver(14, { hours }), { minSample: 7 })).toMatchObject({
      state: 'too_few',
      reason: '6 of 7 days with a unit cost needed.',
    });
    expect(trend(windowOver(14, { hours }), { minSample: 1, alpha: 0.001 })).toMatchObject({
      state: 'too_few',
      reason: 'The slope over 6 days has no interval at this confidence.',
    });
  });

  test('is good and bad by the limit like any signal, and missing without a price or an outcome', () => {
    const hours = Array.from({ length: 14 }, (_, i) => day(i, 0.2 * 1.1 ** (i / 7)));
    const params = parametersOf({ minSample: 6 });
    const side = (limit: number): string =>
      readSignal('unit_cost_trend', windowOver(14, { hours }), params, limit).side;
    expect([side(5), side(20)]).toEqual(['bad', 'good']);
    const unpriced = hours.map((row) => ({ ...row, sums: { ...row.sums, unpriced: 50 } }));
    expect(trend(windowOver(14, { hours: unpriced })).state).toBe('too_few');
    expect(trend(windowOver(14, { hours: [hourRow(0, { runs: 5 })] })).state).toBe(
      'not_instrumented',
    );
  });

  test('counts days back from the window’s end, inside an hour too', () => {
    const endMs = 14 * DAY_MS + 20 * 60_000;
    const hours = Array.from({ length: 15 }, (_, i) => day(i, 0.2 * 1.1 ** (i / 7)));
    expect(trend(windowOver(14, { hours }, endMs)).value).toBeCloseTo(10, 9);
  });
});

describe('the use of the budget', () => {
  const businessCase = { monthly_budget_usd: 1000 };
  /** Ten dollars a day from some day on. */
  const tenADay = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => day(from + i, 0.1));
  const use = (window: TelemetryWindow, params: Partial<EstimateParameters> = {}): Estimate =>
    estimateSignal('budget_use', window, parametersOf({ minSample: 1, businessCase, ...params }));
  const week = (endDay: number, rows: Partial<HistoryRows>): TelemetryWindow =>
    createHistory(historyRows({ ...rows, endMs: endDay * DAY_MS })).window(
      (endDay - 7) * DAY_MS,
      endDay * DAY_MS,
    );

  test('is the month’s cost so far, and the window’s rate for the days that are left, over the budget', () => {
    // The 20th of January 1970: 20 days at 10, 11 days left.
    const found = use(week(20, { hours: tenADay(0, 20) }));
    expect(found).toMatchObject({ state: 'ok', low: null, high: null, n: 700 });
    expect(found.value).toBeCloseTo(310 / 1000, 12);
  });

  test('follows the rate of the window, not of the month', () => {
    const hours = [
      ...tenADay(0, 13),
      ...tenADay(13, 20).map((row) => ({ ...row, sums: { ...row.sums, cost_usd: 50 } })),
    ];
    expect(use(week(20, { hours })).value).toBeCloseTo((130 + 350 + 11 * 50) / 1000, 12);
  });

  test('takes the month of the last instant: at its very end, what the month has come to', () => {
    const hours = tenADay(0, 40);
    expect(use(week(31, { hours })).value).toBeCloseTo(310 / 1000, 12);
    expect(use(week(32, { hours })).value).toBeCloseTo(280 / 1000, 12);
  });

  test('counts the whole of what is spread over the month only as far as it has come', () => {
    const month: CostRow = {
      tsMs: 0,
      category: 'infrastructure',
      amountUsd: 310,
      startMs: 0,
      endMs: 31 * DAY_MS,
    };
    const found = use(week(20, { hours: tenADay(0, 20), costs: [month] }));
    expect(found.value).toBeCloseTo(620 / 1000, 9);
  });

  test('of a workload that began in the window takes the rate since then', () => {
    const found = use(week(20, { hours: tenADay(17, 20) }));
    const sinceMs = 20 * DAY_MS - (17 * DAY_MS + 12 * HOUR_MS);
    expect(found.value).toBeCloseTo((30 + 30 * ((11 * DAY_MS) / sinceMs)) / 1000, 12);
    expect(use(week(20, { hours: tenADay(19, 20) }))).toMatchObject({
      state: 'too_few',
      reason: 'There is less than a day of telemetry to project a month from.',
    });
  });

  test('is missing without a budget, a price or any run, never 0', () => {
    const hours = tenADay(0, 20);
    expect(use(week(20, { hours }), { businessCase: {} })).toMatchObject({
      state: 'not_instrumented',
      value: null,
    });
    const unpriced = hours.map((row) => ({ ...row, sums: { ...row.sums, unpriced: 50 } }));
    expect(use(week(20, { hours: unpriced })).state).toBe('too_few');
    expect(use(week(20, {})).state).toBe('not_instrumented');
    expect(use(week(20, { hours: tenADay(0, 10) })).state).toBe('stale');
  });

  test('has no interval, so it never decides', () => {
    const window = week(20, { hours: tenADay(0, 20) });
    expect(readSignal('budget_use', window, parametersOf({ businessCase }), 0.1).side).toBe('open');
  });
});
