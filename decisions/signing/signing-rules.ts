import { durationMs } from '../../core/duration.ts';
import { POLICY_DEFAULTS } from '../policy/default-policy.ts';
import type { PolicyDocument } from '../policy/policy.ts';

/** What a policy says about signing, in milliseconds. */
export interface SigningRules {
  /** How long evidence may be signed after it was current, while it decides alike. */
  readonly evidenceToleranceMs: number;
  /** How long after its decision date a workload keeps its rollout before it falls back. */
  readonly graceMs: number;
}

/** A policy's rules of signing; what it leaves out takes the built-in defaults. */
export function signingRules({ signing }: Pick<PolicyDocument, 'signing'>): SigningRules {
  const defaults = POLICY_DEFAULTS.signing;
  return {
    evidenceToleranceMs: durationMs(signing?.evidence_tolerance ?? defaults.evidence_tolerance),
    graceMs: durationMs(signing?.grace ?? defaults.grace),
  };
}
