import { HOUR_MS } from '../../core/time.ts';
import type { HourGrid } from './hour-grid.ts';
import { createRangeSum } from './prefix-sums.ts';
import type { RangeSum } from './prefix-sums.ts';

/** One number per hour, summed over any range and asked when it was last not 0. */
export interface HourSeries {
  readonly sum: RangeSum;
  /** End of the latest hour before hour `to` with a value other than 0, at most `toMs`; null if none. */
  lastSeenMs(to: number, toMs: number): number | null;
}

/**
 * A series over a history's hours.
 * @param grid the hours
 * @param values one per hour of the grid
 */
export function createHourSeries(grid: HourGrid, values: Float64Array): HourSeries {
  const latest = lastNonZero(values);
  return {
    sum: createRangeSum(values),
    lastSeenMs: (to, toMs) => {
      const hour = to === 0 ? -1 : latest[to - 1]!;
      return hour < 0 ? null : Math.min(grid.firstMs! + (hour + 1) * HOUR_MS, toMs);
    },
  };
}

/** For each hour the latest one, up to and including it, whose value is not 0; −1 where there is none. */
function lastNonZero(values: Float64Array): Int32Array {
  const latest = new Int32Array(values.length);
  let seen = -1;
  for (let hour = 0; hour < values.length; hour++) {
    if (values[hour] !== 0) seen = hour;
    latest[hour] = seen;
  }
  return latest;
}
