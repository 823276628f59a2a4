import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type HistoryRows, type HourRow } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { createUniform, drawPoisson } from '../core/statistics/seeded-random.ts';

/** What a simulated workload truly does at a time; every run is judged, priced and has a value. */
export interface TrueRates {
  readonly runsPerDay: number;
  readonly hallucinationRate: number;
  /** Mean value of a run: worth 1.25 of it with probability 0.8, else nothing. */
  readonly valueUsd: number;
  /** Mean cost of a run: between half and one and a half of it. */
  readonly costUsd: number;
  readonly errorRate?: number;
}

const SUCCESS_SHARE = 0.8;

/** Start of every simulated history, on the hour and the day. */
export const START_MS = Date.UTC(2026, 0, 1);

/** Rows of a workload whose rates depend on the hour; the same for the same seed. */
export function simulateRows(
  seed: number,
  hours: number,
  ratesAt: (hour: number) => TrueRates,
): HistoryRows {
  const uniform = createUniform(seed);
  const rows: HourRow[] = [];
  for (let hour = 0; hour < hours; hour++) {
    const row = simulateHour(START_MS + hour * HOUR_MS, ratesAt(hour), uniform);
    if (row !== null) rows.push(row);
  }
  return {
    ...NO_ROWS,
    hours: rows,
    endMs: START_MS + hours * HOUR_MS,
  };
}

/** The history of {@link simulateRows} over whole days. */
export function simulateDays(
  seed: number,
  days: number,
  ratesAt: (day: number) => TrueRates,
): TelemetryHistory {
  return createHistory(simulateRows(seed, days * 24, (hour) => ratesAt(hour / 24)));
}

/** An instant some days after the start. */
export function dayMs(day: number): number {
  return START_MS + day * DAY_MS;
}

function simulateHour(hourMs: number, rates: TrueRates, uniform: () => number): HourRow | null {
  const runs = drawPoisson(rates.runsPerDay / 24, uniform);
  if (runs === 0) return null;
  const sums: Partial<Record<MeasureName, number>> = {};
  const add = (measure: MeasureName, amount: number): void => {
    sums[measure] = (sums[measure] ?? 0) + amount;
  };
  const latency = new Map<number, number>();
  for (let i = 0; i < runs; i++) {
    const costUsd = rates.costUsd * (0.5 + uniform());
    const valueUsd = uniform() < SUCCESS_SHARE ? rates.valueUsd / SUCCESS_SHARE : 0;
    const failed = uniform() < (rates.errorRate ?? 0);
    for (const measure of [
      'runs',
      'runs_with_status',
      'judged',
      'timed',
      'priced',
      'value_n',
    ] as const)
      add(measure, 1);
    add(valueUsd > 0 ? 'stated_accepted' : 'stated_worthless', 1);
    if (valueUsd > 0) add('stated_accepted_cost', costUsd);
    add('hallucinated', uniform() < rates.hallucinationRate ? 1 : 0);
    add('errors', failed ? 1 : 0);
    add('cost_usd', costUsd);
    add('cost_sq', costUsd * costUsd);
    add('value_sum', valueUsd);
    add('value_sq', valueUsd * valueUsd);
    add('value_cost', costUsd);
    add('value_by_cost', valueUsd * costUsd);
    add('run_tool_calls', 2);
    latency.set(700, (latency.get(700) ?? 0) + 1);
  }
  return { hourMs, sums, runMinutes: Math.min(60, runs), okMinutes: Math.min(60, runs), latency };
}
