import { z } from 'zod';
import type { Database } from '../database.ts';
import { ASSESSMENT_TABLE } from '../tables/assessment.ts';

const storedRow = z.object({
  atMs: z.number(),
  nextMs: z.number(),
  document: z.string().transform((text): unknown => JSON.parse(text)),
});

/** An assessment as it was stored; times in epoch milliseconds. */
export type StoredRow = z.output<typeof storedRow>;

/**
 * The stored assessment of the last grid instant at or before an instant. Where one was written twice
 * (its first writing was cut off before it was answered), the first counts.
 * @param atMs epoch milliseconds
 * @returns null where nothing was stored up to then
 */
export async function findAssessment(
  database: Database,
  workload: string,
  atMs: number,
): Promise<StoredRow | null> {
  const rows = await database.query(
    'assessment-find',
    `SELECT toUnixTimestamp(at) * 1000 AS atMs, toUnixTimestamp(next_at) * 1000 AS nextMs,
       document
     FROM ${ASSESSMENT_TABLE}
     WHERE workload = {workload: String} AND at <= fromUnixTimestamp64Milli({atMs: Int64})
     ORDER BY at DESC, stored_at LIMIT 1`,
    storedRow,
    { workload, atMs },
  );
  return rows[0] ?? null;
}
