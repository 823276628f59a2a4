import { DAY_MS } from '../../core/time.ts';
import { isOverdue, type WorkloadDocument } from '../../core/workload.ts';
import type { ModeSetting } from './reach.ts';

/** How long after its decision date a workload goes on as it is. */
export const OVERDUE_GRACE_MS = 7 * DAY_MS;

/** What a workload falls back to when nobody decides: it goes on, and a person looks at each result. */
const SAFE_MODE: ModeSetting = { mode: 'review', percent: null };

/**
 * What a workload without a decision in time falls back to; null while it is in time, or in the grace.
 * @param atMs epoch milliseconds
 */
export function overdueFallback(
  workload: WorkloadDocument,
  atMs: number,
): { readonly cap: ModeSetting; readonly reason: string } | null {
  if (!isOverdue(workload, atMs - OVERDUE_GRACE_MS)) return null;
  const reason = `the decision was due on ${workload.decision_due}, and the grace of 7 days is over`;
  return { cap: SAFE_MODE, reason };
}
