import { rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

/** Twelve days before the anchor. */
const FIRST_DAY = 78;

const profile = (): RunProfile => ({
  release: '0.4.0',
  promptVersion: 'contract-3',
  provider: 'openai',
  model: 'gpt-4.1',
  tokens: { in: 14_000, out: 1300, cachedShare: 0 },
  latency: { medianMs: 8200, sigma: 0.42 },
  errorRate: 0.011,
  errors: ['model timed out', 'scan could not be read'],
  hallucinationRate: 0.022,
  judged: { share: 0.3, by: 'evaluation' },
  outcomes: [54, 28, 12, 6],
  escalationRate: 0.06,
  minutesSaved: 7.5,
  reviews: { randomShare: 0.1, escalatedShare: 0.5, medianSeconds: 260, errorRate: 0.06 },
  feedback: { share: 0.08, satisfaction: 0.4, complaintRate: 0.01 },
  segments: [
    ['IT services', 4],
    ['repair networks', 4],
    ['facilities', 2],
  ],
});

/** The new and unproven one. */
export const contractReview: WorkloadPlan = {
  id: 'contract-review',
  story: 'Twelve days old, promising, and judged too rarely to say more.',
  intended: [{ fromDay: FIRST_DAY, verdict: 'hold' }],
  record: (dateOf) => ({
    title: 'Supplier contract review',
    purpose: 'Marks clauses in supplier contracts that differ from the house standard.',
    out_of_scope: 'Approves no clause and negotiates nothing.',
    stage: 'sandbox',
    risk_class: 'internal',
    owners: {
      business: 'Head of procurement',
      technical: 'Lead engineer, corporate systems',
      operations: 'Procurement operations manager',
      risk: 'Legal counsel, procurement',
    },
    business_case: {
      value_per_success_usd: 5,
      edited_fraction: 0.5,
      minute_value_usd: 0.8,
      source: 'Estimate from the pilot',
      date: dateOf(70),
      baseline_cost_per_task_usd: 18,
      expected_runs_per_day: 80,
      review_usd_per_hour: 60,
      monthly_budget_usd: 2500,
      payback_months: 12,
    },
    rollout: { mode: 'review' },
    policy: 'internal-tools',
    decision_due: dateOf(120),
    runbook_url: 'https://runbooks.example/contract-review',
  }),
  firstDay: FIRST_DAY,
  runs: { traffic: { shape: 'office', runsPerDay: 70, liveRunsPerSecond: 0.04 }, profile },
  schedule: {
    probeFailureRate: () => 0.002,
    adoption: {
      eligible: 160,
      usedShare: (day) => 0.2 + 0.02 * Math.min(day - FIRST_DAY, 14),
      bypassedShare: 0.02,
    },
    monthlyCosts: [{ category: 'support', amountUsd: 600 }],
  },
  marks: [rollout(FIRST_DAY, '0.4.0', 5)],
};
