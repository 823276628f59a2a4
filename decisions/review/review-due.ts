import type { DueReview, ReviewDocument } from '../../core/business-review.ts';
import { durationMs } from '../../core/duration.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';

/** Whether a day (`2026-12-31`, UTC) has passed whole. */
const hasPassed = (day: string, nowMs: number): boolean => Date.parse(day) + DAY_MS <= nowMs;

/** The day (UTC) a cadence after an instant; null without a cadence. */
export function dayAfter(atMs: number, cadence: string | undefined): string | null {
  return cadence === undefined ? null : isoTime(atMs + durationMs(cadence)).slice(0, 10);
}

/**
 * When a workload's next review is due: the day the last one named, else its day plus the cadence; before
 * the first one the workload's registration plus the cadence.
 * @param last the latest review; null: none was held
 * @param registeredMs when the workload's record began, epoch milliseconds
 * @param actions of all reviews
 */
export function reviewDue(
  workload: WorkloadDocument,
  last: ReviewDocument | null,
  registeredMs: number,
  actions: ReviewDocument['actions'],
  nowMs: number,
): DueReview {
  const cadence = workload.review_cadence;
  const due =
    last === null
      ? dayAfter(registeredMs, cadence)
      : (last.next_date ?? dayAfter(Date.parse(last.held_at), cadence));
  const open = actions.filter(({ done }) => !done);
  return {
    workload: workload.id,
    title: workload.title,
    cadence: cadence ?? null,
    due,
    overdue: due !== null && hasPassed(due, nowMs),
    last_held: last?.held_at ?? null,
    open_actions: open.length,
    late_actions: open.filter((action) => hasPassed(action.due, nowMs)).length,
  };
}

/**
 * Reviews in the order of a calendar: overdue ones first, then by day, those without a day last.
 * @param all in any order
 */
export function inCalendarOrder(all: readonly DueReview[]): DueReview[] {
  const rank = ({ due }: DueReview): string => due ?? '9999';
  return all.toSorted((a, b) =>
    rank(a) === rank(b) ? (a.workload < b.workload ? -1 : 1) : rank(a) < rank(b) ? -1 : 1,
  );
}
