import { HOUR_MS } from '../../core/time.ts';
import { RELEASE_DIMENSIONS } from '../history-rows.ts';
import type { ReleaseChange } from '../history-rows.ts';
import type { DimensionColumns } from './dimension-columns.ts';
import type { HourGrid } from './hour-grid.ts';
import type { RangeSum } from './prefix-sums.ts';

/** Share of the runs at which a release, model or prompt version counts as there. */
export const RELEASE_SHARE = 0.2;
/** Hours over which that share is taken: a day, so that an hour's canary is not yet a change. */
export const RELEASE_SHARE_HOURS = 24;

/**
 * When values newly came to carry a fifth of the last day's runs, ascending. A change is dated at the
 * end of the hour that brought it, the first instant at which it is known.
 * @param grid the history's hours
 * @param columns runs by hour, dimension and value; the empty value (runs without one) is no change
 * @param runs all runs by hour of the grid
 * @returns values that reach the fifth in the workload's first hour with runs are its starting point
 * and left out; a value counts once, so going back to it is no change
 */
export function findReleaseChanges(
  grid: HourGrid,
  columns: DimensionColumns,
  runs: RangeSum,
): readonly ReleaseChange[] {
  const firstHour = firstHourWith(grid, runs);
  if (firstHour === null) return [];
  const carried = new Map<number, number>();
  eachCarried(columns, grid, runs, firstHour, (id, hour) => carried.set(id, hour));
  const changes = [...carried].flatMap(([id, hour]): ReleaseChange[] => {
    const { dimension, value } = columns.values[id]!;
    if (value === '' || hour === firstHour) return [];
    const atMs = Math.min(grid.firstMs! + (hour + 1) * HOUR_MS, grid.endMs);
    return [{ atMs, dimension, value }];
  });
  const rank = ({ dimension }: ReleaseChange): number => RELEASE_DIMENSIONS.indexOf(dimension);
  return changes.sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

/** The first hour with runs; null if there is none. */
function firstHourWith(grid: HourGrid, runs: RangeSum): number | null {
  for (let hour = 0; hour < grid.length; hour++) if (runs(hour, hour + 1) > 0) return hour;
  return null;
}

/**
 * Visits each value at the first hour at whose end it carried its share of the last day's runs. Once
 * visited a value's rows are passed over: most rows are of values that were there from the start.
 */
function eachCarried(
  columns: DimensionColumns,
  grid: HourGrid,
  runs: RangeSum,
  firstHour: number,
  visit: (id: number, hour: number) => void,
): void {
  const epochHour = grid.hourAt(0);
  const { hours, valueIds, runs: counted } = columns.rows;
  const counts = new Float64Array(columns.values.length);
  const isDone = new Uint8Array(columns.values.length);
  const open = new Set<number>();
  let entered = 0;
  let left = 0;
  const shift = (row: number, sign: 1 | -1): void => {
    const id = valueIds[row]!;
    if (isDone[id] === 1) return;
    counts[id]! += sign * counted[row]!;
    if (counts[id] === 0) open.delete(id);
    else open.add(id);
  };
  for (let hour = firstHour; hour < grid.length; hour++) {
    if (open.size === 0) {
      entered = nextRow(columns, isDone, entered);
      if (entered >= columns.length) return;
      left = entered;
      hour = Math.max(hour, epochHour + hours[entered]!);
      if (hour >= grid.length) return;
    }
    while (entered < columns.length && epochHour + hours[entered]! <= hour) shift(entered++, 1);
    while (left < entered && epochHour + hours[left]! <= hour - RELEASE_SHARE_HOURS) {
      shift(left++, -1);
    }
    const all = runs(Math.max(0, hour + 1 - RELEASE_SHARE_HOURS), hour + 1);
    for (const id of open) {
      if (counts[id]! < RELEASE_SHARE * all) continue;
      isDone[id] = 1;
      open.delete(id);
      visit(id, hour);
    }
  }
}

/** The next row of a value that is still to be visited; the number of rows or more if there is none. */
function nextRow(columns: DimensionColumns, isDone: Uint8Array, from: number): number {
  const id = isDone.indexOf(0);
  if (id === -1) return columns.length;
  // Values are in the order in which they came up: before the first of those left, all rows are done.
  const firstRow = columns.firstRows[id]!;
  if (firstRow >= from) return firstRow;
  const { valueIds } = columns.rows;
  let row = from;
  while (row < columns.length && isDone[valueIds[row]!] === 1) row++;
  return row;
}
