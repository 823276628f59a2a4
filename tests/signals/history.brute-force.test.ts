import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketValue, mergeHistograms, valueAtRank } from '../../core/statistics/log-histogram.ts';
import { HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { COST_CATEGORIES, NO_ROWS } from '../../signals/history-rows.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { HISTORY_HOURS, anyHistoryRows } from './any-history-rows.ts';

const MEASURES = ['runs', 'judged', 'hallucinated', 'cost_usd'] as const;
const anyHour = fc.integer({ min: 0, max: HISTORY_HOURS - 1 });

/** Windows in any order, as a replay and a page would ask for them. */
const spans = fc.array(fc.tuple(anyHour, anyHour, fc.boolean()), { minLength: 1, maxLength: 12 });

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function expectSums(window: TelemetryWindow, data: HistoryRows): void {
  const { fromMs, toMs } = window;
  const hours = data.hours.filter((row) => row.hourMs >= fromMs && row.hourMs < toMs);
  const known = data.corrections.filter(
    (row) => row.runHourMs >= fromMs && row.runHourMs < toMs && row.judgedMs < toMs,
  );
  for (const measure of MEASURES) {
    const later =
      measure === 'judged' || measure === 'hallucinated' ? total(known, (row) => row[measure]) : 0;
    const expected = total(hours, (row) => row.sums[measure] ?? 0) + later;
    expect(Math.abs(window.sum(measure) - expected)).toBeLessThanOrEqual(
      1e-13 * Math.abs(expected) + 1e-20,
    );
  }
  expect(window.runMinutes).toBe(total(hours, (row) => row.runMinutes));
  expect(window.okMinutes).toBe(total(hours, (row) => row.okMinutes));

  const merged = mergeHistograms(
    hours.map(({ latency }) => {
      const sorted = [...latency].sort(([a], [b]) => a - b);
      return {
        buckets: sorted.map(([bucket]) => bucket),
        counts: sorted.map(([, count]) => count),
      };
    }),
  );
  expect([...window.latencyHistogram()]).toEqual(
    Array.from(merged.buckets, (b, i) => [b, merged.counts[i]]),
  );
  for (const rank of [1, 5, 40]) expect(window.latencyAtRank(rank)).toBe(valueAtRank(merged, rank));
  const limitMs = bucketValue(410);
  const above = total(
    hours.flatMap(({ latency }) => [...latency]),
    ([b, count]) => (b > 410 ? count : 0),
  );
  expect(window.latencyAbove(limitMs)).toBe(above);
}

function expectCosts({ fromMs, toMs, costs }: TelemetryWindow, data: HistoryRows): void {
  for (const category of COST_CATEGORIES) {
    const expected = total(
      data.costs.filter((row) => row.category === category && row.tsMs < toMs),
      ({ startMs, endMs, amountUsd }) => {
        if (startMs === endMs) return startMs >= fromMs && startMs < toMs ? amountUsd : 0;
        const overlapMs = Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
        return (amountUsd * overlapMs) / (endMs - startMs);
      },
    );
    expect(costs[category]).toBeCloseTo(expected, 9);
  }
}

function expectEvents(window: TelemetryWindow, data: HistoryRows): void {
  const { fromMs, toMs } = window;
  const known = data.incidents.filter((row) => row.tsMs < toMs);
  for (const id of ['a', 'b', 'c']) {
    const own = known.filter((row) => row.incident === id);
    const found = window.incidents.find((row) => row.incident === id);
    const first = (phase: string): number | null => {
      const times = own.filter((row) => row.phase === phase).map((row) => row.tsMs);
      return times.length === 0 ? null : Math.min(...times);
    };
    expect(found === undefined).toBe(own.length === 0);
    if (found === undefined) continue;
    expect(found).toEqual({
      incident: id,
      startedMs: first('started'),
      detectedMs: first('detected'),
      mitigatedMs: first('mitigated'),
      restoredMs: first('restored'),
      rollback: own.some((row) => row.rollback),
      drill: own.some((row) => row.drill),
    });
  }
  const reports = data.metrics.filter(
    (row) => row.signal === 'drift' && row.hourMs >= fromMs && row.hourMs < toMs,
  );
  expect(window.metric('drift')?.reports ?? 0).toBe(total(reports, (row) => row.reports));
}

function expectSightings(window: TelemetryWindow, data: HistoryRows): void {
  const latest = (times: readonly number[]): number | null =>
    times.length === 0 ? null : Math.max(...times);
  const ends = (items: readonly { hourMs: number }[]): number[] =>
    items
      .filter((row) => row.hourMs < window.toMs)
      .map((row) => Math.min(row.hourMs + HOUR_MS, window.toMs));
  expect(window.lastSeenMs('runs')).toBe(
    latest(ends(data.hours.filter((row) => row.sums.runs !== 0))),
  );
  expect(window.lastSeenMs('metric:drift')).toBe(
    latest(ends(data.metrics.filter((row) => row.signal === 'drift'))),
  );
  const hourOf = (atMs: number): { hourMs: number } => ({
    hourMs: Math.floor(atMs / HOUR_MS) * HOUR_MS,
  });
  const reports = data.drifts
    .filter((row) => row.tsMs < window.toMs)
    .map((row) => hourOf(row.tsMs));
  expect(window.lastSeenMs('drift')).toBe(latest(ends(reports)));
  expect(window.lastSeenMs('distribution')).toBe(latest(ends(data.features)));
  expect(window.lastSeenMs('data_as_of')).toBe(latest(ends(data.dataAges)));
  expect(window.lastSeenMs('quarantined')).toBe(latest(ends(data.rejected)));
  const stated = ends(data.hours.filter((row) => row.sums.judged !== 0));
  const later = data.corrections
    .filter((row) => Math.max(row.judgedMs, row.runHourMs) < window.toMs)
    .map((row) => Math.ceil((Math.max(row.judgedMs, row.runHourMs) + 1) / HOUR_MS) * HOUR_MS)
    .map((seenMs) => Math.min(seenMs, window.toMs));
  expect(window.lastSeenMs('judged')).toBe(latest([...stated, ...later]));
}

function expectOthers(window: TelemetryWindow, data: HistoryRows): void {
  const { fromMs, toMs } = window;
  const within = ({ hourMs }: { hourMs: number }): boolean => hourMs >= fromMs && hourMs < toMs;
  expect(window.quarantined).toBe(total(data.rejected.filter(within), (row) => row.events));
  const ages = data.dataAges.filter(within);
  expect(window.dataAsOf).toEqual(
    ages.length === 0
      ? null
      : { newestMs: Math.max(...ages.map((row) => row.asOfMs)), hours: ages.length },
  );
  const drifts = data.drifts.filter((row) => row.tsMs >= fromMs && row.tsMs < toMs);
  expect(window.drifts).toEqual(drifts.toSorted((a, b) => a.tsMs - b.tsMs));
  const effect = data.designEffects.findLast((row) => row.signal === 'roi' && row.atMs < toMs);
  expect(window.designEffect('roi')).toBe(effect?.effect ?? 1);
}

/** A part knows what its window knows: the same sums from rows in which everything was known at once. */
function expectParts(window: TelemetryWindow, data: HistoryRows): void {
  const { fromMs, toMs } = window;
  const known = createHistory({
    ...data,
    corrections: data.corrections
      .filter((row) => row.judgedMs < toMs)
      .map((row) => ({ ...row, judgedMs: row.runHourMs })),
    costs: data.costs
      .filter((row) => row.tsMs < toMs)
      .map((row) => ({ ...row, tsMs: Math.min(row.tsMs, row.startMs) })),
  });
  const middleMs = Math.floor((fromMs + toMs) / 2 / HOUR_MS) * HOUR_MS;
  for (const [a, b] of [
    [0, toMs],
    [Math.max(fromMs, middleMs), toMs],
    [fromMs, Math.max(fromMs, middleMs)],
  ] as const) {
    const part = window.part(a, b);
    const whole = known.window(a, b);
    for (const measure of MEASURES) expect(part.sum(measure)).toBeCloseTo(whole.sum(measure), 5);
    for (const category of COST_CATEGORIES) {
      expect(part.costs[category]).toBeCloseTo(whole.costs[category], 8);
    }
    expect(part.runMinutes).toBe(whole.runMinutes);
  }
}

function firstMs(data: HistoryRows): number | null {
  const times = [
    ...data.hours.map((row) => row.hourMs),
    ...data.corrections.map((row) => row.runHourMs),
    ...data.costs.map((row) => row.tsMs),
    ...data.incidents.map((row) => row.tsMs),
    ...data.metrics.map((row) => row.hourMs),
    ...data.features.map((row) => row.hourMs),
    ...data.drifts.map((row) => row.tsMs),
  ].filter((ms) => ms < data.endMs);
  return times.length === 0 ? null : Math.floor(Math.min(...times) / HOUR_MS) * HOUR_MS;
}

describe('a history’s windows', () => {
  test('equal adding up the rows one by one, whatever the order they are asked in', () => {
    fc.assert(
      fc.property(anyHistoryRows, spans, (raw, asked) => {
        const data = {
          ...raw,
          hours: raw.hours.filter((row) => row.hourMs < raw.endMs),
          metrics: raw.metrics.filter((row) => row.hourMs < raw.endMs),
        };
        const history = createHistory(data);
        expect(history.firstMs).toBe(firstMs(data));
        for (const [a, b, atEnd] of asked) {
          const toMs = atEnd ? data.endMs : Math.min(b * HOUR_MS, data.endMs);
          const fromMs = Math.min(a * HOUR_MS, Math.floor(toMs / HOUR_MS) * HOUR_MS);
          const window = history.window(fromMs, toMs);
          expectSums(window, data);
          expectCosts(window, data);
          expectEvents(window, data);
          expectSightings(window, data);
          expectOthers(window, data);
          expectParts(window, data);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('hold nothing of a giant hour they do not contain', () => {
    const history = createHistory({
      ...NO_ROWS,
      hours: [0, 1, 2].map((hour) => ({
        hourMs: hour * HOUR_MS,
        sums: { value_sq: [1e24, 0.25, 0.5][hour]! },
        runMinutes: 0,
        okMinutes: 0,
        latency: new Map(),
      })),
      endMs: 3 * HOUR_MS,
    });
    expect(history.window(HOUR_MS, 3 * HOUR_MS).sum('value_sq')).toBe(0.75);
  });

  test('refuse ends that cut an hour', () => {
    const history = createHistory({ ...NO_ROWS, endMs: 90 * 60_000 });
    expect(() => history.window(1, HOUR_MS)).toThrow(RangeError);
    expect(() => history.window(0, HOUR_MS + 1)).toThrow(RangeError);
    expect(() => history.window(2 * HOUR_MS, HOUR_MS)).toThrow(RangeError);
    expect(history.window(0, 90 * 60_000).toMs).toBe(90 * 60_000);
  });
});
