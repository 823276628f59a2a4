import { z } from 'zod';
import { policyDocument } from './policy.ts';

/** One version of a policy: what was written, by whom, when and why. */
export const policyVersion = z.object({
  version: z.number(),
  at: z.iso.datetime(),
  actor: z.string(),
  /** Empty where none was given. */
  reason: z.string(),
  /** Of the policy as it is for all workloads, built on what it extends; null where it can no longer decide. */
  hash: z.string().nullable(),
  document: policyDocument,
});
export type PolicyVersionItem = z.infer<typeof policyVersion>;
