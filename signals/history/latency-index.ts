import { firstBucketAbove } from '../../core/statistics/log-histogram.ts';
import type { BucketCounts } from './bucket-counts.ts';
import type { SlidingLatency } from './sliding-latency.ts';

/** Latency of any range of hours; ranges are hour indices [from, to) of the grid. */
export interface LatencyIndex {
  /** Bucket index → count, ascending, empty buckets left out. */
  histogram(from: number, to: number): ReadonlyMap<number, number>;
  /** Runs above a limit in milliseconds, to the bucket. */
  above(from: number, to: number, limitMs: number): number;
  /** Milliseconds at a 1-based rank of the sorted latencies; null where there is no such rank. */
  atRank(from: number, to: number, rank: number): number | null;
}

/** Latency by hour, where it begins on a grid, and how many hours of it count. */
export interface PlacedLatency {
  readonly sliding: SlidingLatency;
  /** Hour of the grid that index 0 stands for. */
  readonly firstHour: number;
  readonly length: number;
}

/** The histogram of an hour that has only begun, which comes after all others. */
export interface BegunLatency {
  readonly hour: number;
  readonly latency: ReadonlyMap<number, number>;
}

/**
 * Latency histograms of any range of a grid's hours.
 * @param begun null where there is none
 */
export function createLatencyIndex(
  { sliding, firstHour, length }: PlacedLatency,
  begun: BegunLatency | null,
): LatencyIndex {
  const indexOf = (hour: number): number => Math.min(Math.max(hour - firstHour, 0), length);
  const read = <T>(from: number, to: number, of: (counts: BucketCounts) => T): T => {
    const more = begun !== null && from <= begun.hour && begun.hour < to ? begun.latency : null;
    return sliding.read(indexOf(from), indexOf(to), more, of);
  };
  // A replay asks for the same limit again and again.
  let known = { limitMs: 0, bucket: firstBucketAbove(0) };
  const bucketAbove = (limitMs: number): number => {
    if (known.limitMs !== limitMs) known = { limitMs, bucket: firstBucketAbove(limitMs) };
    return known.bucket;
  };
  return {
    histogram: (from, to) => read(from, to, (counts) => counts.toMap()),
    above: (from, to, limitMs) => read(from, to, (counts) => counts.from(bucketAbove(limitMs))),
    atRank: (from, to, rank) => read(from, to, (counts) => counts.atRank(rank)),
  };
}
