import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { CAPACITIES, STAGES, type Capacity } from '../../core/workload.ts';
import { approversOf } from './gate-catalogue.ts';
import { GATE_DIRECTIONS, PROOF_KINDS } from './gate-definition.ts';
import { refuseSignature, type Signer, type SigningQuestion } from './may-sign.ts';
import { expiryOf, type GateProof } from './prove-gate.ts';
import { isValidAt, signature, type Signature } from './signature.ts';
import { changedMembers } from './signed-members.ts';

const instant = z.iso.datetime();

/** Somebody who has to sign a gate, and whether they have. */
export const gateApprover = z.object({
  capacity: z.enum(CAPACITIES),
  /** Whom the record names; null: nobody. */
  owner: z.string().nullable(),
  signed: z.boolean(),
  signed_by: z.string().nullable(),
  signed_at: instant.nullable(),
  expires_at: instant.nullable(),
  /** Whether the one who asks may sign in this capacity, and why not. */
  may_sign: z.boolean(),
  reason: z.string().nullable(),
});
export type GateApprover = z.infer<typeof gateApprover>;

/** A signature as the interface tells it. */
export const gateSignature = signature
  .omit({ datasets: true, actor: true, signed_members: true })
  .extend({
    /** Outdated: it would hold, but was given for what the record no longer says. */
    state: z.enum(['valid', 'outdated', 'expired', 'revoked']),
    /** Members of the record, as paths, that are no longer what was signed. */
    changed: z.array(z.string()),
    may_revoke: z.boolean(),
  });
export type GateSignature = z.infer<typeof gateSignature>;

/** One gate of a workload, as the interface tells it. */
export const gateItem = z.object({
  gate: z.string(),
  title: z.string(),
  stage: z.enum(STAGES),
  direction: z.enum(GATE_DIRECTIONS),
  /** Whether the workload's policy requires it for scale. */
  required: z.boolean(),
  state: z.enum(['passed', 'open']),
  evidence: z.string(),
  missing: z.array(z.string()),
  approvers: z.array(gateApprover),
  /** Names of those whose signatures count. */
  signed_by: z.array(z.string()),
  /** Newest first. */
  signatures: z.array(gateSignature),
  expires_at: instant.nullable(),
  how_proved: z.array(z.enum(PROOF_KINDS)),
  /** What proves it, in words. */
  proof: z.string(),
  /** How long a signature holds that states nothing else. */
  valid_for: z.string(),
});
export type GateItem = z.infer<typeof gateItem>;

/** Who looks at gates: what they may sign or take back depends on it. */
export interface GateViewer {
  readonly signer: Signer;
  readonly actor: string;
  readonly isAdmin: boolean;
  /** Why they may sign nothing at all; null: they may. */
  readonly barred: string | null;
}

/** A proved gate as the interface tells it to somebody. */
export function toGateItem(
  question: SigningQuestion,
  proof: GateProof,
  isRequired: boolean,
  viewer: GateViewer,
): GateItem {
  const { gate, workload, signatures } = question;
  return {
    gate: gate.id,
    title: gate.title,
    stage: gate.stage,
    direction: gate.direction,
    required: isRequired,
    state: proof.state,
    evidence: proof.evidence,
    missing: [...proof.missing],
    approvers: approversOf(gate, workload).map((capacity) =>
      toApprover(question, capacity, proof.signed.by.get(capacity) ?? null, viewer),
    ),
    signed_by: [...proof.signed.by.values()].map(({ name }) => name),
    signatures: signatures.map((one) => toSignature(one, question, viewer)).reverse(),
    expires_at: expiryOf(proof),
    how_proved: [...gate.provedBy],
    proof: gate.proof,
    valid_for: gate.validFor,
  };
}

function toApprover(
  question: SigningQuestion,
  capacity: Capacity,
  signed: Signature | null,
  { signer, barred }: GateViewer,
): GateApprover {
  const refusal = barred ?? refuseSignature(question, signer, capacity)?.words ?? null;
  return {
    capacity,
    owner: question.workload.owners?.[capacity] ?? null,
    signed: signed !== null,
    signed_by: signed?.name ?? null,
    signed_at: signed?.signed_at ?? null,
    expires_at: signed?.expires_at ?? null,
    may_sign: refusal === null,
    reason: refusal,
  };
}

function toSignature(
  one: Signature,
  { workload, atMs }: SigningQuestion,
  viewer: GateViewer,
): GateSignature {
  const { datasets: _, signed_members: __, actor, ...shown } = one;
  const changed = changedMembers(one, workload);
  const isValid = isValidAt(one, atMs);
  const isOwn =
    actor === viewer.actor ||
    (viewer.signer.kind === 'person' && one.person === viewer.signer.person.id);
  const hasEnded = one.revoked_at !== null && one.revoked_at <= isoTime(atMs);
  return {
    ...shown,
    state: isValid
      ? changed.length === 0
        ? 'valid'
        : 'outdated'
      : hasEnded
        ? 'revoked'
        : 'expired',
    changed,
    may_revoke: isValid && viewer.barred === null && (isOwn || viewer.isAdmin),
  };
}
