import { rollbackDrill, rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

const LARGE_MODEL_DAY = 45;
/** Tokens going in on the day of the change, and how many more each day as whole files are attached. */
const TOKENS_AT_CHANGE = 76_000;
const TOKENS_MORE_A_DAY = 5_000;
const TOKENS_IN_THE_END = 150_000;
/** Beyond the model's context files are cut. */
const MOST_TOKENS = 195_000;

const tokensIn = (day: number): number =>
  Math.min(TOKENS_IN_THE_END, TOKENS_AT_CHANGE + TOKENS_MORE_A_DAY * (day - LARGE_MODEL_DAY));

const profile = (day: number): RunProfile => {
  const isLarge = day >= LARGE_MODEL_DAY;
  return {
    release: isLarge ? '2.0.0' : '1.6.0',
    promptVersion: isLarge ? 'summary-8' : 'summary-7',
    provider: isLarge ? 'anthropic' : 'openai',
    model: isLarge ? 'claude-sonnet-4-5' : 'gpt-4.1-mini',
    tokens: isLarge
      ? { in: tokensIn(day), most: MOST_TOKENS, out: 2500, cachedShare: 0 }
      : { in: 12_000, out: 1100, cachedShare: 0.1 },
    latency: { medianMs: isLarge ? 9500 : 5200, sigma: 0.4 },
    errorRate: 0.008,
    errors: ['model timed out', 'file could not be read'],
    hallucinationRate: 0.016,
    judged: { share: 0.45, by: 'run' },
    outcomes: isLarge ? [64, 22, 9, 5] : [58, 26, 11, 5],
    escalationRate: 0.03,
    reviews: { randomShare: 0.05, escalatedShare: 0.3, medianSeconds: 180, errorRate: 0.05 },
    feedback: { share: 0.04, satisfaction: isLarge ? 0.55 : 0.46, complaintRate: 0.01 },
    segments: [
      ['motor', 5],
      ['household', 3],
      ['liability', 2],
    ],
  };
};

/** The one whose unit cost runs away. */
export const claimsSummary: WorkloadPlan = {
  id: 'claims-summary',
  story:
    'Liked and reliable; since it reads whole files with a large model it costs more than it saves.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 10, verdict: 'scale' },
    { fromDay: LARGE_MODEL_DAY, verdict: 'hold' },
    { fromDay: 56, verdict: 'redesign' },
  ],
  record: (dateOf) => ({
    title: 'Claims file summary',
    purpose: 'Summarises a claim’s file for the handler who takes it over.',
    out_of_scope: 'Draws no conclusion about liability or reserve.',
    stage: 'production',
    risk_class: 'internal',
    owners: {
      business: 'Head of complex claims',
      technical: 'Lead engineer, claims systems',
      operations: 'Claims operations manager',
      risk: 'Operational risk officer',
      cost: 'Finance partner, claims',
      sponsor: 'Chief claims officer',
      expert: 'Principal loss adjuster',
    },
    business_case: {
      value_per_success_usd: 0.9,
      edited_fraction: 0.5,
      source: 'Reading times of 300 handovers',
      date: dateOf(-25),
      baseline_cost_per_task_usd: 1.6,
      expected_runs_per_day: 300,
      review_usd_per_hour: 38,
      monthly_budget_usd: 4500,
      payback_months: 6,
      stop_conditions: 'Cost per accepted summary above the manual 1.60 USD.',
    },
    rollout: { mode: 'limited', percent: 60 },
    policy: 'internal-tools',
    decision_due: dateOf(86),
    runbook_url: 'https://runbooks.example/claims-summary',
  }),
  firstDay: 0,
  runs: { traffic: { shape: 'office', runsPerDay: 300, liveRunsPerSecond: 0.12 }, profile },
  schedule: {
    probeFailureRate: () => 0.002,
    adoption: { eligible: 430, usedShare: () => 0.68, bypassedShare: 0.02 },
    monthlyCosts: [
      { category: 'support', amountUsd: 1000 },
      { category: 'infrastructure', amountUsd: 400 },
    ],
  },
  marks: [
    rollout(0, '1.6.0', 100),
    ...rollbackDrill(5.5, 'drill-summary-1'),
    rollout(LARGE_MODEL_DAY, '2.0.0', 100),
    ...rollbackDrill(62.5, 'drill-summary-2'),
  ],
};
