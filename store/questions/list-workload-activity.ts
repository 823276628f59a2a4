import { z } from 'zod';
import type { Database } from '../database.ts';

const activityRow = z.object({ workload: z.string(), lastMs: z.number() });
export type WorkloadActivity = z.infer<typeof activityRow>;

/** Every workload that ever sent telemetry, with the start of its latest minute (epoch ms). */
export function listWorkloadActivity(database: Database): Promise<WorkloadActivity[]> {
  return database.query(
    'workload-activity',
    `SELECT workload, toUnixTimestamp(max(at)) * 1000 AS lastMs FROM rollup_minute
     GROUP BY workload
     UNION ALL
     SELECT workload, toUnixTimestamp64Milli(max(ts)) AS lastMs FROM metric GROUP BY workload`,
    activityRow,
  );
}
