import { MEASURES, type MeasureName } from '../../signals/measures.ts';
import { SummedWindow, type MinuteSums } from '../../signals/summed-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { MinuteSeries } from '../../store/questions/read-minute-series.ts';

/** A window of one series that moves on as time passes; null where nothing came in during it. */
export interface SlidWindow {
  /** @param toMs end of the window, epoch milliseconds; never before that of the call before */
  at(toMs: number): TelemetryWindow | null;
}

/** What all windows of one series share: sums from its beginning on, by the number of its minutes. */
export interface SummedSeries {
  readonly series: MinuteSeries;
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

/** @param measures in the order in which the series has them */
export function sumSeries(series: MinuteSeries, measures: readonly MeasureName[]): SummedSeries {
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

/** @param lengthMs of the window */
export function slideOver(summed: SummedSeries, lengthMs: number): SlidWindow {
  const { series, sums, firstBucket, bucketCount } = summed;
  const { minutesMs } = series;
  const counts = new Float64Array(bucketCount);
  const buckets = Int16Array.from({ length: bucketCount }, (_, i) => firstBucket + i);
  let from = 0;
  let to = 0;
  let endMs = -Infinity;
  const addLatency = (minute: number, sign: 1 | -1): void => {
    if (bucketCount === 0) return;
    const end = series.bucketEnds[minute]!;
    for (let i = minute === 0 ? 0 : series.bucketEnds[minute - 1]!; i < end; i++) {
      counts[series.buckets[i]! - firstBucket]! += sign * series.counts[i]!;
    }
  };
  const between = (upTo: Float64Array): number => (upTo.length === 1 ? 0 : upTo[to]! - upTo[from]!);
  const window = new SummedWindow({
    get fromMs() {
      return endMs - lengthMs;
    },
    get toMs() {
      return endMs;
    },
    sum(measure) {
      const own = sums.get(measure);
      return own === undefined ? 0 : between(own.upTo) / own.unit;
    },
    latency: { buckets, counts },
    get runMinutes() {
      return between(summed.runMinutes);
    },
    get okMinutes() {
      return between(summed.okMinutes);
    },
  } satisfies MinuteSums);
  return {
    at(toMs) {
      endMs = toMs;
      for (; to < minutesMs.length && minutesMs[to]! < toMs; to += 1) addLatency(to, 1);
      for (; from < to && minutesMs[from]! < toMs - lengthMs; from += 1) addLatency(from, -1);
      return from === to ? null : window;
    },
  };
}
