import { z } from 'zod';
import type { Database } from '../database.ts';

const markRow = z.object({
  atMs: z.number(),
  kind: z.enum(['release', 'rollback', 'config', 'incident']),
  title: z.string(),
  detail: z.string(),
});
export type Mark = z.infer<typeof markRow>;

/**
 * What happened to a workload from outside its runs: deployments and incidents, ascending.
 * @param fromMs epoch milliseconds, inclusive
 * @param toMs epoch milliseconds, inclusive
 */
export function listMarks(
  database: Database,
  workload: string,
  fromMs: number,
  toMs: number,
): Promise<Mark[]> {
  const span = `workload = {workload: String}
    AND ts >= fromUnixTimestamp64Milli({fromMs: Int64}) AND ts <= fromUnixTimestamp64Milli({toMs: Int64})`;
  return database.query(
    'marks',
    `SELECT * FROM (
     SELECT toUnixTimestamp64Milli(ts) AS atMs,
       multiIf(change = 'rollout', 'release', change = 'rollback', 'rollback', 'config') AS kind,
       release AS title,
       if(exposure_percent IS NULL, '', concat(toString(exposure_percent), ' % of traffic')) AS detail
     FROM deployment WHERE ${span}
     UNION ALL
     SELECT toUnixTimestamp64Milli(ts) AS atMs, 'incident' AS kind,
       concat(incident, ': ', phase, if(drill = 1, ' (drill)', '')) AS title, cause AS detail
     FROM incident WHERE ${span}
     ) ORDER BY atMs, title`,
    markRow,
    { workload, fromMs, toMs },
  );
}
