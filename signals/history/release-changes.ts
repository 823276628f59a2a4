import { HOUR_MS } from '../../core/time.ts';
import { RELEASE_DIMENSIONS } from '../history-rows.ts';
import type { DimensionRow, ReleaseChange, ReleaseDimension } from '../history-rows.ts';
import { groupBy } from './group-by.ts';
import type { HourGrid } from './hour-grid.ts';

/** Share of the runs at which a release, model or prompt version counts as there. */
export const RELEASE_SHARE = 0.2;
/** Hours over which that share is taken: a day, so that an hour's canary is not yet a change. */
export const RELEASE_SHARE_HOURS = 24;

/**
 * When values newly came to carry a fifth of the last day's runs, ascending. A change is dated at the
 * end of the hour that brought it, the first instant at which it is known.
 * @param grid the history's hours
 * @param rows runs by hour, dimension and value; the empty value (runs without one) is no change
 * @param runs all runs by hour of the grid
 * @returns values that reach the fifth in the workload's first hour with runs are its starting point
 * and left out; a value counts once, so going back to it is no change
 */
export function findReleaseChanges(
  grid: HourGrid,
  rows: readonly DimensionRow[],
  runs: Float64Array,
): readonly ReleaseChange[] {
  const byDimension = groupBy(rows, (row) => row.dimension);
  return RELEASE_DIMENSIONS.flatMap((dimension) =>
    changesOf(dimension, byDimension.get(dimension) ?? [], grid, runs),
  ).sort((a, b) => a.atMs - b.atMs);
}

function changesOf(
  dimension: ReleaseDimension,
  rows: readonly DimensionRow[],
  grid: HourGrid,
  runs: Float64Array,
): ReleaseChange[] {
  const byHour = groupBy(rows, (row) => grid.hourAt(row.hourMs));
  const recent = new Map<string, number>();
  const carried = new Set<string>();
  const changes: ReleaseChange[] = [];
  const shift = (hour: number, sign: 1 | -1): void => {
    for (const { value, runs: count } of byHour.get(hour) ?? []) {
      const left = (recent.get(value) ?? 0) + sign * count;
      if (left === 0) recent.delete(value);
      else recent.set(value, left);
    }
  };
  const firstHour = runs.findIndex((count) => count > 0);
  if (firstHour < 0) return changes;
  let total = 0;
  for (let hour = firstHour; hour < runs.length; hour++) {
    shift(hour, 1);
    shift(hour - RELEASE_SHARE_HOURS, -1);
    total += runs[hour]! - (runs[hour - RELEASE_SHARE_HOURS] ?? 0);
    for (const [value, count] of recent) {
      if (value === '' || carried.has(value) || count < RELEASE_SHARE * total) continue;
      carried.add(value);
      const atMs = Math.min(grid.firstMs! + (hour + 1) * HOUR_MS, grid.endMs);
      if (hour > firstHour) changes.push({ atMs, dimension, value });
    }
  }
  return changes;
}
