import { isOverdue } from '../../core/workload.ts';
import type { DecisionDocument, DecisionItem, DecisionScore } from './decision.ts';
import { decisionState, supersededMs } from './decision-state.ts';
import { missingSignatures } from './required-signatures.ts';

/** What a decision is described with. */
export interface DecisionSurroundings {
  /** All decisions of its workload. */
  readonly ofWorkload: readonly DecisionDocument[];
  /** The workload's title. */
  readonly title: string;
  readonly score: DecisionScore | null;
  readonly nowMs: number;
}

/** A decision as lists show it. */
export function describeDecision(
  decision: DecisionDocument,
  { ofWorkload, title, score, nowMs }: DecisionSurroundings,
): DecisionItem {
  const { assessment, ...rest } = decision;
  const replacedMs = supersededMs(decision, ofWorkload);
  const state = decisionState(decision, replacedMs, nowMs);
  return {
    ...rest,
    title,
    state,
    sentence: assessment.sentence,
    missing: state === 'awaiting' ? missingSignatures(decision) : [],
    overdue:
      state === 'expired' &&
      decision.in_force_at !== null &&
      isOverdue({ decision_due: decision.review_date }, nowMs),
    score,
  };
}

/** Overdue first, then what waits for signatures, then the newest. */
export function orderDecisions(items: readonly DecisionItem[]): DecisionItem[] {
  const rank = ({ overdue, state }: DecisionItem): number =>
    overdue ? 0 : state === 'awaiting' ? 1 : 2;
  return [...items].sort((a, b) => rank(a) - rank(b) || (a.proposed_at < b.proposed_at ? 1 : -1));
}
