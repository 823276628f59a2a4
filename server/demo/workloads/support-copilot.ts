import { configure, rollbackDrill, rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

const CANARY_FROM_DAY = 80;

const profile = (day: number): RunProfile => ({
  release: '1.8.2',
  ...(day >= CANARY_FROM_DAY ? { canary: { release: '1.9.0', share: 0.1 } } : {}),
  promptVersion: 'support-14',
  provider: 'openai',
  model: 'gpt-4.1-mini',
  tokens: { in: 3800, out: 320, cachedShare: 0.5 },
  latency: { medianMs: 1500, sigma: 0.45 },
  errorRate: 0.006,
  errors: ['model timed out', 'upstream answered 502'],
  hallucinationRate: 0.01,
  judged: { share: 0.4, by: 'run' },
  tools: {
    callsPerRun: 1.4,
    list: [
      { name: 'policy_lookup', weight: 5, failureRate: 0.011 },
      { name: 'claim_status', weight: 3, failureRate: 0.014 },
      { name: 'callback_booking', weight: 1, failureRate: 0.02 },
    ],
    asEvents: false,
  },
  outcomes: [64, 18, 10, 8],
  escalationRate: 0.08,
  reviews: { randomShare: 0.02, escalatedShare: 0.2, medianSeconds: 100, errorRate: 0.035 },
  feedback: { share: 0.05, satisfaction: 0.52, complaintRate: 0.02 },
  segments: [
    ['web chat', 6],
    ['app', 3],
    ['telephone', 1],
  ],
});

/** The healthy one. */
export const supportCopilot: WorkloadPlan = {
  id: 'support-copilot',
  story: 'Well inside every limit from the start; a careful canary of the next release is running.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 9, verdict: 'scale' },
  ],
  record: (dateOf) => ({
    title: 'Support copilot',
    purpose:
      'Drafts answers to customers’ questions about policies, bills and claims for the service desk.',
    out_of_scope: 'Does not promise cover, change contracts or decide claims.',
    stage: 'production',
    risk_class: 'customer-facing',
    owners: {
      business: 'Head of customer service',
      technical: 'Lead engineer, service platforms',
      operations: 'Service desk manager',
      risk: 'Conduct risk officer',
      cost: 'Finance partner, customer service',
      sponsor: 'Chief operating officer',
      expert: 'Senior service adviser',
    },
    business_case: {
      value_per_success_usd: 0.95,
      edited_fraction: 0.5,
      source: 'Time study of 400 answers, service desk',
      date: dateOf(-30),
      baseline_cost_per_task_usd: 2.1,
      expected_runs_per_day: 1000,
      review_usd_per_hour: 34,
      monthly_budget_usd: 9000,
      payback_months: 6,
      stop_conditions: 'Value per answer below 0.40 USD for a month.',
    },
    rollout: { mode: 'limited', percent: 50 },
    policy: 'customer-facing',
    decision_due: dateOf(97),
    runbook_url: 'https://runbooks.example/support-copilot',
    audit: { share: 0.02, capacity_per_week: 40 },
    review_cadence: '30d',
  }),
  firstDay: 0,
  runs: { traffic: { shape: 'service', runsPerDay: 900, liveRunsPerSecond: 0.4 }, profile },
  schedule: {
    probeFailureRate: () => 0.001,
    adoption: {
      eligible: 1450,
      usedShare: (day) => 0.45 + 0.002 * Math.min(day, 90),
      bypassedShare: 0.03,
    },
    monthlyCosts: [
      { category: 'support', amountUsd: 3200 },
      { category: 'infrastructure', amountUsd: 1100 },
    ],
  },
  marks: [
    rollout(0, '1.8.2', 25),
    ...rollbackDrill(3.4, 'drill-support-1'),
    configure(35.4, '1.8.2', 50),
    ...rollbackDrill(68.4, 'drill-support-2'),
    rollout(CANARY_FROM_DAY, '1.9.0', 10),
  ],
};
