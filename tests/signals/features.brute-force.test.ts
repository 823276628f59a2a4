import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { numberOf, referenceBins } from '../../signals/drift/reference-bins.ts';
import { createHistory } from '../../signals/history.ts';
import { groupBy } from '../../signals/history/group-by.ts';
import { NO_ROWS } from '../../signals/history-rows.ts';
import type { FeatureRow } from '../../signals/history-rows.ts';
import type { FeatureReference, FeatureSpread } from '../../signals/window.ts';
import { HISTORY_HOURS, anyOtherRows } from './any-history-rows.ts';

/** Rows spread over months instead of days, so that first weeks end before the history does. */
const STRETCH = 12;
const END_MS = HISTORY_HOURS * STRETCH * HOUR_MS;

const anyHour = fc.integer({ min: 0, max: HISTORY_HOURS * STRETCH - 1 });
const anyReference: fc.Arbitrary<FeatureReference | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom('1', '2', 'never').map((release) => ({ release })),
  fc
    .tuple(anyHour, anyHour)
    .filter(([a, b]) => a < b)
    .map(([a, b]) => ({ fromMs: a * HOUR_MS, toMs: b * HOUR_MS })),
);

function isReference(row: FeatureRow, reference: FeatureReference, untilMs: number): boolean {
  if ('fromMs' in reference) return row.hourMs >= reference.fromMs && row.hourMs < reference.toMs;
  return row.release === reference.release && row.hourMs < untilMs;
}

function countsOf(rows: readonly FeatureRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const [key, count] of row.counts) counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}

/** One feature's spread, worked out from its rows one by one. */
function expectedSpread(
  own: readonly FeatureRow[],
  reference: FeatureReference | null,
  fromMs: number,
  toMs: number,
): Pick<FeatureSpread, 'reference' | 'current' | 'comparedFromMs'> {
  const { shape } = own[0]!;
  const ofRelease = reference !== null && 'release' in reference;
  const starts = own
    .filter((row) => !ofRelease || row.release === reference.release)
    .map((row) => row.hourMs);
  const startMs =
    reference !== null && 'fromMs' in reference ? reference.fromMs : Math.min(...starts, Infinity);
  const endMs = reference !== null && 'fromMs' in reference ? reference.toMs : startMs + 7 * DAY_MS;
  const held = own.filter((row) =>
    reference === null ? row.hourMs < endMs : isReference(row, reference, endMs),
  );
  const bins = referenceBins(countsOf(held), shape);
  const binned = (rows: readonly FeatureRow[]): number[] => {
    const counts = Array.from({ length: bins.count }, () => 0);
    for (const [key, count] of countsOf(rows)) {
      const bin = bins.binOf(key);
      if (bin !== null) counts[bin]! += count;
    }
    return counts;
  };
  const then = binned(held);
  const usable = endMs <= toMs && bins.count > 1 && then.some((count) => count > 0);
  const since = own.filter(
    (row) => row.hourMs >= Math.max(fromMs, startMs) && row.hourMs < toMs && !held.includes(row),
  );
  return {
    reference: usable ? then : null,
    current: usable ? binned(since) : [],
    comparedFromMs: endMs < Infinity ? endMs : null,
  };
}

describe('features', () => {
  test('are counted in the bins of their reference, as adding up their rows one by one tells', () => {
    fc.assert(
      fc.property(
        anyOtherRows.features,
        anyReference,
        fc.tuple(anyHour, anyHour),
        (raw, reference, [a, b]) => {
          const rows = raw.map((row) => ({ ...row, hourMs: row.hourMs * STRETCH }));
          const [fromMs, toMs] = [Math.min(a, b) * HOUR_MS, Math.max(a, b) * HOUR_MS];
          const window = createHistory({ ...NO_ROWS, features: rows, endMs: END_MS }).window(
            fromMs,
            toMs,
          );
          const spreads = window.features(reference);
          const keyOf = (row: FeatureRow): string => `${row.role} ${row.shape} ${row.feature}`;
          const groups = groupBy(rows, keyOf);
          const seen = [...groups.values()].filter((own) => own.some((row) => row.hourMs < toMs));
          expect(spreads.length).toBe(seen.length);
          for (const own of seen) {
            const expected = expectedSpread(own, reference, fromMs, toMs);
            const last = Math.max(...own.map((row) => row.hourMs).filter((ms) => ms < toMs));
            const wanted = {
              feature: own[0]!.feature,
              role: own[0]!.role,
              lastSeenMs: Math.min(last + HOUR_MS, toMs),
              ...expected,
            };
            expect(spreads).toContainEqual(expect.objectContaining(wanted));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('know nothing of what came after the window', () => {
    const row = (day: number, count: number): FeatureRow => ({
      hourMs: day * DAY_MS,
      feature: 'length',
      role: 'input',
      release: '',
      shape: 'values',
      counts: new Map([
        ['1', count],
        ['2', count],
      ]),
    });
    const early = [row(0, 100), row(8, 50)];
    const windowOf = (features: FeatureRow[]) =>
      createHistory({ ...NO_ROWS, features, endMs: 30 * DAY_MS }).window(7 * DAY_MS, 10 * DAY_MS);
    expect(windowOf([...early, row(12, 999)]).features(null)).toEqual(
      windowOf(early).features(null),
    );
    expect(windowOf([row(12, 999)]).features(null)).toEqual([]);
  });
});

describe('the bins of a reference', () => {
  test('have about equal weight, hold every value of it, and are at most ten', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 400 }),
        (values) => {
          const counts = new Map(values.map((value) => [String(value), 3]));
          const bins = referenceBins(counts, 'values');
          const held = Array.from({ length: bins.count }, () => 0);
          for (const [key, count] of counts) held[bins.binOf(key)!]! += count;
          expect(bins.count).toBeLessThanOrEqual(10);
          expect(held.reduce((a, b) => a + b, 0)).toBe(3 * values.length);
          const share = (3 * values.length) / bins.count;
          for (const count of held) expect(Math.abs(count - share)).toBeLessThanOrEqual(share);
        },
      ),
    );
  });

  test('rise with the value, whatever lies outside the reference', () => {
    const counts = new Map(Array.from({ length: 100 }, (_, i) => [String(i), 5] as const));
    const { binOf, count } = referenceBins(counts, 'values');
    const bins = [-1e9, 0, 20, 50, 99, 1e9].map((value) => binOf(String(value))!);
    expect(bins).toEqual(bins.toSorted((a, b) => a - b));
    expect([bins[0], bins.at(-1)]).toEqual([0, count - 1]);
  });

  test('tell a number that never varied from any other', () => {
    const { binOf } = referenceBins(new Map([['5', 200]]), 'values');
    expect(['4', '5', '6'].map((key) => binOf(key))).toEqual([0, 1, 2]);
  });

  test('keep rare and new labels together', () => {
    const counts = new Map([
      ['yes', 150],
      ['no', 45],
      ['perhaps', 5],
    ]);
    const { binOf, count } = referenceBins(counts, 'categories');
    expect(count).toBe(3);
    expect(['yes', 'no', 'perhaps', 'never seen'].map((key) => binOf(key))).toEqual([0, 1, 2, 2]);
  });

  test('leave out what is no number', () => {
    const { binOf } = referenceBins(
      new Map([
        ['1', 50],
        ['2', 50],
      ]),
      'values',
    );
    expect([binOf('x'), binOf('1|2'), binOf('NaN')]).toEqual([null, null, null]);
    expect(numberOf('1|2', 'histogram')).toBe(1.5);
    expect(numberOf('1', 'histogram')).toBeNull();
  });
});
