import { auditProgress, weekName, weekStart, type AuditProgress } from '../../core/audit.ts';
import { DAY_MS } from '../../core/time.ts';
import type { DrawnRun } from '../../store/questions/list-drawn-runs.ts';

const DAYS_A_WEEK = 7;

/**
 * How many reviews of a week's capacity are due by now: a seventh for each day that has begun, rounded up.
 * @param startMs the week's Monday, epoch milliseconds
 * @param nowMs epoch milliseconds
 * @example dueSoFar(40, Date.UTC(2026, 10, 23), Date.UTC(2026, 10, 24, 9)) // 12
 */
export function dueSoFar(capacity: number, startMs: number, nowMs: number): number {
  const begun = Math.floor((nowMs - startMs) / DAY_MS) + 1;
  return Math.ceil((capacity * Math.max(0, Math.min(DAYS_A_WEEK, begun))) / DAYS_A_WEEK);
}

/** One week of the audit: its progress, and the runs kept for review in the order of the queue. */
export interface KeptWeek {
  readonly progress: AuditProgress;
  readonly runs: readonly DrawnRun[];
}

/**
 * Cuts what was drawn to what people have time for, week by week.
 * @param drawn newest week first, in a week lowest hashes of each day first
 * @param weeks Mondays asked for, epoch milliseconds, newest first; one without a drawn run has none kept
 * @param isReviewed whether a run has a review that the list does not know of yet
 */
export function keepCapacity(
  drawn: readonly DrawnRun[],
  weeks: readonly number[],
  { capacity, nowMs }: { readonly capacity: number; readonly nowMs: number },
  isReviewed: (run: string) => boolean,
): KeptWeek[] {
  return weeks.map((startMs) => {
    const week = weekName(startMs);
    const ofWeek = drawn.filter((run) => run.week === week);
    const runs = ofWeek.slice(0, dueSoFar(capacity, startMs, nowMs)).map((run) => ({
      ...run,
      isReviewed: run.isReviewed || isReviewed(run.id),
    }));
    const unknown = runs.filter((run, index) => run.isReviewed && !ofWeek[index]?.isReviewed);
    const [first] = ofWeek;
    const progress = auditProgress.parse({
      week,
      drawn: first?.drawn ?? 0,
      kept: runs.length,
      reviewed: (first?.reviewed ?? 0) + unknown.length,
      capacity,
    });
    return { progress, runs };
  });
}

/**
 * Mondays of the last weeks, newest first.
 * @param atMs an instant of the newest, epoch milliseconds
 * @example lastWeeks(Date.UTC(2026, 10, 26), 2) // [Date.UTC(2026, 10, 23), Date.UTC(2026, 10, 16)]
 */
export function lastWeeks(atMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, back) => weekStart(atMs) - back * DAYS_A_WEEK * DAY_MS);
}
