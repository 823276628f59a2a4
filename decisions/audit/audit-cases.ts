import { z } from 'zod';
import { runItem } from '../../core/run-item.ts';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../../store/database.ts';
import { findRunSpan } from '../../store/questions/find-run-time.ts';
import {
  listWrongReviews,
  type ReviewCursor,
  type StoredReview,
} from '../../store/questions/list-reviews.ts';
import { runsById } from './audit-queue.ts';

/** One case of an evaluation set: what a review found wrong, with the run as far as it is still kept. */
export const auditCase = z.object({
  workload: z.string(),
  run_id: z.string(),
  reviewed_at: z.iso.datetime(),
  source: z.string().nullable(),
  verdict: z.string().nullable(),
  hallucination: z.boolean().nullable(),
  failure_pattern: z.string().nullable(),
  reviewer: z.string().nullable(),
  /** Null once the raw run is no longer kept. */
  run: runItem.nullable(),
});
export type AuditCase = z.infer<typeof auditCase>;

const CASES_A_PAGE = 500;

/**
 * Cases of an evaluation set out of a workload's reviews, newest first, a page at a time.
 * @param span when they were reviewed: epoch milliseconds, both inclusive
 */
export async function* readCases(
  database: Database,
  workload: string,
  span: { readonly fromMs: number; readonly toMs: number },
): AsyncGenerator<AuditCase[]> {
  let after: ReviewCursor | null = null;
  for (;;) {
    const reviews: StoredReview[] = await listWrongReviews(
      database,
      workload,
      span,
      after,
      CASES_A_PAGE,
    );
    if (reviews.length > 0) yield await casesOf(database, workload, reviews);
    const last = reviews.at(-1);
    if (last === undefined || reviews.length < CASES_A_PAGE) return;
    after = { tsMs: last.tsMs, id: last.id };
  }
}

async function casesOf(
  database: Database,
  workload: string,
  reviews: readonly StoredReview[],
): Promise<AuditCase[]> {
  const ids = [...new Set(reviews.map(({ run }) => run))];
  const span = await findRunSpan(database, workload, ids);
  const runs = span === null ? null : await runsById(database, workload, { ids, ...span });
  return reviews.map((review) => ({
    workload,
    run_id: review.run,
    reviewed_at: isoTime(review.tsMs),
    source: review.source === '' ? null : review.source,
    verdict: review.verdict,
    hallucination: review.hallucination,
    failure_pattern: review.failurePattern,
    reviewer: review.reviewer,
    run: runs?.get(review.run) ?? null,
  }));
}
