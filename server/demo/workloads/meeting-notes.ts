import type { ReportedFigure, WorkloadPlan } from '../plan.ts';

const SEATS = 1150;
/** Share of seats used a day at launch, long after, and how many days it takes to fall by two thirds. */
const USED_AT_LAUNCH = 0.42;
const USED_IN_THE_END = 0.07;
const FADING_DAYS = 26;

const usedShare = (day: number): number =>
  USED_IN_THE_END + (USED_AT_LAUNCH - USED_IN_THE_END) * Math.exp(-Math.max(0, day) / FADING_DAYS);

/** What the vendor's hourly report says; all of it seen through one hour's luck. */
const figures = (day: number, noise: number): ReportedFigure[] => {
  const meetings = Math.max(1, Math.round((SEATS * usedShare(day) * 1.6) / 24 + noise));
  const unitCost = 3.1 + 0.12 * noise;
  const satisfaction = 0.31 + 0.02 * noise;
  return [
    { signal: 'error_rate', value: 0.008, n: meetings },
    { signal: 'uptime', value: noise > 3 ? 0.95 : 0.9995, n: 60 },
    { signal: 'latency_p95', value: 41_000 + 1500 * noise },
    {
      signal: 'satisfaction',
      value: satisfaction,
      n: meetings,
      low: satisfaction - 0.06,
      high: satisfaction + 0.06,
    },
    {
      signal: 'unit_cost',
      value: unitCost,
      n: meetings,
      low: unitCost - 0.4,
      high: unitCost + 0.4,
    },
  ];
};

/** The one that is hardly used; its vendor reports aggregates only. */
export const meetingNotes: WorkloadPlan = {
  id: 'meeting-notes',
  story: 'Bought for everybody, tried by many, used by few; never clearly worth its price.',
  intended: [
    { fromDay: 0, verdict: 'hold' },
    { fromDay: 26, verdict: 'redesign' },
  ],
  record: (dateOf) => ({
    title: 'Meeting notes',
    purpose: 'Writes minutes and actions of internal meetings (bought as a service).',
    out_of_scope: 'Not for meetings with customers or about personnel.',
    stage: 'production',
    risk_class: 'internal',
    owners: {
      business: 'Head of workplace services',
      technical: 'Collaboration tools engineer',
      operations: 'IT service desk manager',
      risk: 'Data protection officer',
      vendor: 'Vendor manager, workplace',
      sponsor: 'Chief information officer',
    },
    business_case: {
      source: 'Vendor’s estimate',
      date: dateOf(-60),
      expected_runs_per_day: 900,
      monthly_budget_usd: 14_500,
      payback_months: 10,
      stop_conditions: 'Fewer than a quarter of the seats in use at renewal.',
    },
    rollout: { mode: 'live' },
    policy: 'bought-tools',
    decision_due: dateOf(95),
    runbook_url: 'https://runbooks.example/meeting-notes',
  }),
  firstDay: 0,
  runs: null,
  schedule: {
    adoption: { eligible: SEATS, usedShare, bypassedShare: 0.08 },
    monthlyCosts: [{ category: 'other', amountUsd: 13_800 }],
    figures,
  },
  marks: [],
};
