import { isOverdue, type WorkloadDocument } from '../../core/workload.ts';
import type { DecisionDocument } from './decision.ts';

/** A decision's review date, from when it came in force (epoch milliseconds). */
export interface ReviewPeriod {
  readonly fromMs: number;
  readonly reviewDate: string;
}

/**
 * The review dates of a workload's decisions, in the order they came in force. What only a program accepted
 * is on record, and leaves the date at which people have to decide where it was.
 * @param ofWorkload its decisions, in any order
 */
export function reviewPeriods(
  ofWorkload: readonly Pick<DecisionDocument, 'in_force_at' | 'review_date' | 'signatures'>[],
): ReviewPeriod[] {
  return ofWorkload
    .filter(isByPeople)
    .flatMap(({ in_force_at: at, review_date: reviewDate }) =>
      at === null ? [] : [{ fromMs: Date.parse(at), reviewDate }],
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** Whether a person has signed a decision. */
export const isByPeople = ({ signatures }: Pick<DecisionDocument, 'signatures'>): boolean =>
  signatures.some(({ person }) => person !== null);

/** What a workload's record says about its decision date. */
type Dated = Partial<Pick<WorkloadDocument, 'stage'>> & {
  readonly decision_due?: string | undefined;
};

/**
 * The day up to which a workload is decided: the review date of the decision in force then, else the record's.
 * @param record of the workload; only its `decision_due` and its stage count
 * @param periods in the order they came in force
 * @param atMs epoch milliseconds
 * @returns null where nobody has set one, and once it is retired: nothing is left to decide
 */
export function decisionDueAt(
  record: Dated,
  periods: readonly ReviewPeriod[],
  atMs: number,
): string | null {
  if (record.stage === 'retired') return null;
  const inForce = periods.findLast(({ fromMs }) => fromMs <= atMs);
  return inForce?.reviewDate ?? record.decision_due ?? null;
}

/** Whether that day has passed (UTC). */
export function isOverdueAt(
  record: Dated,
  periods: readonly ReviewPeriod[],
  atMs: number,
): boolean {
  const due = decisionDueAt(record, periods, atMs);
  return due !== null && isOverdue({ decision_due: due }, atMs);
}
