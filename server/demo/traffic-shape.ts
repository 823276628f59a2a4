import { DAY_MS, HOUR_MS } from '../../core/time.ts';

/** When people use a workload: all week, or in working hours. */
export type TrafficShape = 'service' | 'office';

/** Share of a day's runs by hour (UTC), before they are scaled to a mean of 1. */
const HOURS: Readonly<Record<TrafficShape, readonly number[]>> = {
  service: [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 12, 11, 11, 12, 12, 11, 10, 9, 8, 7, 6, 4, 3],
  office: [0, 0, 0, 0, 0, 1, 3, 9, 14, 16, 15, 12, 8, 13, 15, 14, 10, 5, 2, 1, 1, 0, 0, 0],
};

/** The same by weekday, Sunday first. */
const WEEKDAYS: Readonly<Record<TrafficShape, readonly number[]>> = {
  service: [6, 11, 11, 10, 10, 10, 7],
  office: [1, 11, 12, 12, 11, 10, 1.5],
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How busy an instant is, as a multiple of the average over a week.
 * @param atMs epoch milliseconds
 * @example over any whole week the mean of it is 1
 */
export function trafficAt(shape: TrafficShape, atMs: number): number {
  const hours = HOURS[shape];
  const weekdays = WEEKDAYS[shape];
  const hour = Math.floor((atMs % DAY_MS) / HOUR_MS);
  const weekday = new Date(atMs).getUTCDay();
  return ((hours[hour] ?? 0) / mean(hours)) * ((weekdays[weekday] ?? 0) / mean(weekdays));
}
