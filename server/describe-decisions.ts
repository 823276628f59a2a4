import { BellwetherError } from '../core/errors.ts';
import type { Versioned } from '../core/parse-document.ts';
import { isoTime } from '../core/time.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import {
  capacitiesOf,
  capacityNow,
  isNamed,
  type Signer,
} from '../decisions/signing/choose-capacity.ts';
import type {
  DecisionDocument,
  DecisionItem,
  DecisionScore,
} from '../decisions/signing/decision.ts';
import { decisionState, supersededMs } from '../decisions/signing/decision-state.ts';
import { describeDecision } from '../decisions/signing/describe-decision.ts';
import type { SigningView } from '../decisions/signing/signing-view.ts';
import type { Decisions } from './open-decisions.ts';

/** What describing works with. */
export interface DescribingParts {
  readonly decisions: Decisions;
  readonly workloads: WorkloadRegistry;
  readonly now: () => number;
}

const documentsOf = ({ decisions }: DescribingParts, workload: string): DecisionDocument[] =>
  decisions.registry.ofWorkload(workload).map(({ document }) => document);

/** A decision as it is answered; whoever deleted its workload's record left its id to call it by. */
export function describeOne(
  parts: DescribingParts,
  decision: DecisionDocument,
  score: DecisionScore | null,
): DecisionItem {
  const { workload } = decision;
  return describeDecision(decision, {
    ofWorkload: documentsOf(parts, workload),
    title: parts.workloads.get(workload)?.document.title ?? workload,
    score,
    nowMs: parts.now(),
  });
}

/** @throws BellwetherError `not_found` */
export function requireDecision(
  { decisions }: DescribingParts,
  id: string,
): Versioned<DecisionDocument> {
  const found = decisions.registry.get(id);
  if (!found) throw new BellwetherError('not_found', `there is no decision ${id}`);
  return found;
}

/** Where a workload's decision that waits is; null where none does. */
export function waitingDecision(parts: DescribingParts, workload: string): DecisionDocument | null {
  const all = documentsOf(parts, workload);
  return (
    all.findLast((one) => decisionState(one, supersededMs(one, all), parts.now()) === 'awaiting') ??
    null
  );
}

/**
 * What somebody has to know before they sign for a workload.
 * @throws BellwetherError `not_found`
 */
export function describeSigning(
  parts: DescribingParts,
  workload: string,
  signer: Signer,
): SigningView {
  const { decisions, workloads } = parts;
  const date = decisions.overdue.of(workload);
  if (!workloads.get(workload) || !date)
    throw new BellwetherError('not_found', `there is no workload ${workload}`);
  const { owners } = decisions.signOff.recordFor(workload, signer);
  const all = documentsOf(parts, workload);
  const awaiting = waitingDecision(parts, workload);
  const standing = all.filter(({ withdrawn, refused }) => withdrawn === null && refused === null);
  return {
    workload,
    decision_due: date.due,
    overdue: date.isOverdue,
    falls_back_at: date.fallsBackMs === null ? null : isoTime(date.fallsBackMs),
    has_fallen_back: date.hasFallenBack,
    safe_mode: date.safeMode,
    in_force: standing.findLast(({ in_force_at: at }) => at !== null)?.id ?? null,
    awaiting: awaiting?.id ?? null,
    last: standing.at(-1)?.id ?? null,
    rollout: decisions.effect.rolloutOf(workload) ?? null,
    evidence_tolerance_seconds: decisions.signOff.rulesOf(workload).evidenceToleranceMs / 1000,
    you: {
      person: signer.person,
      capacities: capacitiesOf(signer, owners),
      owns_build: isNamed(owners?.technical, signer),
      may_sign: signer.maySign,
      waiting_as: awaiting && capacityNow(awaiting, signer, owners),
    },
  };
}
