import { rollbackDrill, rollout } from '../marks.ts';
import type { RunProfile, WorkloadPlan } from '../plan.ts';

const RELEASE_240_DAY = 76;

const profile = (day: number): RunProfile => {
  const isNew = day >= RELEASE_240_DAY;
  return {
    release: isNew ? '2.4.0' : '2.3.1',
    promptVersion: isNew ? 'answers-22' : 'answers-21',
    provider: 'openai',
    model: 'gpt-4.1',
    tokens: { in: 5500, out: isNew ? 520 : 400, cachedShare: 0.3 },
    latency: { medianMs: 2300, sigma: 0.42 },
    errorRate: 0.005,
    errors: ['model timed out', 'no passage found'],
    hallucinationRate: isNew ? 0.068 : 0.01,
    judged: { share: 0.5, by: 'run' },
    tools: {
      callsPerRun: 1.1,
      list: [{ name: 'wording_search', weight: 1, failureRate: 0.012 }],
      asEvents: false,
    },
    outcomes: isNew ? [61, 16, 14, 9] : [68, 15, 9, 8],
    escalationRate: isNew ? 0.11 : 0.07,
    reviews: {
      randomShare: 0.03,
      escalatedShare: 0.25,
      medianSeconds: 140,
      errorRate: isNew ? 0.09 : 0.03,
    },
    feedback: {
      share: 0.05,
      satisfaction: isNew ? 0.24 : 0.48,
      complaintRate: isNew ? 0.06 : 0.015,
    },
    segments: [
      ['brokers', 5],
      ['branches', 3],
      ['customers', 2],
    ],
  };
};

/** The one that drifts after a release. */
export const policyAnswers: WorkloadPlan = {
  id: 'policy-answers',
  story: 'Trusted until release 2.4.0, after which it makes up clauses six times as often.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 11, verdict: 'scale' },
    { fromDay: RELEASE_240_DAY, verdict: 'hold' },
  ],
  record: (dateOf) => ({
    title: 'Policy wording answers',
    purpose:
      'Answers brokers’ and branches’ questions about what a policy covers, with the clause.',
    out_of_scope: 'Gives no legal advice and no binding statement of cover.',
    stage: 'production',
    risk_class: 'customer-facing',
    owners: {
      business: 'Head of broker services',
      technical: 'Lead engineer, knowledge systems',
      operations: 'Broker desk manager',
      risk: 'Conduct risk officer',
      cost: 'Finance partner, distribution',
      sponsor: 'Chief distribution officer',
      expert: 'Principal wording specialist',
      content: 'Wording library editor',
    },
    business_case: {
      value_per_success_usd: 1.3,
      edited_fraction: 0.5,
      source: 'Broker desk call logs',
      date: dateOf(-20),
      baseline_cost_per_task_usd: 4.8,
      expected_runs_per_day: 450,
      review_usd_per_hour: 42,
      monthly_budget_usd: 6000,
      payback_months: 8,
      stop_conditions: 'A wrong statement of cover that leads to a settled complaint.',
    },
    rollout: { mode: 'limited', percent: 30 },
    policy: 'customer-facing',
    decision_due: dateOf(92),
    runbook_url: 'https://runbooks.example/policy-answers',
  }),
  firstDay: 0,
  runs: { traffic: { shape: 'service', runsPerDay: 420, liveRunsPerSecond: 0.2 }, profile },
  schedule: {
    probeFailureRate: () => 0.001,
    evaluationSet: {
      dataset: 'wording questions',
      size: 40,
      passRate: (day) => (day >= RELEASE_240_DAY ? 0.86 : 0.95),
    },
    adoption: { eligible: 800, usedShare: () => 0.5, bypassedShare: 0.04 },
    monthlyCosts: [
      { category: 'support', amountUsd: 1600 },
      { category: 'infrastructure', amountUsd: 650 },
    ],
  },
  marks: [
    rollout(0, '2.3.1', 100),
    ...rollbackDrill(5.4, 'drill-answers-1'),
    ...rollbackDrill(64.4, 'drill-answers-2'),
    rollout(RELEASE_240_DAY, '2.4.0', 100),
  ],
};
