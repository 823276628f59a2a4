import { z } from 'zod';
import type { Database } from '../database.ts';

const row = z.object({ workload: z.string(), firstMs: z.number() });

/**
 * When each workload first sent anything, by workload; epoch milliseconds.
 * @param exactFromMs of those that began on a day from this instant on, the first minute; else the start of
 *   the day. Not longer ago than minutes are kept
 */
export async function listFirstSeen(
  database: Database,
  exactFromMs: number,
): Promise<Map<string, number>> {
  const days = await database.query(
    'first-seen',
    `SELECT workload, toUnixTimestamp(min(at)) * 1000 AS firstMs FROM rollup_day GROUP BY workload`,
    row,
  );
  const found = new Map(days.map(({ workload, firstMs }) => [workload, firstMs]));
  const recent = days.filter(({ firstMs }) => firstMs >= exactFromMs);
  if (recent.length === 0) return found;
  const minutes = await database.query(
    'first-seen-minutes',
    `SELECT workload, toUnixTimestamp(min(at)) * 1000 AS firstMs FROM rollup_minute
     WHERE workload IN {workloads: Array(String)} GROUP BY workload`,
    row,
    { workloads: recent.map(({ workload }) => workload) },
  );
  for (const { workload, firstMs } of minutes) found.set(workload, firstMs);
  return found;
}
