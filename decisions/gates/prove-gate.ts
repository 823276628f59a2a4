import { isoTime } from '../../core/time.ts';
import type { GateState } from '../engine/caps.ts';
import { findSigned, type Signed } from './find-signed.ts';
import { approversOf } from './gate-catalogue.ts';
import type { GateDefinition } from './gate-definition.ts';
import type { GateFacts } from './gate-facts.ts';
import { PROVERS } from './provers.ts';
import { isValidAt, type Signature } from './signature.ts';
import { changedMembers, tellChanged } from './signed-members.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';

/** A gate at one instant, with everything that proves it and everything that does not. */
export interface GateProof extends GateState {
  /** In sentences; empty where the gate is passed. */
  readonly missing: readonly string[];
  /** When a passed gate opens again by itself, epoch milliseconds; null: it does not, or it is open. */
  readonly expiresMs: number | null;
  readonly signed: Signed;
}

/** Proved by what people did, which is known at once, not by telemetry. */
const DONE_BY_PEOPLE: ReadonlySet<string> = new Set(['review_on_cadence']);

/**
 * A gate at one instant: what telemetry, record and configuration have to show, and who has to sign, all of
 * it. The same for the same facts.
 * @param atMs on the hour, or the end of the history; epoch milliseconds
 * @param signaturesMs when signatures and reviews are asked about: now, where the telemetry that is known ends before it
 */
export function proveGate(
  gate: GateDefinition,
  facts: GateFacts,
  atMs: number,
  signaturesMs: number = atMs,
): GateProof {
  const provedMs = DONE_BY_PEOPLE.has(gate.id) ? signaturesMs : atMs;
  const found = (PROVERS[gate.id] ?? []).map((prove) => prove(facts, provedMs));
  const needed = approversOf(gate, facts.workload);
  const given = facts.signatures.get(gate.id) ?? [];
  const standing = given.filter((one) => changedMembers(one, facts.workload).length === 0);
  const signed = findSigned(needed, standing, signaturesMs);
  const valid = given.filter((one) => isValidAt(one, signaturesMs));
  const missing = [
    ...found.flatMap((one) => one.missing),
    ...signed.open.map((capacity) => tellUnsigned(capacity, valid, facts.workload)),
  ];
  const evidence = [
    ...found.flatMap((one) => one.evidence),
    ...[...signed.by].map(
      ([capacity, { name, signed_at }]) =>
        `Signed for ${capacity} by ${name} on ${signed_at.slice(0, 10)}.`,
    ),
  ];
  const isPassed = missing.length === 0;
  const ends = [
    ...found.flatMap(({ expiresMs }) => expiresMs ?? []),
    ...[...signed.by.values()].map(({ expires_at }) => Date.parse(expires_at)),
  ];
  const expiresMs = isPassed && ends.length > 0 ? Math.min(...ends) : null;
  return {
    gate: gate.id,
    state: isPassed ? 'passed' : 'open',
    evidence: (isPassed ? evidence : [...missing, ...evidence]).join(' '),
    missing,
    expiresMs,
    signed,
  };
}

/** That nobody has signed in a capacity, and who did for what the record no longer says. */
function tellUnsigned(
  capacity: Capacity,
  valid: readonly Signature[],
  record: WorkloadDocument,
): string {
  const last = valid.findLast((one) => one.capacity === capacity);
  const changed = last === undefined ? [] : changedMembers(last, record);
  if (last === undefined || changed.length === 0) return `Not signed for ${capacity}.`;
  return `Not signed for ${capacity}: ${last.name} ${tellChanged(changed)}.`;
}

/** When a proof ends, as the interface tells it; null: it does not. */
export const expiryOf = ({ expiresMs }: Pick<GateProof, 'expiresMs'>): string | null =>
  expiresMs === null ? null : isoTime(expiresMs);
