import { z } from 'zod';
import type { Database } from '../database.ts';

const quarantinedRow = z.object({
  id: z.string(),
  receivedMs: z.number(),
  body: z.string(),
  isReplayed: z.boolean(),
});

/** A rejected event that was asked for by its id; `isReplayed` where it counts already. */
export type Quarantined = z.infer<typeof quarantinedRow>;

/**
 * Rejected events by their ids, those replayed before among them, oldest first.
 * @param workloads only rows that claim one of these; null: all
 * @returns nothing for an id that is not there
 */
export function findQuarantined(
  database: Database,
  ids: readonly string[],
  workloads: ReadonlySet<string> | null,
): Promise<Quarantined[]> {
  return database.query(
    'quarantined',
    `SELECT id, toUnixTimestamp64Milli(received_at) AS receivedMs, body,
       toBool(id IN (SELECT id FROM quarantine_replayed WHERE id IN {ids: Array(String)})) AS isReplayed
     FROM quarantine
     WHERE id IN {ids: Array(String)}
       ${workloads ? 'AND workload IN {workloads: Array(String)}' : ''}
     ORDER BY received_at, id`,
    quarantinedRow,
    { ids: [...ids], ...(workloads ? { workloads: [...workloads] } : {}) },
  );
}
