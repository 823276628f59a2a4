import { incident, rollbackDrill, rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

const OUTAGE_FROM_DAY = 88.4;
const OUTAGE_UNTIL_DAY = 90.6;
const HOURS_A_DAY = 24;

const isOut = (day: number): boolean => day >= OUTAGE_FROM_DAY && day < OUTAGE_UNTIL_DAY;

const profile = (day: number): RunProfile => ({
  release: '3.2.1',
  promptVersion: 'intake-9',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  tokens: { in: 5200, out: 700, cachedShare: 0.4 },
  latency: { medianMs: isOut(day) ? 4600 : 3000, sigma: 0.38 },
  errorRate: 0.006,
  errors: ['model timed out', 'answer did not fit the claim form'],
  hallucinationRate: 0.011,
  judged: { share: 0.45, by: 'run' },
  tools: {
    callsPerRun: 1.3,
    list: [
      { name: 'policy_admin', weight: 7, failureRate: isOut(day) ? 0.97 : 0.014 },
      { name: 'document_store', weight: 2, failureRate: 0.01 },
      { name: 'fraud_check', weight: 1, failureRate: 0.018 },
    ],
    asEvents: true,
  },
  outcomes: [62, 20, 11, 7],
  escalationRate: 0.09,
  minutesSaved: 4.2,
  reviews: { randomShare: 0.03, escalatedShare: 0.25, medianSeconds: 190, errorRate: 0.04 },
  feedback: {
    share: 0.04,
    satisfaction: isOut(day) ? -0.1 : 0.45,
    complaintRate: isOut(day) ? 0.12 : 0.02,
  },
  segments: [
    ['motor', 5],
    ['household', 4],
    ['travel', 2],
  ],
});

/** The one with a tool outage. */
export const claimsIntake: WorkloadPlan = {
  id: 'claims-intake',
  story: 'Earns its keep until the policy administration system stops answering its calls.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 10, verdict: 'scale' },
    { fromDay: 89, verdict: 'hold' },
  ],
  record: (dateOf) => ({
    title: 'Claims intake assistant',
    purpose: 'Takes a first notice of loss, asks for what is missing and opens the claim.',
    out_of_scope: 'Does not assess damage, liability or fraud.',
    stage: 'production',
    risk_class: 'customer-facing',
    owners: {
      business: 'Head of claims',
      technical: 'Lead engineer, claims systems',
      operations: 'Claims operations manager',
      risk: 'Operational risk officer',
      cost: 'Finance partner, claims',
      sponsor: 'Chief claims officer',
      expert: 'Senior claims handler',
    },
    business_case: {
      value_per_success_usd: 2.4,
      edited_fraction: 0.5,
      minute_value_usd: 0.58,
      source: 'Handling times of 1,200 first notices',
      date: dateOf(-45),
      baseline_cost_per_task_usd: 6.4,
      expected_runs_per_day: 400,
      review_usd_per_hour: 38,
      monthly_budget_usd: 7500,
      payback_months: 9,
      stop_conditions: 'Less than two minutes saved per notice over a quarter.',
    },
    rollout: { mode: 'limited', percent: 25 },
    policy: 'customer-facing',
    decision_due: dateOf(94),
    runbook_url: 'https://runbooks.example/claims-intake',
  }),
  firstDay: 0,
  runs: { traffic: { shape: 'service', runsPerDay: 350, liveRunsPerSecond: 0.2 }, profile },
  schedule: {
    probeFailureRate: () => 0.001,
    adoption: { eligible: 620, usedShare: () => 0.56, bypassedShare: 0.05 },
    monthlyCosts: [
      { category: 'support', amountUsd: 1900 },
      { category: 'infrastructure', amountUsd: 700 },
    ],
  },
  marks: [
    rollout(0, '3.2.1', 25),
    ...rollbackDrill(4.5, 'drill-intake-1'),
    ...rollbackDrill(61.5, 'drill-intake-2'),
    ...incident(
      OUTAGE_FROM_DAY,
      'policy-admin-outage',
      'Policy administration answers 503 to most calls.',
      { detected: 0.4, restored: (OUTAGE_UNTIL_DAY - OUTAGE_FROM_DAY) * HOURS_A_DAY },
    ),
  ],
};
