import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../database.ts';

const quarantineRow = z.object({
  id: z.string(),
  receivedMs: z.number(),
  key_id: z.string(),
  workload: z.string(),
  kind: z.string(),
  body: z.string(),
  errors: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.object({ path: z.string(), message: z.string() }))),
});

/** One event that did not fit the contract, as it came. */
export type QuarantineItem = Omit<z.output<typeof quarantineRow>, 'receivedMs'> & {
  readonly received_at: string;
};

/** Where a page ended: the last row's receipt (epoch milliseconds) and id. */
export interface QuarantineCursor {
  readonly receivedMs: number;
  readonly id: string;
}

/**
 * Rejected events that were not replayed, newest first.
 * @param workloads only rows that claim one of these; null: all, also those that claim none
 * @param limit at most this many, 1 to 1,000
 */
export async function listQuarantine(
  database: Database,
  workloads: ReadonlySet<string> | null,
  after: QuarantineCursor | null,
  limit: number,
): Promise<{ items: QuarantineItem[]; next: QuarantineCursor | null }> {
  const rows = await database.query(
    'quarantine',
    `SELECT id, toUnixTimestamp64Milli(received_at) AS receivedMs, key_id, workload, kind, body, errors
     FROM quarantine
     WHERE id NOT IN (SELECT id FROM quarantine_replayed)
       ${workloads ? 'AND workload IN {workloads: Array(String)}' : ''}
       ${after ? 'AND (received_at, id) < (fromUnixTimestamp64Milli({afterMs: Int64}), {afterId: String})' : ''}
     ORDER BY received_at DESC, id DESC LIMIT {rows: UInt32}`,
    quarantineRow,
    {
      rows: limit + 1,
      ...(workloads ? { workloads: [...workloads] } : {}),
      ...(after ? { afterMs: after.receivedMs, afterId: after.id } : {}),
    },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ receivedMs, ...item }) => ({ ...item, received_at: isoTime(receivedMs) })),
    next: rows.length > limit && last ? { receivedMs: last.receivedMs, id: last.id } : null,
  };
}
