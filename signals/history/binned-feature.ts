import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { numberOf, referenceBins } from '../drift/reference-bins.ts';
import type { ReferenceBins } from '../drift/reference-bins.ts';
import type { FeatureRow, FeatureShape } from '../history-rows.ts';
import type { FeatureReference, FeatureSpread } from '../window.ts';
import { countWhile } from './count-while.ts';

/** What a feature is compared with where a policy names no period: its first week, weekend included. */
export const FIRST_DAYS_MS = 7 * DAY_MS;

/** One feature against one reference, over the hours [fromMs, toMs) and as far as known by knownMs. */
export type BinnedFeature = (fromMs: number, toMs: number, knownMs: number) => FeatureSpread;

/** Where a reference lies, and whose rows it takes; a release that was never seen lies nowhere. */
interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: whatever the release. */
  readonly release: string | null;
}

/** Counts and sums of values by bin, summed up over rows: row i ends at offset (i + 1) · bins. */
interface RunningBins {
  readonly hours: Float64Array;
  readonly counts: Float64Array;
  readonly values: Float64Array;
}

/**
 * One feature's rows in the bins of one reference, ready for any window.
 * @param rows of one feature, role and shape, ascending by hour, at least one
 * @param reference null: the feature's first {@link FIRST_DAYS_MS}
 */
export function createBinnedFeature(
  rows: readonly FeatureRow[],
  reference: FeatureReference | null,
): BinnedFeature {
  const { feature, role, shape } = rows[0]!;
  const period = periodOf(rows, reference);
  const isReference = ({ hourMs, release }: FeatureRow): boolean =>
    hourMs >= period.fromMs &&
    hourMs < period.toMs &&
    (period.release === null || release === period.release);
  const held = rows.filter(isReference);
  const merged = mergeCounts(held);
  const bins = referenceBins(merged, shape);
  const then = runningBins(held, bins, shape);
  const since = runningBins(
    rows.filter((row) => row.hourMs >= period.fromMs && !isReference(row)),
    bins,
    shape,
  );
  const hours = Float64Array.from(rows, (row) => row.hourMs);
  const whole = spreadBetween(then, bins.count, -Infinity, Infinity);
  const deviation = deviationOf(merged, shape);
  const comparable = bins.count > 1 && whole.counts.some((count) => count > 0);
  return (fromMs, toMs, knownMs) => {
    const complete = period.toMs <= knownMs && comparable;
    const now = complete ? spreadBetween(since, bins.count, fromMs, toMs) : null;
    const seen = countWhile(hours, (hourMs) => hourMs < toMs);
    return {
      feature,
      role,
      lastSeenMs: Math.min(hours[seen - 1]! + HOUR_MS, toMs),
      comparedFromMs: period.toMs < Infinity ? period.toMs : null,
      reference: complete ? whole.counts : null,
      current: now?.counts ?? [],
      numbers:
        now === null || deviation === null
          ? null
          : { deviation, referenceMeans: whole.means, currentMeans: now.means },
    };
  };
}

function periodOf(rows: readonly FeatureRow[], reference: FeatureReference | null): Period {
  if (reference !== null && 'fromMs' in reference) return { ...reference, release: null };
  const release = reference?.release ?? null;
  const first = release === null ? rows[0] : rows.find((row) => row.release === release);
  const fromMs = first?.hourMs ?? Infinity;
  return { fromMs, toMs: fromMs + FIRST_DAYS_MS, release };
}

function mergeCounts(rows: readonly FeatureRow[]): ReadonlyMap<string, number> {
  const merged = new Map<string, number>();
  for (const { counts } of rows) {
    for (const [key, count] of counts) merged.set(key, (merged.get(key) ?? 0) + count);
  }
  return merged;
}

function runningBins(
  rows: readonly FeatureRow[],
  bins: ReferenceBins,
  shape: FeatureShape,
): RunningBins {
  const counts = new Float64Array((rows.length + 1) * bins.count);
  const values = new Float64Array(shape === 'categories' ? 0 : counts.length);
  rows.forEach((row, i) => {
    const start = (i + 1) * bins.count;
    counts.copyWithin(start, start - bins.count, start);
    values.copyWithin(start, start - bins.count, start);
    for (const [key, count] of row.counts) {
      const bin = bins.binOf(key);
      if (bin === null) continue;
      counts[start + bin]! += count;
      if (values.length > 0) values[start + bin]! += count * numberOf(key, shape)!;
    }
  });
  return { hours: Float64Array.from(rows, (row) => row.hourMs), counts, values };
}

/** Counts and means by bin over the rows whose hour begins in [fromMs, toMs). */
function spreadBetween(
  { hours, counts, values }: RunningBins,
  bins: number,
  fromMs: number,
  toMs: number,
): { readonly counts: number[]; readonly means: (number | null)[] } {
  const from = countWhile(hours, (hourMs) => hourMs < fromMs) * bins;
  const to = countWhile(hours, (hourMs) => hourMs < toMs) * bins;
  const between = (running: Float64Array): number[] =>
    Array.from({ length: bins }, (_, bin) => running[to + bin]! - running[from + bin]!);
  const counted = between(counts);
  if (values.length === 0) return { counts: counted, means: [] };
  const summed = between(values);
  return {
    counts: counted,
    means: counted.map((count, bin) => (count > 0 ? summed[bin]! / count : null)),
  };
}

/** Null for categories. */
function deviationOf(counts: ReadonlyMap<string, number>, shape: FeatureShape): number | null {
  if (shape === 'categories') return null;
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const [key, count] of counts) {
    const value = numberOf(key, shape);
    if (value === null || !(count > 0)) continue;
    n += count;
    const apart = value - mean;
    mean += apart * (count / n);
    squares += count * apart * (value - mean);
  }
  return n > 0 ? Math.sqrt(Math.max(0, squares / n)) : 0;
}
