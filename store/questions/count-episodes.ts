import { z } from 'zod';
import type { Database } from '../database.ts';
import { ALERT_LOG_TABLE } from '../tables/alert-log.ts';

/** How often one rule fired for one workload. */
export interface EpisodeCount {
  readonly rule: string;
  readonly workload: string;
  /** Since the instant asked for. */
  readonly episodes: number;
  /** Of those, how many somebody acknowledged. */
  readonly acknowledged: number;
  /** Of all that the alert log holds; epoch milliseconds. */
  readonly lastFiredMs: number;
}

const row = z.object({
  rule: z.string(),
  workload: z.string(),
  episodes: z.number(),
  acknowledged: z.number(),
  lastFiredMs: z.number(),
});

/**
 * How often each rule fired, and when last, by workload; exact, out of the alert log.
 * @param sinceMs episodes that fired at or after this are counted; epoch milliseconds
 * @returns in the order of rules and workloads; those that never fired left out
 */
export async function countEpisodes(database: Database, sinceMs: number): Promise<EpisodeCount[]> {
  return database.query(
    'count-episodes',
    `SELECT rule, workload, countIf(firedMs >= {sinceMs: Int64}) AS episodes,
       countIf(firedMs >= {sinceMs: Int64} AND isTaken) AS acknowledged, max(firedMs) AS lastFiredMs
     FROM (SELECT JSONExtractString(document, 'rule') AS rule,
         JSONExtractString(document, 'workload') AS workload,
         JSONExtractInt(document, 'firedMs') AS firedMs,
         JSONExtractInt(document, 'response', 'acknowledgedMs') > 0 AS isTaken
       FROM ${ALERT_LOG_TABLE} FINAL WHERE kind = 'episode' AND document != '')
     GROUP BY rule, workload ORDER BY rule, workload`,
    row,
    { sinceMs },
  );
}
