import { z } from 'zod';
import type { Database } from '../database.ts';

const idRow = z.tuple([z.string(), z.string()]);

/** Hours read at a time: enough to be quick, little enough to stay small in memory. */
const SLICE_MS = 3_600_000;

/**
 * Ids of everything received since an instant, for telling a sender's retry after a restart.
 * @param sinceMs epoch milliseconds of receipt
 * @param untilMs epoch milliseconds, exclusive
 */
export async function* recentIds(
  database: Database,
  sinceMs: number,
  untilMs: number,
): AsyncGenerator<{ workload: string; id: string }> {
  for (let from = sinceMs; from < untilMs; from += SLICE_MS) {
    const rows = await database.queryCompact(
      'recent-ids',
      `SELECT workload, id FROM runs WHERE received_at >= fromUnixTimestamp64Milli({from: Int64})
         AND received_at < fromUnixTimestamp64Milli({to: Int64})
       UNION ALL
       SELECT DISTINCT workload, id FROM spans WHERE received_at >= fromUnixTimestamp64Milli({from: Int64})
         AND received_at < fromUnixTimestamp64Milli({to: Int64})
       UNION ALL
       SELECT workload, id FROM events WHERE received_at >= fromUnixTimestamp64Milli({from: Int64})
         AND received_at < fromUnixTimestamp64Milli({to: Int64})`,
      idRow,
      { from, to: Math.min(from + SLICE_MS, untilMs) },
    );
    for (const [workload, id] of rows) yield { workload, id };
  }
}
