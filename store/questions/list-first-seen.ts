import { z } from 'zod';
import type { Database } from '../database.ts';

const row = z.object({ workload: z.string(), firstMs: z.number() });

/** Start of the first day in which each workload sent anything, by workload; epoch milliseconds. */
export async function listFirstSeen(database: Database): Promise<Map<string, number>> {
  const rows = await database.query(
    'first-seen',
    `SELECT workload, toUnixTimestamp(min(at)) * 1000 AS firstMs FROM rollup_day GROUP BY workload`,
    row,
  );
  return new Map(rows.map(({ workload, firstMs }) => [workload, firstMs]));
}
