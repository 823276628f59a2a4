import { incident, rollback, rollbackDrill, rollout } from '../marks.ts';
import type { Mark, RunProfile, WorkloadPlan } from '../plan.ts';

const BAD_RELEASE_DAY = 50.35;
const ROLLED_BACK_DAY = 53.3;
/** Hours from the first failure to when somebody noticed, when it was undone, and when all was well. */
const INCIDENT_HOURS = { detected: 66, mitigated: 70.8, restored: 71.6 };
const INCIDENT_COST_USD = 900;

const profile = (day: number): RunProfile => {
  const isBad = day >= BAD_RELEASE_DAY && day < ROLLED_BACK_DAY;
  return {
    release: isBad ? '3.1.0' : '3.0.4',
    promptVersion: isBad ? 'notes-12' : 'notes-11',
    provider: 'in-house',
    model: 'llama-3.3-70b',
    tokens: { in: 4200, out: 650, cachedShare: 0 },
    costUsd: 0.021,
    latency: { medianMs: isBad ? 11_500 : 6000, sigma: 0.42 },
    errorRate: isBad ? 0.17 : 0.006,
    errors: isBad
      ? ['note template rejected the answer', 'out of memory']
      : ['model timed out', 'note template rejected the answer'],
    hallucinationRate: 0.015,
    judged: { share: 0.5, by: 'run' },
    outcomes: [60, 24, 10, 6],
    escalationRate: 0.04,
    minutesSaved: 3.1,
    reviews: { randomShare: 0.04, escalatedShare: 0.3, medianSeconds: 150, errorRate: 0.04 },
    feedback: {
      share: 0.04,
      satisfaction: isBad ? 0.05 : 0.42,
      complaintRate: isBad ? 0.09 : 0.015,
    },
    segments: [
      ['commercial', 4],
      ['motor fleet', 3],
      ['property', 3],
    ],
  };
};

const incidentCost: Mark = {
  day: ROLLED_BACK_DAY + 0.4,
  event: { kind: 'cost', category: 'incident', amount_usd: INCIDENT_COST_USD },
};

/** The one that had an incident, was rolled back and recovered. */
export const underwritingNotes: WorkloadPlan = {
  id: 'underwriting-notes',
  story:
    'Release 3.1.0 broke every sixth note for three days; rolled back, it has earned its trust anew.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 9, verdict: 'scale' },
    { fromDay: 50, verdict: 'hold' },
    { fromDay: 67, verdict: 'scale' },
  ],
  record: (dateOf) => ({
    title: 'Underwriting notes',
    purpose: 'Drafts the risk note of a commercial quote from broker submissions.',
    out_of_scope: 'Sets no price, terms or capacity.',
    stage: 'production',
    risk_class: 'internal',
    owners: {
      business: 'Head of commercial underwriting',
      technical: 'Lead engineer, underwriting workbench',
      operations: 'Underwriting operations manager',
      risk: 'Model risk officer',
      cost: 'Finance partner, underwriting',
      sponsor: 'Chief underwriting officer',
      expert: 'Senior underwriter',
    },
    business_case: {
      value_per_success_usd: 1.9,
      edited_fraction: 0.5,
      minute_value_usd: 0.7,
      source: 'Workbench time stamps, one quarter',
      date: dateOf(-40),
      baseline_cost_per_task_usd: 3.9,
      expected_runs_per_day: 320,
      review_usd_per_hour: 45,
      monthly_budget_usd: 5000,
      payback_months: 7,
      stop_conditions: 'Rework above a quarter of all notes for two months.',
    },
    rollout: { mode: 'limited', percent: 40 },
    policy: 'internal-tools',
    decision_due: dateOf(104),
    runbook_url: 'https://runbooks.example/underwriting-notes',
  }),
  firstDay: 0,
  runs: { traffic: { shape: 'office', runsPerDay: 320, liveRunsPerSecond: 0.14 }, profile },
  schedule: {
    probeFailureRate: (day) => (day >= BAD_RELEASE_DAY && day < ROLLED_BACK_DAY ? 0.03 : 0.001),
    evaluationSet: { dataset: 'submissions', size: 30, passRate: () => 0.93 },
    adoption: { eligible: 510, usedShare: () => 0.62, bypassedShare: 0.04 },
    monthlyCosts: [
      { category: 'support', amountUsd: 1300 },
      { category: 'infrastructure', amountUsd: 1700 },
    ],
  },
  marks: [
    rollout(0, '3.0.4', 100),
    ...rollbackDrill(4.4, 'drill-notes-1'),
    rollout(BAD_RELEASE_DAY, '3.1.0', 100),
    ...incident(
      BAD_RELEASE_DAY,
      'notes-3-1-0',
      'Release 3.1.0 writes notes that the template refuses.',
      INCIDENT_HOURS,
      true,
    ),
    rollback(ROLLED_BACK_DAY, '3.0.4'),
    incidentCost,
    ...rollbackDrill(72.4, 'drill-notes-2'),
  ],
};
