import type { LogHistogram } from '../../core/statistics/log-histogram.ts';
import { MEASURES, type MeasureName } from '../../signals/measures.ts';
import { SummedWindow } from '../../signals/summed-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { SumSeries } from '../../store/questions/read-sum-series.ts';

/** What all windows of one series share: sums from its beginning on, by the number of its steps. */
export interface SummedSeries {
  readonly series: SumSeries;
  readonly sums: ReadonlyMap<MeasureName, Sums>;
  readonly runMinutes: Float64Array;
  readonly okMinutes: Float64Array;
  /** Lowest bucket of latency, and how many there are up to the highest. */
  readonly firstBucket: number;
  readonly bucketCount: number;
}

interface Sums {
  /** Of whole numbers: money is summed as nano-dollars, so that differences are exact. */
  readonly upTo: Float64Array;
  readonly unit: number;
}

const NANO = 1e-9;

/**
 * A series ready to be cut into windows.
 * @param measures in the order in which the series has them
 */
export function sumSeries(series: SumSeries, measures: readonly MeasureName[]): SummedSeries {
  let firstBucket = Infinity;
  let lastBucket = -Infinity;
  for (const bucket of series.buckets) {
    firstBucket = Math.min(firstBucket, bucket);
    lastBucket = Math.max(lastBucket, bucket);
  }
  return {
    series,
    sums: new Map(
      measures.map((name, i) => {
        const isMoney = MEASURES[name].type === 'money';
        const numbers = series.sums[i]!;
        const upTo = sumUp(isMoney ? numbers.map((usd) => Math.round(usd / NANO)) : numbers);
        return [name, { upTo, unit: isMoney ? 1 / NANO : 1 }];
      }),
    ),
    runMinutes: sumUp(series.runMinutes),
    okMinutes: sumUp(series.okMinutes),
    firstBucket: series.buckets.length === 0 ? 0 : firstBucket,
    bucketCount: series.buckets.length === 0 ? 0 : lastBucket - firstBucket + 1,
  };
}

function sumUp(numbers: readonly number[]): Float64Array {
  const upTo = new Float64Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) upTo[i + 1] = upTo[i]! + numbers[i]!;
  return upTo;
}

/** Between two steps of a series: nothing where it has none of these sums. */
export function sumBetween(
  { sums }: SummedSeries,
  measure: MeasureName,
  from: number,
  to: number,
): number {
  const own = sums.get(measure);
  return own === undefined ? 0 : between(own.upTo, from, to) / own.unit;
}

/** The difference of two running sums; 0 where nothing was summed. */
export const between = (upTo: Float64Array, from: number, to: number): number =>
  upTo.length === 1 ? 0 : upTo[to]! - upTo[from]!;

/**
 * The window [fromMs, toMs) of a series, epoch milliseconds; both on its steps.
 * @returns null where nothing came in during it
 */
export function windowOf(
  summed: SummedSeries,
  fromMs: number,
  toMs: number,
): TelemetryWindow | null {
  const { startsMs } = summed.series;
  const from = stepAt(startsMs, fromMs);
  const to = stepAt(startsMs, toMs);
  if (from === to) return null;
  return new SummedWindow({
    fromMs,
    toMs,
    sum: (measure) => sumBetween(summed, measure, from, to),
    get latency() {
      return latencyBetween(summed, from, to);
    },
    runMinutes: between(summed.runMinutes, from, to),
    okMinutes: between(summed.okMinutes, from, to),
  });
}

/** How many steps begin before an instant. */
function stepAt(startsMs: readonly number[], atMs: number): number {
  let low = 0;
  let high = startsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startsMs[middle]! < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function latencyBetween(
  { series, firstBucket, bucketCount }: SummedSeries,
  from: number,
  to: number,
): LogHistogram {
  const counts = new Float64Array(bucketCount);
  if (bucketCount > 0) {
    const end = series.bucketEnds[to - 1]!;
    for (let i = from === 0 ? 0 : series.bucketEnds[from - 1]!; i < end; i++) {
      counts[series.buckets[i]! - firstBucket]! += series.counts[i]!;
    }
  }
  return { buckets: Int16Array.from({ length: bucketCount }, (_, i) => firstBucket + i), counts };
}
