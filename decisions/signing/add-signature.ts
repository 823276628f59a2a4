import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { tellDifferences } from './check-evidence.ts';
import { chooseCapacity, type Signer } from './choose-capacity.ts';
import { refuseNextMode } from './check-next-mode.ts';
import type { DecisionDocument, NextMode, SignatureRequest } from './decision.ts';
import { decisionState } from './decision-state.ts';
import { decidesAlike } from './difference.ts';
import { missingSignatures } from './required-signatures.ts';

/** A further signature under a decision. */
export interface Signing {
  readonly decision: DecisionDocument;
  /** When a later decision came in force, epoch milliseconds; null: none did. */
  readonly supersededMs: number | null;
  readonly request: SignatureRequest;
  readonly signer: Signer;
  /** With the owners as they count for the signer: see `ownersFor`. */
  readonly record: WorkloadDocument;
  /** As it is rolled out now; undefined where nobody has said. */
  readonly rollout: NextMode | undefined;
  /** As it is now; that the request's evidence is recent enough is checked before. */
  readonly current: Assessment;
  readonly nowMs: number;
}

/**
 * The decision with one signature more; in force where it was the last that was missing.
 * @throws BellwetherError `conflict` where it does not wait for signatures (any more), and where its frozen
 * evidence no longer decides as it did, with every difference; `forbidden` with why somebody may not sign
 */
export function addSignature(signing: Signing): DecisionDocument {
  const { decision, request, signer, record, current, nowMs } = signing;
  refuseUnlessAwaiting(decision, signing.supersededMs, nowMs);
  const choice = chooseCapacity(decision, signer, record.owners, request.capacity ?? null);
  if (choice.kind === 'refused') {
    const isTwice = decision.signatures.some(({ actor }) => actor === signer.actor);
    throw new BellwetherError(isTwice ? 'conflict' : 'forbidden', choice.because);
  }
  if (!decidesAlike(decision.assessment, current)) {
    throw new BellwetherError(
      'conflict',
      'what it was proposed on has changed: withdraw it, and propose on what holds now',
      { errors: tellDifferences(decision.assessment, current) },
    );
  }
  refuseOutgrown(signing);
  const signatures = [
    ...decision.signatures,
    {
      actor: signer.actor,
      person: signer.person,
      name: signer.name,
      capacity: choice.capacity,
      at: isoTime(nowMs),
      note: request.note ?? '',
      evidence_hash: request.evidence_hash,
    },
  ];
  const isComplete = missingSignatures({ ...decision, signatures }).length === 0;
  return { ...decision, signatures, in_force_at: isComplete ? isoTime(nowMs) : null };
}

/** The rollout may have been lowered, or the stage changed, since the decision was proposed. */
function refuseOutgrown({ decision, record, rollout }: Signing): void {
  const { verdict, next_mode: mode } = decision;
  if (mode === null) return;
  const refusal = refuseNextMode({ verdict, stage: record.stage, current: rollout }, mode);
  if (refusal === null) return;
  throw new BellwetherError(
    'conflict',
    `the rollout has changed since it was proposed: ${refusal}; withdraw it, and propose anew`,
  );
}

/** @throws BellwetherError `conflict`, saying who ended or completed it, and when */
export function refuseUnlessAwaiting(
  decision: DecisionDocument,
  supersededMs: number | null,
  nowMs: number,
): void {
  const state = decisionState(decision, supersededMs, nowMs);
  if (state === 'awaiting') return;
  const { id, withdrawn, refused, signatures, in_force_at: inForce } = decision;
  const ended = withdrawn ?? refused;
  const last = signatures.at(-1);
  const message = ended
    ? `${id} was ${withdrawn ? 'withdrawn' : 'refused'} by ${ended.name} at ${ended.at}`
    : inForce !== null && last
      ? `${id} has every signature, the last by ${last.name} at ${last.at}`
      : `${id} is ${state} and takes no more signatures`;
  throw new BellwetherError('conflict', message);
}
