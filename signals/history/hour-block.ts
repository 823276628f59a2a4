import { HOUR_MS } from '../../core/time.ts';
import type { HourRow } from '../history-rows.ts';
import type { MeasureName } from '../measures.ts';

/** A measure, or the minutes with runs, which no sum of measures can tell. */
export type SeriesName = MeasureName | 'runMinutes' | 'okMinutes';

/** Latency histograms of consecutive hours, one after another in shared arrays. */
export interface LatencyBlock {
  /** Where each hour's buckets start, and where those of the last hour end. */
  readonly starts: Uint32Array;
  /** Bucket indices. */
  readonly buckets: Int16Array;
  readonly counts: Float64Array;
}

/** Consecutive hours of one workload by column: a year of them is some forty arrays, not 8,760 objects. */
export interface HourBlock {
  /** Start of the first hour, epoch milliseconds. */
  readonly firstMs: number;
  /** Number of hours that count; the arrays may hold more. */
  readonly length: number;
  /** One number an hour; a series that is absent is 0 throughout. */
  readonly values: ReadonlyMap<SeriesName, Float64Array>;
  readonly latency: LatencyBlock;
}

/**
 * Rows as a block, from the first row's hour to the last's; hours between without a row are 0.
 * @param rows at least one, any order; rows of one hour are added up
 */
export function blockOfRows(rows: readonly HourRow[]): HourBlock {
  const sorted = rows.toSorted((a, b) => a.hourMs - b.hourMs);
  const firstMs = sorted[0]!.hourMs;
  const hourOf = (row: HourRow): number => Math.floor((row.hourMs - firstMs) / HOUR_MS);
  const length = hourOf(sorted.at(-1)!) + 1;
  const values = new Map<SeriesName, Float64Array>();
  const add = (name: SeriesName, hour: number, value: number | undefined): void => {
    if (value === undefined || value === 0) return;
    let column = values.get(name);
    if (column === undefined) values.set(name, (column = new Float64Array(length)));
    column[hour]! += value;
  };
  for (const row of sorted) {
    const hour = hourOf(row);
    for (const name of Object.keys(row.sums) as MeasureName[]) add(name, hour, row.sums[name]);
    add('runMinutes', hour, row.runMinutes);
    add('okMinutes', hour, row.okMinutes);
  }
  return { firstMs, length, values, latency: latencyOfRows(sorted, length, hourOf) };
}

function latencyOfRows(
  sorted: readonly HourRow[],
  length: number,
  hourOf: (row: HourRow) => number,
): LatencyBlock {
  const size = sorted.reduce((sum, { latency }) => sum + latency.size, 0);
  const starts = new Uint32Array(length + 1);
  const buckets = new Int16Array(size);
  const counts = new Float64Array(size);
  let at = 0;
  for (const row of sorted) {
    row.latency.forEach((count, bucket) => {
      buckets[at] = bucket;
      counts[at++] = count;
    });
    starts[hourOf(row) + 1] = at;
  }
  for (let hour = 1; hour <= length; hour++) {
    starts[hour] = Math.max(starts[hour]!, starts[hour - 1]!);
  }
  return { starts, buckets, counts };
}
