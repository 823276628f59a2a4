import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type DimensionRow, type HistoryRows } from '../../signals/history-rows.ts';
import { blockOfDimensions, DimensionColumns } from '../../signals/history/dimension-columns.ts';
import { blockOfRows } from '../../signals/history/hour-block.ts';
import { HourColumns } from '../../signals/history/hour-columns.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { anyHistoryRows, HISTORY_HOURS } from './any-history-rows.ts';

const COUNTS: readonly MeasureName[] = ['runs', 'judged', 'hallucinated'];
const anyHour = fc.integer({ min: 0, max: HISTORY_HOURS });

/** Everything that windows over some hours say, as one text. */
function reading(history: TelemetryHistory, hours: readonly (readonly [number, number])[]): string {
  const spans = hours.map(([a, b]) => {
    const toMs = Math.min(Math.max(a, b) * HOUR_MS, history.endMs);
    return [Math.min(Math.min(a, b) * HOUR_MS, Math.floor(toMs / HOUR_MS) * HOUR_MS), toMs];
  });
  return JSON.stringify([
    history.firstMs,
    history.releaseChanges,
    ...spans.map(([fromMs = 0, toMs = 0]) => {
      const window = history.window(fromMs, toMs);
      return [
        COUNTS.map((measure) => [window.sum(measure), window.lastSeenMs(measure)]),
        window.sum('cost_usd'),
        window.runMinutes,
        window.okMinutes,
        [...window.latencyHistogram()],
        [1, 3, 20].map((rank) => window.latencyAtRank(rank)),
        window.latencyAbove(60),
        window.costs,
      ];
    }),
  ]);
}

/** The same rows in columns that grew by pieces; what `begun` and later hours hold stays in rows. */
function inPieces(rows: HistoryRows, cuts: readonly number[]): HistoryRows {
  const [...hours] = rows.hours.filter(({ hourMs }) => hourMs < rows.endMs);
  const begun = hours.splice(-1);
  let columns = null as HourColumns | null;
  let from = 0;
  for (const to of [...cuts.toSorted((a, b) => a - b), hours.length]) {
    const piece = hours.slice(from, Math.max(from, to));
    if (piece.length === 0) continue;
    const block = blockOfRows(piece);
    columns = columns === null ? HourColumns.of(block) : columns.followedBy(block);
    from = Math.max(from, to);
  }
  return columns === null ? rows : { ...rows, wholeHours: columns, hours: begun };
}

