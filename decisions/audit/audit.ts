import { z } from 'zod';
import type { AuditSettings, AuditVerdict } from '../../core/audit.ts';
import { BellwetherError } from '../../core/errors.ts';
import type { WireEventOf } from '../../core/event.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { REVIEW_VERDICTS } from '../../core/review-verdicts.ts';
import type { RunItem } from '../../core/run-item.ts';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../../store/database.ts';
import { findRunSpan } from '../../store/questions/find-run-time.ts';
import { findRandomReview } from '../../store/questions/list-reviews.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { isKept, readQueue, runsById, type QueueCursor, type QueuePage } from './audit-queue.ts';

/** A review as it was taken: who made it, when, and what it says; what it does not state is null. */
export const takenReview = z.object({
  run: z.string(),
  reviewer: z.string().nullable(),
  reviewed_at: z.iso.datetime(),
  verdict: z.enum(REVIEW_VERDICTS),
  hallucination: z.boolean().nullable(),
  failure_pattern: z.string().nullable(),
  seconds: z.number().nullable(),
});
export type TakenReview = z.infer<typeof takenReview>;

/** The random audit of workloads. */
export interface Audit {
  /** @throws BellwetherError `not_found`; null where the workload is not audited */
  settings(workload: string): AuditSettings | null;
  /** @throws BellwetherError `not_found` without the workload, `conflict` where it is not audited */
  queue(
    workload: string,
    page: { weekMs: number | null; after: QueueCursor | null; limit: number },
  ): Promise<QueuePage>;
  /**
   * Takes the review of a drawn run; durable when it resolves. The same review by the same reviewer once
   * more is answered like the first time.
   * @param reviewer `person:…` or `key:…`
   * @throws BellwetherError `not_found` without the workload or the run, `conflict` where the run was
   *   not drawn or is reviewed already; then it says by whom
   */
  review(
    workload: string,
    run: string,
    verdict: AuditVerdict,
    reviewer: string,
  ): Promise<TakenReview>;
}

/** What the audit is made of. */
export interface AuditDependencies {
  readonly database: Database;
  readonly workloads: Pick<WorkloadRegistry, 'get'>;
  /** At least 16 secret bytes, the same after a restart: they draw the runs. */
  readonly key: Uint8Array;
  /** The one id of a run's review, which nobody else can work out. */
  readonly reviewId: (workload: string, run: string) => string;
  /** Sends an event the way all telemetry comes; false where one with its id counts already. */
  readonly send: (event: WireEventOf<'review'>, actor: string) => Promise<boolean>;
  readonly now: () => number;
}

/** Opens the audit. */
export function createAudit(dependencies: AuditDependencies): Audit {
  const { database, workloads, key, now } = dependencies;
  /** Reviews that were taken and may not be queryable yet, by the id of their event. */
  const taken = new Map<string, TakenReview>();
  const inTurn = oneAtATime();

  const settings = (workload: string): AuditSettings | null => {
    const found = workloads.get(workload);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${workload}`);
    return found.document.audit ?? null;
  };
  const audited = (workload: string): AuditSettings => {
    const found = settings(workload);
    if (found) return found;
    throw new BellwetherError(
      'conflict',
      `${workload} is not audited: state audit.share and audit.capacity_per_week in its record`,
    );
  };
  const idOf = (workload: string, run: string): string => dependencies.reviewId(workload, run);

  const earlier = async (workload: string, run: string): Promise<TakenReview | null> => {
    const stored = await findRandomReview(database, workload, run);
    if (stored === null) return taken.get(idOf(workload, run)) ?? null;
    taken.delete(idOf(workload, run));
    if (stored.verdict === null) return null;
    return {
      run,
      reviewer: stored.reviewer,
      reviewed_at: isoTime(stored.tsMs),
      verdict: stored.verdict,
      hallucination: stored.hallucination,
      failure_pattern: stored.failurePattern,
      seconds: stored.seconds,
    };
  };

  const findRun = async (workload: string, run: string): Promise<RunItem> => {
    const span = await findRunSpan(database, workload, [run]);
    const found = span && (await runsById(database, workload, { ids: [run], ...span })).get(run);
    if (found) return found;
    throw new BellwetherError('not_found', `there is no run ${run} of ${workload}`);
  };

  const reviewNow = async (
    workload: string,
    run: string,
    verdict: AuditVerdict,
    reviewer: string,
  ): Promise<TakenReview> => {
    const { share, capacity_per_week: capacity } = audited(workload);
    const [found, before] = await Promise.all([findRun(workload, run), earlier(workload, run)]);
    const review = buildReview(run, verdict, reviewer, now());
    if (before !== null) return sameOrRefuse(before, review);
    const question = { workload, draw: { share, key }, capacity, nowMs: now() };
    const isAsked = await isKept(database, question, { id: run, tsMs: Date.parse(found.ts) });
    // One answer for all: it tells nobody which runs the audit could have drawn.
    if (!isAsked)
      throw new BellwetherError('conflict', `the audit does not ask about the run ${run}`);
    const id = idOf(workload, run);
    const isNew = await dependencies.send(eventOf(id, found, review), reviewer);
    if (!isNew) throw new BellwetherError('conflict', `the run ${run} was reviewed already`);
    taken.set(id, review);
    return review;
  };

  return {
    settings,
    async queue(workload, page) {
      const { share, capacity_per_week: capacity } = audited(workload);
      const question = { workload, draw: { share, key }, capacity, nowMs: now(), ...page };
      return readQueue(database, question, (run) => taken.has(idOf(workload, run)));
    },
    review(workload, run, verdict, reviewer) {
      // One at a time: of two reviewers of one run the first wins, and the second is told.
      return inTurn(() => reviewNow(workload, run, verdict, reviewer));
    },
  };
}

function buildReview(
  run: string,
  verdict: AuditVerdict,
  reviewer: string,
  atMs: number,
): TakenReview {
  return {
    run,
    reviewer,
    reviewed_at: isoTime(atMs),
    verdict: verdict.verdict,
    hallucination: verdict.hallucination ?? null,
    failure_pattern: verdict.failure_pattern ?? null,
    seconds: verdict.seconds,
  };
}

/** An answer that got lost may be asked for again; another verdict, or another reviewer, comes too late. */
function sameOrRefuse(before: TakenReview, again: TakenReview): TakenReview {
  const isSame =
    before.reviewer === again.reviewer &&
    before.verdict === again.verdict &&
    before.hallucination === again.hallucination &&
    before.failure_pattern === again.failure_pattern;
  if (isSame) return before;
  throw new BellwetherError(
    'conflict',
    `${before.reviewer ?? 'somebody unnamed'} reviewed the run ${before.run} at ${before.reviewed_at}: ${before.verdict}. A review stands as it was taken.`,
  );
}

/** The review as an event; in the parts of the workload that its run counts in. */
function eventOf(id: string, run: RunItem, review: TakenReview): WireEventOf<'review'> {
  const { workload, stage, release, model, provider, segment, prompt_version, trace_id } = run;
  const { reviewed_at: ts, ...said } = review;
  return {
    kind: 'review',
    id,
    ts,
    workload,
    stage,
    release,
    model,
    provider,
    segment,
    prompt_version,
    trace_id,
    source: 'random',
    ...said,
  };
}
