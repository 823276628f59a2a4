import type { FieldError } from '../../core/errors.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { decidesAlike, diffAssessments } from './difference.ts';

/** An assessment that somebody was shown, and when it was last the current one (epoch milliseconds). */
export interface SeenAssessment {
  readonly assessment: Assessment;
  readonly currentMs: number;
}

/** What somebody wants to sign, and what is known about it. */
export interface EvidenceQuestion {
  readonly evidenceHash: string;
  readonly current: Assessment;
  /** Null where nobody was shown an assessment of that hash lately. */
  readonly seen: SeenAssessment | null;
  readonly toleranceMs: number;
  readonly nowMs: number;
}

/** The assessment that may be signed, or what is different now. */
export type EvidenceAnswer =
  | { readonly kind: 'current'; readonly assessment: Assessment }
  | { readonly kind: 'stale'; readonly because: string; readonly errors: readonly FieldError[] };

/**
 * Whether evidence may still be signed: it is current, or was within the tolerance while the verdict and
 * every status are what they were.
 * @returns the assessment to freeze, or what to look at again: its errors name every difference
 */
export function checkEvidence(question: EvidenceQuestion): EvidenceAnswer {
  const { evidenceHash, current, seen, toleranceMs, nowMs } = question;
  if (current.evidence_hash === evidenceHash) return { kind: 'current', assessment: current };
  if (seen === null) {
    return {
      kind: 'stale',
      because: 'this evidence is not known any more: read the assessment again',
      errors: [{ path: 'evidence_hash', message: `the current one is ${current.evidence_hash}` }],
    };
  }
  const isRecent = nowMs - seen.currentMs <= toleranceMs;
  if (isRecent && decidesAlike(seen.assessment, current)) {
    return { kind: 'current', assessment: seen.assessment };
  }
  return {
    kind: 'stale',
    because: isRecent
      ? 'the evidence has changed: look again at what is different'
      : 'the evidence is older than the policy lets it be signed: look again at what is different',
    errors: tellDifferences(seen.assessment, current),
  };
}

/** The differences as an error names them; the current hash where only what decides nothing moved. */
export function tellDifferences(before: Assessment, after: Assessment): FieldError[] {
  const differences = diffAssessments(before, after).map(({ path, message }) => ({
    path,
    message,
  }));
  return differences.length > 0
    ? differences
    : [{ path: 'evidence_hash', message: `the current one is ${after.evidence_hash}` }];
}
