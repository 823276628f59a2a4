import { SummedWindow, type MinuteSums } from '../../signals/summed-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { between, sumBetween, type SummedSeries } from '../evaluate/summed-series.ts';

/** A window of one series that moves on as time passes; null where nothing came in during it. */
export interface SlidWindow {
  /** @param toMs end of the window, epoch milliseconds; never before that of the call before */
  at(toMs: number): TelemetryWindow | null;
}

/** @param lengthMs of the window */
export function slideOver(summed: SummedSeries, lengthMs: number): SlidWindow {
  const { series, firstBucket, bucketCount } = summed;
  const { startsMs } = series;
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
  const window = new SummedWindow({
    get fromMs() {
      return endMs - lengthMs;
    },
    get toMs() {
      return endMs;
    },
    sum: (measure) => sumBetween(summed, measure, from, to),
    latency: { buckets, counts },
    get runMinutes() {
      return between(summed.runMinutes, from, to);
    },
    get okMinutes() {
      return between(summed.okMinutes, from, to);
    },
  } satisfies MinuteSums);
  return {
    at(toMs) {
      endMs = toMs;
      for (; to < startsMs.length && startsMs[to]! < toMs; to += 1) addLatency(to, 1);
      for (; from < to && startsMs[from]! < toMs - lengthMs; from += 1) addLatency(from, -1);
      return from === to ? null : window;
    },
  };
}
