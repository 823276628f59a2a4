import { z } from 'zod';
import { REVIEW_VERDICTS } from '../../core/review-verdicts.ts';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../database.ts';

const orNull = z.string().transform((text) => (text === '' ? null : text));
const reviewRow = z.object({
  id: z.string(),
  tsMs: z.number(),
  run: z.string(),
  source: z.string(),
  verdict: z
    .enum(['', ...REVIEW_VERDICTS])
    .transform((verdict) => (verdict === '' ? null : verdict)),
  hallucination: z
    .number()
    .nullable()
    .transform((flag) => (flag === null ? null : flag === 1)),
  failurePattern: orNull,
  seconds: z.number().nullable(),
  reviewer: orNull,
});
/** One review event; what it does not state is null. */
export type StoredReview = z.output<typeof reviewRow>;

const COLUMNS = `id, toUnixTimestamp64Milli(ts) AS tsMs, run, source, verdict, hallucination,
  failure_pattern AS failurePattern, seconds, reviewer`;
const REVIEWS = `events WHERE workload = {workload: String} AND kind = 'review' AND sign > 0`;
const IS_WRONG = `(verdict IN ('rework', 'reject') OR hallucination = 1)`;

/** The random review of a run that has a verdict, the first of several; null where there is none. */
export async function findRandomReview(
  database: Database,
  workload: string,
  run: string,
): Promise<StoredReview | null> {
  const [found] = await database.query(
    'random-review',
    `SELECT ${COLUMNS} FROM ${REVIEWS} AND source = 'random' AND run = {run: String} AND verdict != ''
     ORDER BY ts, id LIMIT 1`,
    reviewRow,
    { workload, run },
  );
  return found ?? null;
}

/** Where a page of reviews ended: the last one's time (epoch milliseconds) and id. */
export interface ReviewCursor {
  readonly tsMs: number;
  readonly id: string;
}

/**
 * Reviews of runs that found an error or a hallucination, whatever led to them, newest first.
 * @param fromMs epoch milliseconds, inclusive
 * @param limit at most this many
 */
export function listWrongReviews(
  database: Database,
  workload: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  after: ReviewCursor | null,
  limit: number,
): Promise<StoredReview[]> {
  return database.query(
    'wrong-reviews',
    `SELECT ${COLUMNS} FROM ${REVIEWS} AND run != '' AND ${IS_WRONG}
       AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND ts <= fromUnixTimestamp64Milli({toMs: Int64})
       ${after === null ? '' : 'AND (ts, id) < (fromUnixTimestamp64Milli({afterMs: Int64}), {afterId: String})'}
     ORDER BY ts DESC, id DESC LIMIT {limit: UInt32}`,
    reviewRow,
    {
      workload,
      fromMs,
      toMs,
      limit,
      ...(after === null ? {} : { afterMs: after.tsMs, afterId: after.id }),
    },
  );
}

const patternRow = z.object({
  pattern: z.string(),
  reviews: z.number(),
  random: z.number(),
  lastMs: z.number().transform(isoTime),
});

/** How often reviewers named a failure pattern; `random`: in random reviews. */
export interface PatternCount {
  readonly pattern: string;
  readonly reviews: number;
  readonly random: number;
  readonly last_at: string;
}

/**
 * The failure patterns of reviews, the most frequent first.
 * @param fromMs epoch milliseconds, inclusive
 * @param limit at most this many
 */
export async function countPatterns(
  database: Database,
  workload: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  limit: number,
): Promise<PatternCount[]> {
  const rows = await database.query(
    'failure-patterns',
    `SELECT failure_pattern AS pattern, count() AS reviews, countIf(source = 'random') AS random,
       toUnixTimestamp64Milli(max(ts)) AS lastMs
     FROM ${REVIEWS} AND failure_pattern != ''
       AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND ts <= fromUnixTimestamp64Milli({toMs: Int64})
     GROUP BY pattern ORDER BY reviews DESC, pattern LIMIT {limit: UInt32}`,
    patternRow,
    { workload, fromMs, toMs, limit },
  );
  return rows.map(({ lastMs, ...row }) => ({ ...row, last_at: lastMs }));
}