describe('hours kept by column', () => {
  test('say the same as rows, byte for byte, however they were put together', () => {
    const spans = fc.array(fc.tuple(anyHour, anyHour), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        anyHistoryRows,
        fc.array(anyHour, { maxLength: 4 }),
        spans,
        (rows, cuts, asked) => {
          const expected = reading(createHistory(rows), asked);
          expect(reading(createHistory(inPieces(rows, cuts)), asked)).toBe(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('stay what they were when others add to them, cut them or add something else', () => {
    const spans = fc.array(fc.tuple(anyHour, anyHour), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyHistoryRows, anyHistoryRows, anyHour, spans, (rows, other, cut, asked) => {
        const kept = inPieces(rows, []);
        const { wholeHours } = kept;
        if (wholeHours === undefined) return;
        const history = createHistory(kept);
        const before = reading(history, asked);
        const later = other.hours
          .filter(({ hourMs }) => hourMs >= wholeHours.endMs)
          .map((row) => blockOfRows([row]));
        const once = later.reduce((columns, block) => columns.followedBy(block), wholeHours);
        const cutOff = wholeHours.before(cut * HOUR_MS);
        const twice = later
          .filter(({ firstMs }) => cutOff !== null && firstMs >= cutOff.endMs)
          .reduce((columns, block) => columns?.followedBy(block) ?? null, cutOff);
        if (once)
          reading(createHistory({ ...NO_ROWS, wholeHours: once, hours: [], endMs: 1e9 }), asked);
        if (twice)
          reading(createHistory({ ...NO_ROWS, wholeHours: twice, hours: [], endMs: 1e9 }), asked);
        expect(reading(history, asked)).toBe(before);
        expect(reading(createHistory(kept), asked)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  test('refuse hours that come before their end', () => {
    const row = { hourMs: 5 * HOUR_MS, sums: { runs: 1 }, runMinutes: 1, okMinutes: 1 };
    const columns = HourColumns.of(blockOfRows([{ ...row, latency: new Map() }]));
    expect(() => columns.followedBy(blockOfRows([{ ...row, latency: new Map() }]))).toThrow(
      RangeError,
    );
  });
});

describe('releases kept by column', () => {
  const anyRow: fc.Arbitrary<DimensionRow> = fc.record({
    hourMs: fc.integer({ min: 0, max: HISTORY_HOURS - 1 }).map((hour) => hour * HOUR_MS),
    dimension: fc.constantFrom('release', 'model', 'prompt_version'),
    value: fc.constantFrom('', 'a', 'b', 'c'),
    runs: fc.integer({ min: 1, max: 30 }),
  });

  const anyRows = fc.uniqueArray(anyRow, {
    maxLength: 60,
    selector: ({ hourMs, dimension, value }) => `${hourMs} ${dimension} ${value}`,
  });

  test('give the same changes as rows, where from an hour on they were other or fewer before', () => {
    fc.assert(
      fc.property(
        anyHistoryRows,
        anyRows,
        fc.option(anyRows, { nil: null }),
        anyHour,
        (rows, found, others, cut) => {
          const dimensions = found.toSorted((a, b) => a.hourMs - b.hourMs);
          const cutMs = cut * HOUR_MS;
          const isLate = ({ hourMs }: DimensionRow): boolean => hourMs >= cutMs;
          const late = found.filter(isLate);
          const early = found.filter((row) => !isLate(row));
          const columns = DimensionColumns.of(
            blockOfDimensions([...early, ...(others?.filter(isLate) ?? late)]),
          )
            .before(cutMs)
            .followedBy(blockOfDimensions(late));
          const expected = createHistory({ ...rows, dimensions }).releaseChanges;
          const kept = { ...rows, wholeDimensions: columns, dimensions: [] };
          expect(createHistory(kept).releaseChanges).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a value that late telemetry brings up earlier than it was first seen is dated by its first runs', () => {
    const row = (hour: number, value: string): DimensionRow => ({
      hourMs: hour * HOUR_MS,
      dimension: 'release',
      value,
      runs: 10,
    });
    const hours = [0, 1, 2, 3, 4];
    const first = [...hours.map((hour) => row(hour, 'old')), row(4, 'new')];
    const late = [...hours.map((hour) => row(hour, 'old')), row(1, 'new'), row(4, 'new')];
    const columns = DimensionColumns.of(blockOfDimensions(first))
      .before(HOUR_MS)
      .followedBy(blockOfDimensions(late.filter(({ hourMs }) => hourMs >= HOUR_MS)));
    const history = createHistory({
      ...NO_ROWS,
      hours: hours.map((hour) => ({
        hourMs: hour * HOUR_MS,
        sums: { runs: hour === 1 || hour === 4 ? 20 : 10 },
        runMinutes: 10,
        okMinutes: 10,
        latency: new Map(),
      })),
      wholeDimensions: columns,
      endMs: 5 * HOUR_MS,
    });
    expect(history.releaseChanges).toEqual([
      { atMs: 2 * HOUR_MS, dimension: 'release', value: 'new' },
    ]);
  });

  test('a value changes something in the hour at whose end it carries a fifth of a day’s runs, once', () => {
    const hours = Array.from({ length: 100 }, (_, hour) => hour);
    const dimensions = hours.flatMap((hour): DimensionRow[] => {
      const newRuns = hour < 30 ? 0 : 2;
      const row = { hourMs: hour * HOUR_MS, dimension: 'release' } as const;
      return [
        { ...row, value: 'old', runs: 10 - newRuns },
        ...(newRuns > 0 && hour < 70 ? [{ ...row, value: 'new', runs: newRuns }] : []),
      ];
    });
    const history = createHistory({
      ...NO_ROWS,
      hours: hours.map((hour) => ({
        hourMs: hour * HOUR_MS,
        sums: { runs: 10 },
        runMinutes: 10,
        okMinutes: 10,
        latency: new Map(),
      })),
      dimensions,
      endMs: 100 * HOUR_MS,
    });
    // From hour 30 on a fifth of each hour, so of the whole day at the end of hour 53.
    expect(history.releaseChanges).toEqual([
      { atMs: 54 * HOUR_MS, dimension: 'release', value: 'new' },
    ]);
  });
});
