import { rollbackDrill, rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

const FIRST_DAY = 12;

const profile = (): RunProfile => ({
  release: '0.9.3',
  promptVersion: 'copy-5',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  tokens: { in: 6500, out: 1600, cachedShare: 0 },
  latency: { medianMs: 7000, sigma: 0.4 },
  errorRate: 0.009,
  errors: ['model timed out', 'refused by the content filter'],
  hallucinationRate: 0.03,
  judged: { share: 0.4, by: 'run' },
  outcomes: [21, 18, 43, 18],
  escalationRate: 0.05,
  reviews: { randomShare: 0.35, escalatedShare: 0.5, medianSeconds: 230, errorRate: 0.34 },
  feedback: { share: 0.06, satisfaction: -0.22, complaintRate: 0.07 },
  segments: [
    ['e-mail', 5],
    ['landing pages', 3],
    ['social', 2],
  ],
});

/** The clear stop. */
export const campaignCopy: WorkloadPlan = {
  id: 'campaign-copy',
  story: 'Most drafts are thrown away after someone has spent minutes checking them.',
  intended: [
    { fromDay: FIRST_DAY, verdict: 'hold' },
    { fromDay: 20, verdict: 'stop' },
  ],
  record: (dateOf) => ({
    title: 'Campaign copy writer',
    purpose: 'Writes first drafts of campaign texts from a brief.',
    out_of_scope: 'Publishes nothing by itself.',
    stage: 'production',
    risk_class: 'internal',
    owners: {
      business: 'Head of marketing',
      technical: 'Lead engineer, digital channels',
      operations: 'Campaign operations manager',
      risk: 'Brand and compliance reviewer',
      cost: 'Finance partner, marketing',
      sponsor: 'Chief marketing officer',
    },
    business_case: {
      value_per_success_usd: 0.6,
      edited_fraction: 0.5,
      source: 'Agency rates for short texts',
      date: dateOf(-10),
      baseline_cost_per_task_usd: 1.4,
      expected_runs_per_day: 250,
      review_usd_per_hour: 36,
      monthly_budget_usd: 3000,
      payback_months: 4,
      stop_conditions: 'Less than half of the drafts used after two months.',
    },
    rollout: { mode: 'limited', percent: 10 },
    policy: 'internal-tools',
    decision_due: dateOf(84),
    runbook_url: 'https://runbooks.example/campaign-copy',
  }),
  firstDay: FIRST_DAY,
  runs: { traffic: { shape: 'office', runsPerDay: 160, liveRunsPerSecond: 0.08 }, profile },
  schedule: {
    probeFailureRate: () => 0.003,
    adoption: {
      eligible: 700,
      usedShare: (day) => Math.max(0.18, 0.3 - 0.002 * (day - FIRST_DAY)),
      bypassedShare: 0.21,
    },
    monthlyCosts: [
      { category: 'support', amountUsd: 900 },
      { category: 'infrastructure', amountUsd: 300 },
    ],
  },
  marks: [rollout(FIRST_DAY, '0.9.3', 100), ...rollbackDrill(20.5, 'drill-copy-1')],
};
