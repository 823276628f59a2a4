import { WORKLOADS } from './telemetry.ts';

type Rule = Readonly<Record<string, unknown>>;

/** Kinds of rules, one each for every workload: near enough to what comes that many fire and end. */
const KINDS: Readonly<Record<string, Rule>> = {
  errors: { when: { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' } },
  'errors-long': {
    when: { signal: 'error_rate', op: '>', threshold: 0.1, recovery_threshold: 0.08, window: '5m' },
    for: '1m',
    keep_firing_for: '1m',
  },
  slow: {
    by: ['release'],
    when: { signal: 'latency_p50', op: '>', threshold: 1500, window: '2m' },
  },
  tools: {
    when: {
      signal: 'tool_call_success',
      op: '<',
      threshold: 0.85,
      recovery_threshold: 0.9,
      window: '2m',
    },
  },
  escalated: {
    when: { signal: 'escalation_rate', op: '>', threshold: 0.2, window: '3m' },
    keep_firing_for: '2m',
  },
  // One run that is missing or counts twice in any minute makes a difference.
  volume: { when: { signal: 'runs', op: '!=', threshold: 1560, window: '1m' }, severity: 'info' },
  burn: {
    when: {
      burn: {
        signal: 'error_rate',
        objective: 0.95,
        windows: [{ long: '3m', short: '1m', factor: 4 }],
      },
    },
    severity: 'page',
  },
  change: {
    when: {
      change: { signal: 'latency_p50', op: '>', threshold: 0.8, window: '1m', before: '2m' },
    },
  },
  both: {
    when: {
      all: [
        { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' },
        { signal: 'escalation_rate', op: '>', threshold: 0.2, window: '1m' },
      ],
    },
  },
  silent: { when: { absence: { for: '1m' } }, severity: 'page', no_data_for: null },
};

/** Ten rules for each of the workloads. */
export const CHAOS_RULES: readonly (Rule & { readonly id: string })[] = WORKLOADS.flatMap(
  (workload) =>
    Object.entries(KINDS).map(([kind, rule]) => ({
      id: `${kind}-${workload}`,
      title: `${kind} of ${workload}`,
      select: { workloads: [workload] },
      ...rule,
    })),
);

/** A message an alert and a second, so that whatever is told twice is told in two. */
export const CHAOS_ROUTE = {
  receiver: 'hook',
  group_by: ['rule', 'workload', 'release'],
  group_wait: '0s',
  group_interval: '1s',
};

/** Workloads as they are on record: with a case, so that every verdict has all of its axes. */
export const chaosWorkload = (id: string, place: number): object => ({
  id,
  title: id,
  stage: 'production',
  policy: 'default',
  business_case: {
    value_per_success_usd: 0.02 * (1 + (place % 5)),
    edited_fraction: 0.5,
    monthly_budget_usd: 500,
    payback_months: 6,
  },
});
