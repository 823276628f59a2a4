import { SummedWindow, type MinuteSums } from '../../signals/summed-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { ReportsBetween } from '../evaluate/read-reports-of.ts';
import { between, sumBetween, type SummedSeries } from '../evaluate/summed-series.ts';

/** A window of one series that moves on as time passes; null where nothing came in during it. */
export interface SlidWindow {
  /** @param toMs end of the window, epoch milliseconds; never before that of the call before */
  at(toMs: number): TelemetryWindow | null;
}

/**
 * A window that is slid over a series.
 * @param lengthMs of the window
 * @param reports what senders reported over some minutes
 */
export function slideOver(
  summed: SummedSeries,
  lengthMs: number,
  reports: ReportsBetween,
): SlidWindow {
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
  const sums = {
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
  } satisfies MinuteSums;
  const window = new SummedWindow(sums, (signal) => reports(signal, endMs - lengthMs, endMs));
  return {
    at(toMs) {
      endMs = toMs;
      for (; to < startsMs.length && startsMs[to]! < toMs; to += 1) addLatency(to, 1);
      for (; from < to && startsMs[from]! < toMs - lengthMs; from += 1) addLatency(from, -1);
      return from === to ? null : window;
    },
  };
}
