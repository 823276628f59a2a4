import { z } from 'zod';
import { CAPACITIES } from '../../core/workload.ts';

const instant = z.iso.datetime();

/** A signed statement about a gate, as the ledger keeps it. */
export const signature = z.strictObject({
  /** From 1, per gate of a workload. */
  id: z.number().int().min(1),
  /** In which capacity; a program signs in the one that the gate asks for. */
  capacity: z.enum(CAPACITIES),
  /** The person's id; null for a program with a key. */
  person: z.string().nullable(),
  actor: z.string(),
  /** As the signer was called then. */
  name: z.string(),
  statement: z.string(),
  link: z.string().nullable(),
  file_sha256: z.string().nullable(),
  signed_at: instant,
  expires_at: instant,
  revoked_at: instant.nullable(),
  revoked_by: z.string().nullable(),
  /** What telemetry showed when it was signed, where the gate rests on named datasets. */
  datasets: z
    .array(z.strictObject({ dataset: z.string(), first_at: instant, evaluations: z.number() }))
    .optional(),
  /** What the record said then, by the path of the member; null: nothing. Absent: it was not kept. */
  signed_members: z.record(z.string(), z.json()).optional(),
});
export type Signature = z.infer<typeof signature>;

/** All signatures of one gate of one workload; those that ended stay. */
export const gateDocument = z.strictObject({
  /** `workload/gate`. */
  id: z.string(),
  workload: z.string(),
  gate: z.string(),
  signatures: z.array(signature),
});
export type GateDocument = z.infer<typeof gateDocument>;

/** Longest time that a signature may hold, in days: two years, so that everything is looked at again. */
export const LONGEST_SIGNATURE_DAYS = 731;

/** What somebody states who signs a gate. */
export const attestation = z.strictObject({
  /** Absent: the one capacity in which the asker may sign. */
  capacity: z.enum(CAPACITIES).optional(),
  statement: z.string().max(8000).regex(/\S/, 'say what you attest'),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  file_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected SHA-256 as 64 lower-case hex digits')
    .optional(),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});
export type Attestation = z.infer<typeof attestation>;

/** When a signature stops to count, epoch milliseconds: at its expiry, or when it was revoked before. */
export function signatureEndMs({ expires_at, revoked_at }: Signature): number {
  const expiresMs = Date.parse(expires_at);
  return revoked_at === null ? expiresMs : Math.min(expiresMs, Date.parse(revoked_at));
}

/**
 * Whether a signature counts at an instant: from when it was signed until it expires or is revoked.
 * @param atMs epoch milliseconds
 */
export function isValidAt(one: Signature, atMs: number): boolean {
  return Date.parse(one.signed_at) <= atMs && atMs < signatureEndMs(one);
}
