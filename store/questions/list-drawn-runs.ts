import { z } from 'zod';
import type { Database } from '../database.ts';
import { DRAW_POSITION, IS_DRAWN, drawParameters, type AuditDraw } from './audit-draw.ts';

const drawnRow = z.object({
  id: z.string(),
  tsMs: z.number(),
  /** Monday of the week the run lies in. */
  week: z.string(),
  /** Place among the drawn runs of its day, from 1: lowest hash first. */
  dayRank: z.number(),
  /** Drawn runs of that week, and those of them that have a random review. */
  drawn: z.number(),
  reviewed: z.number(),
  isReviewed: z.number().transform((flag) => flag === 1),
});
/** One run that the audit drew. */
export type DrawnRun = z.output<typeof drawnRow>;

/** Which runs are asked for; times in epoch milliseconds. */
export interface DrawnQuestion {
  readonly workload: string;
  readonly draw: AuditDraw;
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** At most this many of a week. */
  readonly perWeek: number;
}

/** Runs with a random review that says something; none can be older than the oldest run asked for. */
const REVIEWED = `SELECT run FROM events
  WHERE workload = {workload: String} AND kind = 'review' AND source = 'random' AND run != ''
    AND verdict != '' AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
  GROUP BY run HAVING sum(sign) > 0`;

/** Drawn runs as they stand; a run sent under one id at two times is one. */
const DRAWN = `SELECT id, max(ts) AS ts FROM (
    SELECT workload, id, ts FROM runs
    WHERE workload = {workload: String} AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
      AND ts < fromUnixTimestamp64Milli({toMs: Int64}) AND ${IS_DRAWN}
    GROUP BY workload, id, ts HAVING sum(sign) > 0)
  GROUP BY id`;

/**
 * Runs that the audit drew, newest week first; in a week the lowest hashes of each day first, so that
 * any first part of the list is random and spread evenly over the days.
 */
export function listDrawnRuns(database: Database, question: DrawnQuestion): Promise<DrawnRun[]> {
  const { draw, ...parameters } = question;
  return database.query(
    'drawn-runs',
    `SELECT id, toUnixTimestamp64Milli(ts) AS tsMs, toString(week) AS week, dayRank,
       count() OVER (PARTITION BY week) AS drawn,
       countIf(isReviewed = 1) OVER (PARTITION BY week) AS reviewed, isReviewed
     FROM (
       SELECT id, ts, toMonday(ts) AS week, ${DRAW_POSITION} AS position,
         row_number() OVER (PARTITION BY toDate(ts) ORDER BY position, id) AS dayRank,
         toUInt8(id IN (${REVIEWED})) AS isReviewed
       FROM (SELECT {workload: String} AS workload, id, ts FROM (${DRAWN})))
     ORDER BY week DESC, dayRank, position, id LIMIT {perWeek: UInt32} BY week`,
    drawnRow,
    { ...parameters, ...drawParameters(draw) },
  );
}
