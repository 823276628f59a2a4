import { canonicalJson } from '../../core/canonical-json.ts';
import type { Assessment } from './assessment.ts';

/** Digits of a number that count: below lies the noise of adding in another order. */
const SIGNIFICANT_DIGITS = 12;

/** What {@link evidenceHash} needs of an assessment. */
export type HashedAssessment = Omit<
  Assessment,
  'evidence_hash' | 'sentence' | 'counterfactual' | 'playbook'
>;

/**
 * The hash of everything that made a verdict: workload, policy, the numbers and statuses of the
 * required signals, gates, caps, row and the published state. Left out: wording, what only is shown
 * (advisory signals), and the instant itself, so that a quiet hour leaves the hash as it was.
 * @param hash of a text, e.g. SHA-256 as hex
 */
export function evidenceHash(assessment: HashedAssessment, hash: (text: string) => string): string {
  const made = {
    workload: assessment.workload,
    policy: assessment.policy.hash,
    verdict: assessment.verdict,
    proposed: assessment.proposed,
    since: assessment.since,
    pending: assessment.pending,
    axes: assessment.axes.map(({ axis, state }) => ({ axis, state })),
    signals: assessment.signals.filter((signal) => signal.role === 'required').map(numbersOf),
    gates: assessment.gates
      .filter((gate) => gate.required)
      .map(({ gate, state }) => ({ gate, state })),
    row: assessment.row.index,
    blocked_by: assessment.blocked_by,
  };
  return hash(canonicalJson(made));
}

function numbersOf({
  signal,
  status,
  state,
  value,
  low,
  high,
  n,
  n_effective,
  limit,
  evidence,
}: Assessment['signals'][number]) {
  return {
    signal,
    status,
    state,
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
    n: rounded(n),
    n_effective: rounded(n_effective),
    limit: rounded(limit),
    evidence: {
      state: evidence.state,
      value: rounded(evidence.value),
      low: rounded(evidence.low),
      high: rounded(evidence.high),
      n: rounded(evidence.n),
    },
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
