import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { GateDefinition } from './gate-definition.ts';
import { memberOf } from './record-member.ts';
import { isValidAt, type Signature } from './signature.ts';

/** What a record says of the members that a signature of a gate is about, to be kept with the signature. */
export function readSignedMembers(
  { signedMembers }: Pick<GateDefinition, 'signedMembers'>,
  record: WorkloadDocument,
): NonNullable<Signature['signed_members']> {
  const kept = (path: string) => z.json().parse(JSON.parse(canonicalJson(memberOf(record, path))));
  return Object.fromEntries(signedMembers.map((path) => [path, kept(path)]));
}

/**
 * The members, as paths, that a record now states in another way than when it was signed; none of a
 * signature with which nothing was kept.
 * @example changedMembers({ signed_members: { purpose: 'To answer.' } }, { purpose: 'To sell.' }) // ['purpose']
 */
export function changedMembers(
  { signed_members: kept = {} }: Pick<Signature, 'signed_members'>,
  record: WorkloadDocument,
): string[] {
  return Object.entries(kept)
    .filter(([path, value]) => canonicalJson(value) !== canonicalJson(memberOf(record, path)))
    .map(([path]) => path);
}

/**
 * Whether a signature counts for a record at an instant: it is valid then, and about what the record says.
 * @param atMs epoch milliseconds
 */
export const countsAt = (one: Signature, record: WorkloadDocument, atMs: number): boolean =>
  isValidAt(one, atMs) && changedMembers(one, record).length === 0;

/**
 * That a signature is about another text, in words without an end; for one with changed members.
 * @example tellChanged(['purpose', 'business_case']) // 'signed for another text: purpose and business_case changed'
 */
export const tellChanged = (members: readonly string[]): string =>
  `signed for another text: ${members.join(' and ')} changed`;
