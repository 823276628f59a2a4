import type { PolicyDocument, TableRow } from './policy.ts';

/** What a policy that leaves them out decides with. */
export const POLICY_DEFAULTS = {
  confidence: 0.95,
  grid: '1h',
  recent: '7d',
  evidence: '28d',
  stale_after: '48h',
  expected_sample: 1000,
  /** A tenth beyond the limit: enough that noise around it does not flip a passing signal hour by hour. */
  recover: 0.1,
  dwell: { hold: '0d', redesign: '3d', stop: '7d', scale: '7d' },
  unpriced_tolerance: 0.01,
  signing: { evidence_tolerance: '2h', grace: '7d' },
} as const;

/** The decision table of a policy that states none; the first row that matches wins. */
export const DEFAULT_TABLE: readonly TableRow[] = [
  {
    value: 'weak',
    operations: 'weak',
    economics: 'any',
    verdict: 'stop',
    words: 'weak value, high operating burden',
  },
  {
    value: 'weak',
    operations: 'any',
    economics: 'weak',
    verdict: 'stop',
    words: 'neither earns nor affords',
  },
  {
    value: 'any',
    operations: 'weak',
    economics: 'weak',
    verdict: 'stop',
    words: 'neither economics nor operations hold up',
  },
  {
    value: 'weak',
    operations: 'any',
    economics: 'any',
    verdict: 'redesign',
    words: 'runs, but does not earn: change or narrow the use case',
  },
  {
    value: 'any',
    operations: 'any',
    economics: 'weak',
    verdict: 'redesign',
    words: "reliable enough, economics don't work: narrow, re-prompt, constrain, route less",
  },
  {
    value: 'any',
    operations: 'weak',
    economics: 'any',
    verdict: 'hold',
    words: 'promising, but reliability or support burden is weak: harden',
  },
  {
    value: 'strong',
    operations: 'strong',
    economics: 'strong',
    verdict: 'scale',
    words: 'carefully: next exposure step, not all at once',
  },
  {
    value: 'any',
    operations: 'any',
    economics: 'any',
    verdict: 'hold',
    words: 'not proven yet: says which evidence is missing and how much more is needed',
  },
];

/** The policy of a workload that names none of its own: one required signal an axis, no gates, no judge. */
export const DEFAULT_POLICY: PolicyDocument = {
  id: 'default',
  title: 'Default',
  confidence: POLICY_DEFAULTS.confidence,
  grid: POLICY_DEFAULTS.grid,
  recent: POLICY_DEFAULTS.recent,
  evidence: POLICY_DEFAULTS.evidence,
  stale_after: POLICY_DEFAULTS.stale_after,
  expected_sample: POLICY_DEFAULTS.expected_sample,
  signals: {
    hallucination_rate: { role: 'required', limit: 0.03, min_sample: 100 },
    value_per_run: { role: 'required', limit: 0.4 },
    roi: { role: 'required', limit: 1.2 },
    uptime: { role: 'advisory', limit: 0.995 },
    error_rate: { role: 'advisory', limit: 0.05 },
    tool_call_success: { role: 'advisory', limit: 0.95 },
    latency_p95: { role: 'advisory', limit: 10_000 },
    escalation_rate: { role: 'advisory', limit: 0.2 },
    acceptance_rate: { role: 'advisory', limit: 0.7 },
  },
  dwell: { ...POLICY_DEFAULTS.dwell },
  table: [...DEFAULT_TABLE],
  gates: { required_for_scale: [] },
  unpriced_tolerance: POLICY_DEFAULTS.unpriced_tolerance,
};
