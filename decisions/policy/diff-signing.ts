import { durationMs } from '../../core/duration.ts';
import { POLICY_DEFAULTS } from './default-policy.ts';
import { tellDifference, type PolicyDifference } from './policy-difference.ts';
import type { PolicyDocument } from './policy.ts';

const PARTS = [
  { field: 'evidence_tolerance', about: 'Evidence may be signed for' },
  { field: 'grace', about: 'An overdue workload falls back after' },
] as const;

/** What two policies say differently about signing: longer is more lenient. */
export function diffSigning(before: PolicyDocument, after: PolicyDocument): PolicyDifference[] {
  return PARTS.flatMap(({ field, about }) => {
    const stated = [before.signing?.[field], after.signing?.[field]] as const;
    const [from, to] = stated.map((text) => text ?? POLICY_DEFAULTS.signing[field]);
    if (from === undefined || to === undefined) return [];
    const longer = durationMs(to) - durationMs(from);
    if (longer === 0) return [];
    const telling = { about, from, to, stricter: longer < 0 };
    return [tellDifference(`signing.${field}`, ...stated, telling)];
  });
}
