import { RELEASE_DIMENSIONS, type ReleaseDimension } from '../../signals/history-rows.ts';
import type { DimensionBlock, DimensionValue } from '../../signals/history/dimension-columns.ts';
import type { Database } from '../database.ts';
import { columnOf, nativeBlocks } from '../native-format.ts';
import { nextTurn } from '../take-turns.ts';

/** Which hours of which workloads; times in epoch milliseconds. */
export interface DimensionScope extends Record<string, unknown> {
  readonly workloads: readonly string[];
  /** Hours before this are left out. */
  readonly sinceMs: number;
  /** This hour and later ones are left out: of a begun one it is not known what came before an end in it. */
  readonly hourMs: number;
}

function dimensionOf(text: string): ReleaseDimension {
  const found = RELEASE_DIMENSIONS.find((dimension) => dimension === text);
  if (!found) throw new RangeError(`there is no dimension ${text}`);
  return found;
}

/** No runs. */
export const NO_DIMENSIONS: DimensionBlock = { values: [], ids: [], hours: [], runs: [] };

/** A workload's rows while they are collected. */
interface Collected {
  readonly values: DimensionValue[];
  readonly ids: number[];
  readonly hours: number[];
  readonly runs: number[];
}

/**
 * Runs of some workloads by whole hour and release, model and prompt version. The answer has a row a
 * value with all its hours: a year of them is thousands.
 * @returns by workload; those without any left out
 */
export async function readDimensions(
  database: Database,
  scope: DimensionScope,
): Promise<Map<string, DimensionBlock>> {
  if (scope.sinceMs >= scope.hourMs) return new Map();
  const bytes = await database.queryNative(
    'history-dimensions',
    `SELECT toUInt32(indexOf({workloads: Array(String)}, workload) - 1) AS place,
       CAST(dimension AS String) AS dimension_name, value,
       groupArray(toUInt32(intDiv(toUnixTimestamp(at), 3600))) AS hours,
       groupArray(toFloat64(hour_runs)) AS runs
     FROM (
       SELECT workload, dimension, value, at, sum(runs) AS hour_runs FROM dimension_hour
       WHERE workload IN {workloads: Array(String)} AND at < fromUnixTimestamp64Milli({hourMs: Int64})
         AND at >= fromUnixTimestamp64Milli({sinceMs: Int64})
       GROUP BY workload, dimension, value, at HAVING hour_runs > 0
     ) GROUP BY workload, dimension, value ORDER BY workload, dimension, value`,
    scope,
  );
  const found = new Map<string, Collected>();
  for (const block of nativeBlocks(bytes)) {
    if (block.rows === 0) continue;
    const places = columnOf(block, 'place', 'numbers').values;
    const dimensions = columnOf(block, 'dimension_name', 'texts').values;
    const values = columnOf(block, 'value', 'texts').values;
    const hours = columnOf(block, 'hours', 'lists');
    const runs = columnOf(block, 'runs', 'lists').values;
    for (let row = 0, i = 0; row < block.rows; row++) {
      const workload = scope.workloads[places[row]!]!;
      let own = found.get(workload);
      if (own === undefined) {
        found.set(workload, (own = { values: [], ids: [], hours: [], runs: [] }));
      }
      const value = { dimension: dimensionOf(dimensions[row]!), value: values[row]! };
      const id = own.values.push(value) - 1;
      for (; i < hours.ends[row]!; i++) {
        own.ids.push(id);
        own.hours.push(hours.values[i]!);
        own.runs.push(runs[i]!);
      }
    }
    await nextTurn();
  }
  return found;
}
