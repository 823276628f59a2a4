import { z } from 'zod';
import type { Database } from '../database.ts';

const spanRow = z.object({ count: z.number(), minMs: z.number(), maxMs: z.number() });

/**
 * The time between which runs of some ids lie, for questions about raw rows.
 * @param ids at most some thousand
 * @returns epoch milliseconds, both inclusive; null where there is no such run
 */
export async function findRunSpan(
  database: Database,
  workload: string,
  ids: readonly string[],
): Promise<{ fromMs: number; toMs: number } | null> {
  const [span] = await database.query(
    'run-span',
    `SELECT count() AS count, toUnixTimestamp64Milli(min(ts)) AS minMs,
       toUnixTimestamp64Milli(max(ts)) AS maxMs
     FROM run_index
     WHERE workload = {workload: String}
       AND run_key IN (SELECT sipHash64(arrayJoin({ids: Array(String)})))`,
    spanRow,
    { workload, ids: [...ids] },
  );
  return span === undefined || span.count === 0 ? null : { fromMs: span.minMs, toMs: span.maxMs };
}
