import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type HourRow } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { START_MS } from './simulated-history.ts';

/** What a workload does every hour of a stretch of days. */
export interface Stretch {
  readonly days: number;
  readonly runsPerHour: number;
  readonly hallucinationShare: number;
  readonly acceptedShare: number;
  readonly costUsd: number;
  readonly errorShare: number;
  readonly latencyBucket: number;
}

/** The record those runs are valued with. */
export const CASED: WorkloadDocument = {
  ...workloadOnSight('support-copilot'),
  business_case: {
    value_per_success_usd: 1,
    edited_fraction: 0.5,
    review_usd_per_hour: 30,
    monthly_budget_usd: 900,
  },
};

/** A policy over everything that the stretches show. */
export const BROAD: PolicyDocument['signals'] = {
  hallucination_rate: { role: 'required', limit: 0.03, min_sample: 100 },
  error_rate: { role: 'required', limit: 0.02 },
  latency_p95: { role: 'required', limit: 8000 },
  value_per_run: { role: 'required', limit: 0.4 },
  acceptance_rate: { role: 'required', limit: 0.6 },
  roi: { role: 'required', limit: 1.5 },
  unit_cost: { role: 'required', limit: 1 },
  review_burden: { role: 'advisory', limit: 1 },
};

function hourOf(hourMs: number, stretch: Stretch): HourRow {
  const { runsPerHour: runs, costUsd, latencyBucket } = stretch;
  const accepted = Math.round(runs * stretch.acceptedShare);
  const edited = Math.round((runs - accepted) / 2);
  const worthless = runs - accepted - edited;
  // Costs alternate around their mean, so that they have a spread.
  const sums: Partial<Record<MeasureName, number>> = {
    runs,
    runs_with_status: runs,
    judged: runs,
    timed: runs,
    priced: runs,
    hallucinated: Math.round(runs * stretch.hallucinationShare),
    errors: Math.round(runs * stretch.errorShare),
    outcome_accepted: accepted,
    outcome_edited: edited,
    outcome_worthless: worthless,
    cost_usd: runs * costUsd,
    cost_sq: runs * costUsd * costUsd * 1.25,
    outcome_accepted_cost: accepted * costUsd,
    outcome_edited_cost: edited * costUsd,
    outcome_worthless_cost: worthless * costUsd,
    reviews: 1,
    reviews_timed: 1,
    review_seconds: 60,
    review_seconds_sq: 3600,
  };
  return {
    hourMs,
    sums,
    runMinutes: Math.min(60, runs),
    okMinutes: Math.min(60, runs),
    latency: new Map([[latencyBucket, runs]]),
  };
}

/** A workload that does one thing after another. */
export function stretched(stretches: readonly Stretch[]): TelemetryHistory {
  const hours = stretches
    .flatMap((stretch) => Array.from({ length: stretch.days * 24 }, () => stretch))
    .map((stretch, hour) => hourOf(START_MS + hour * HOUR_MS, stretch));
  const days = stretches.reduce((sum, stretch) => sum + stretch.days, 0);
  return createHistory({
    ...NO_ROWS,
    hours: hours.filter(({ sums }) => (sums.runs ?? 0) > 0),
    costs: [
      {
        tsMs: START_MS,
        category: 'support',
        amountUsd: days * 20,
        startMs: START_MS,
        endMs: START_MS + days * DAY_MS,
      },
    ],
    endMs: START_MS + days * DAY_MS,
  });
}

const share = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });

const anyStretch: fc.Arbitrary<Stretch> = fc.record({
  days: fc.integer({ min: 1, max: 6 }),
  runsPerHour: fc.constantFrom(0, 2, 20, 100),
  hallucinationShare: share(0.12),
  acceptedShare: share(1),
  costUsd: fc.constantFrom(0.02, 0.3, 0.9),
  errorShare: share(0.1),
  latencyBucket: fc.integer({ min: 850, max: 930 }),
});

/** Workloads in one to three stretches, from healthy to hopeless, silent ones included. */
export const anyStretches: fc.Arbitrary<readonly Stretch[]> = fc.array(anyStretch, {
  minLength: 1,
  maxLength: 3,
});

/** Whole days that stretches take together. */
export const daysOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { days }) => sum + days, 0);
