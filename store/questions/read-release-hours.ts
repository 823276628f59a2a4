import { z } from 'zod';
import type { Database } from '../database.ts';

/** Runs of one hour that carried one release. */
export interface ReleaseHour {
  /** Start of the hour, epoch milliseconds. */
  readonly hourMs: number;
  /** Null: all runs of the hour, those without a release included. */
  readonly release: string | null;
  readonly runs: number;
}

const row = z
  .object({ workload: z.string(), hourMs: z.number(), release: z.string(), runs: z.number() })
  .transform(({ release, ...rest }) => ({ ...rest, release: release === '' ? null : release }));

const RANGE = `workload IN {workloads: Array(String)}
  AND at >= fromUnixTimestamp64Milli({fromMs: Int64}) AND at < fromUnixTimestamp64Milli({toMs: Int64})`;

/**
 * Which releases carried the runs of each hour in [fromMs, toMs), epoch milliseconds on the hour.
 * @returns by workload, ascending by hour; workloads without a run left out
 */
export async function readReleaseHours(
  database: Database,
  question: {
    readonly workloads: readonly string[];
    readonly fromMs: number;
    readonly toMs: number;
  },
): Promise<Map<string, ReleaseHour[]>> {
  const rows = await database.query(
    'release-hours',
    `SELECT workload, toUnixTimestamp(at) * 1000 AS hourMs, release, sum(n) AS runs FROM (
       SELECT toString(workload) AS workload, at, value AS release, runs AS n FROM dimension_hour
       WHERE dimension = 'release' AND ${RANGE}
       UNION ALL
       SELECT toString(workload) AS workload, at, '' AS release, runs AS n FROM rollup_hour WHERE ${RANGE})
     GROUP BY workload, at, release HAVING runs > 0 ORDER BY workload, at, release`,
    row,
    question,
  );
  const found = new Map<string, ReleaseHour[]>();
  for (const { workload, ...hour } of rows) {
    const own = found.get(workload);
    if (own === undefined) found.set(workload, [hour]);
    else own.push(hour);
  }
  return found;
}
