import { isOverdue } from '../../core/workload.ts';
import type { DecisionDocument, DecisionState } from './decision.ts';

type Placed = Pick<
  DecisionDocument,
  'review_date' | 'in_force_at' | 'withdrawn' | 'refused' | 'proposed_at'
>;

/**
 * Where a decision stands.
 * @param supersededMs when a later decision of the workload came in force (epoch milliseconds); null: none
 * @param nowMs epoch milliseconds
 */
export function decisionState(
  decision: Placed,
  supersededMs: number | null,
  nowMs: number,
): DecisionState {
  if (decision.withdrawn !== null) return 'withdrawn';
  if (decision.refused !== null) return 'refused';
  if (supersededMs !== null && supersededMs <= nowMs) return 'superseded';
  if (isOverdue({ decision_due: decision.review_date }, nowMs)) return 'expired';
  return decision.in_force_at === null ? 'awaiting' : 'in_force';
}

/**
 * When a later decision of the same workload came in force.
 * @param ofWorkload all decisions of the workload, in any order
 * @returns epoch milliseconds; null where none did
 */
export function supersededMs(
  decision: Pick<DecisionDocument, 'id' | 'in_force_at' | 'proposed_at'>,
  ofWorkload: readonly Pick<DecisionDocument, 'id' | 'in_force_at'>[],
): number | null {
  const sinceMs = Date.parse(decision.in_force_at ?? decision.proposed_at);
  const later = ofWorkload
    .filter(({ id, in_force_at: at }) => id !== decision.id && at !== null)
    .map(({ id, in_force_at: at }) => ({ id, atMs: Date.parse(at ?? '') }))
    .filter(({ id, atMs }) => atMs > sinceMs || (atMs === sinceMs && isAfter(id, decision.id)));
  return later.length === 0 ? null : Math.min(...later.map(({ atMs }) => atMs));
}

/** Ids of one workload end in their number. */
const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
const isAfter = (id: string, other: string): boolean => numberOf(id) > numberOf(other);
