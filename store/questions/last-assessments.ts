import { z } from 'zod';
import type { Database } from '../database.ts';
import { ASSESSMENT_TABLE } from '../tables/assessment.ts';

const lastRow = z.object({ workload: z.string(), atMs: z.number() });

/** The last grid instant (epoch milliseconds) that an assessment was stored for, by workload. */
export async function lastAssessments(database: Database): Promise<Map<string, number>> {
  const rows = await database.query(
    'assessments-last',
    `SELECT workload, toUnixTimestamp(max(at)) * 1000 AS atMs FROM ${ASSESSMENT_TABLE} GROUP BY workload`,
    lastRow,
  );
  return new Map(rows.map(({ workload, atMs }) => [workload, atMs]));
}
