import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { HistoryRows } from '../history-rows.ts';

/** The hours of a history, numbered from its first; the last may be cut by the history's end. */
export interface HourGrid {
  /** Start of hour 0 in epoch milliseconds; null when there is no telemetry at all. */
  readonly firstMs: number | null;
  /** Number of hours. */
  readonly length: number;
  readonly endMs: number;
  /** The hour an instant lies in; outside [0, length) for instants outside the history. */
  hourAt(atMs: number): number;
  /** The hours that make up [fromMs, toMs), as indices [from, to) within the history. */
  range(fromMs: number, toMs: number): { readonly from: number; readonly to: number };
  /** One number per hour; readings outside the history are left out. */
  sumByHour<T>(
    rows: Iterable<T>,
    hourMs: (row: T) => number,
    value: (row: T) => number,
  ): Float64Array;
}

/**
 * The hours from the first telemetry of any sort to the history's end.
 * @param rows all of one workload's telemetry
 */
export function createHourGrid(rows: HistoryRows): HourGrid {
  const firstMs = firstHourMs(rows);
  const originMs = firstMs ?? floorTo(rows.endMs, HOUR_MS);
  const length = Math.max(0, Math.ceil((rows.endMs - originMs) / HOUR_MS));
  const clamp = (hour: number): number => Math.min(Math.max(hour, 0), length);
  const hourAt = (atMs: number): number => Math.floor((atMs - originMs) / HOUR_MS);
  return {
    firstMs,
    length,
    endMs: rows.endMs,
    hourAt,
    range: (fromMs, toMs) => ({
      from: clamp(Math.ceil((fromMs - originMs) / HOUR_MS)),
      to: clamp(Math.ceil((toMs - originMs) / HOUR_MS)),
    }),
    sumByHour: (items, hourMs, value) => {
      const sums = new Float64Array(length);
      for (const item of items) {
        const hour = hourAt(hourMs(item));
        if (hour >= 0 && hour < length) sums[hour]! += value(item);
      }
      return sums;
    },
  };
}

function firstHourMs(rows: HistoryRows): number | null {
  let first = rows.wholeHours?.firstMs ?? Infinity;
  for (const row of rows.hours) first = Math.min(first, row.hourMs);
  for (const row of rows.corrections) first = Math.min(first, row.runHourMs);
  for (const row of rows.costs) first = Math.min(first, row.tsMs);
  for (const row of rows.incidents) first = Math.min(first, row.tsMs);
  for (const row of rows.metrics) first = Math.min(first, row.hourMs);
  for (const row of rows.features) first = Math.min(first, row.hourMs);
  for (const row of rows.drifts) first = Math.min(first, row.tsMs);
  return first < rows.endMs ? floorTo(first, HOUR_MS) : null;
}
