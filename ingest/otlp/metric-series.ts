import type { Attributes } from './attributes.ts';
import { contentId } from './content-id.ts';

/** What has been counted: observations by bucket, or one sum without buckets. */
export interface Counted {
  readonly count: number;
  readonly sum: number;
  readonly counts: readonly number[];
}

interface Report extends Counted {
  readonly startMs: number;
  readonly timeMs: number;
}

/** Series that are remembered; past it the ones not heard of for longest are let go. */
const MAX_SERIES = 10_000;

/** The reports of one request. */
export interface SeriesReports {
  /** What a series has counted since its last report; null at its first, or where it is repeated. */
  since(key: string, report: Report): Counted | null;
  /** Remembers the reports asked about; without it they come again. */
  keep(): void;
}

/**
 * What cumulative series had counted when they last reported, in memory: after a restart each
 * counts from its second report on.
 */
export interface MetricSeries {
  open(): SeriesReports;
}

/** Names a series: whose it is, what it measures, and of what. */
export const seriesKey = (name: string, resource: Attributes, attributes: Attributes): string =>
  contentId(attributes, name, contentId(resource));

function difference(before: Report, now: Report): Counted | null {
  if (now.timeMs <= before.timeMs) return null;
  const hasRestarted = now.startMs > before.startMs || now.count < before.count;
  if (hasRestarted) return now;
  return {
    count: now.count - before.count,
    sum: now.sum - before.sum,
    counts: now.counts.map((count, i) => count - (before.counts[i] ?? 0)),
  };
}

export function createMetricSeries(): MetricSeries {
  const last = new Map<string, Report>();
  return {
    open() {
      const asked = new Map<string, Report>();
      return {
        since(key, report) {
          const before = asked.get(key) ?? last.get(key);
          const counted = before ? difference(before, report) : null;
          if (!before || counted) asked.set(key, report);
          return counted;
        },
        keep() {
          for (const [key, report] of asked) {
            last.delete(key);
            last.set(key, report);
          }
          for (const key of last.keys()) {
            if (last.size <= MAX_SERIES) break;
            last.delete(key);
          }
        },
      };
    },
  };
}
