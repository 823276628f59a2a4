import { z } from 'zod';
import type { Database } from '../database.ts';

/** Every workload that has sent spans, for as long as spans are kept. */
export async function listSpanSenders(database: Database): Promise<string[]> {
  const rows = await database.query(
    'span-senders',
    'SELECT DISTINCT workload FROM spans',
    z.object({ workload: z.string() }),
  );
  return rows.map(({ workload }) => workload);
}
