import { HOUR_MS } from '../../core/time.ts';
import type { HourGrid } from './hour-grid.ts';
import { RunningSums } from './running-sums.ts';

/** One number per hour, summed over any range and asked when it was last not 0. */
export interface HourSeries {
  /** Sum over the hours [from, to) of the grid. */
  sum(from: number, to: number): number;
  /** End of the latest hour before hour `to` with a value other than 0, at most `toMs`; null if none. */
  lastSeenMs(to: number, toMs: number): number | null;
}

/**
 * A series over a history's hours.
 * @param grid the hours
 * @param values one per hour of the grid
 */
export function createHourSeries(grid: HourGrid, values: Float64Array): HourSeries {
  const sums = new RunningSums(values.length);
  sums.push(values);
  return {
    sum: (from, to) => sums.sum(from, to),
    lastSeenMs: (to, toMs) => endOfHour(grid, sums.lastNonZero(to), toMs),
  };
}

/** End of an hour of the grid, at most `toMs`; null for hour −1. */
export function endOfHour(grid: HourGrid, hour: number, toMs: number): number | null {
  return hour < 0 ? null : Math.min(grid.firstMs! + (hour + 1) * HOUR_MS, toMs);
}
