import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import { DAY_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type HourRow } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { createNormal, createUniform } from '../core/statistics/seeded-random.ts';

/** What a simulated release truly does. */
export interface TrueRelease {
  readonly runsPerDay: number;
  readonly errorRate: number;
}

/** Days that releases are looked at, each day. */
export const DAYS = 28;
const COST_SPREAD = 1;
const VALUED_SHARE = 0.1;

/** A release's days: rare errors, costs and latencies with a long tail, and value in one run of ten. */
export function simulateRelease(seed: number, release: TrueRelease): TelemetryHistory {
  const uniform = createUniform(seed);
  const normal = createNormal(uniform);
  const hours = Array.from({ length: DAYS }, (_, day) =>
    simulateDay(day * DAY_MS, release, uniform, normal),
  );
  return createHistory({ ...NO_ROWS, hours, endMs: DAYS * DAY_MS });
}

function simulateDay(
  hourMs: number,
  { runsPerDay, errorRate }: TrueRelease,
  uniform: () => number,
  normal: () => number,
): HourRow {
  const sums: Partial<Record<MeasureName, number>> = {};
  const add = (measure: MeasureName, amount: number): void => {
    sums[measure] = (sums[measure] ?? 0) + amount;
  };
  for (const measure of EVERY_RUN) add(measure, runsPerDay);
  const latency = new Map<number, number>();
  for (let i = 0; i < runsPerDay; i++) {
    const cost = 0.02 * Math.exp(COST_SPREAD * normal());
    const value = uniform() < VALUED_SHARE ? 5 : 0;
    add('errors', uniform() < errorRate ? 1 : 0);
    add('hallucinated', uniform() < 0.05 ? 1 : 0);
    add('escalated', uniform() < 0.5 ? 1 : 0);
    add('cost_usd', cost);
    add('cost_sq', cost * cost);
    add('value_sum', value);
    add('value_sq', value * value);
    add('value_cost', cost);
    add('value_by_cost', value * cost);
    add(value > 0 ? 'stated_accepted' : 'stated_worthless', 1);
    if (value > 0) add('stated_accepted_cost', cost);
    const bucket = bucketIndex(800 * Math.exp(0.6 * normal()));
    latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
  }
  return { hourMs, sums, runMinutes: 0, okMinutes: 0, latency };
}

const EVERY_RUN = [
  'runs',
  'runs_with_status',
  'judged',
  'with_escalation',
  'timed',
  'priced',
  'value_n',
] as const;
