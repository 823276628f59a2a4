import type { Judge } from '../../core/statistics/judge-correction.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import { MEASURE_NAMES, type MeasureName, type SumName } from '../../signals/measures.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import type { CostByCategory, ReportedMetric, TelemetryWindow } from '../../signals/window.ts';
import { alteredWindow } from './altered-window.ts';
import type { Levers } from './what-if-levers.ts';
import { movedMeasures, rateDirection } from './what-if-rates.ts';

const REVIEWS: readonly MeasureName[] = [
  'reviews',
  'reviews_with_verdict',
  'reviews_reworked',
  'random_reviews',
  'random_errors',
  'reviews_timed',
  'review_seconds',
  'review_seconds_sq',
];

/** Sums of what runs cost, by itself or times something else. */
const INFERENCE: readonly MeasureName[] = MEASURE_NAMES.filter(
  (name) => name.endsWith('_cost') || name === 'cost_usd',
);

/**
 * The telemetry of a window as it would be under levers: sums, costs, latencies and reports moved, the
 * time they were seen at as it was.
 * @param window any
 * @param levers none moved gives the window itself
 * @param judge whose reports the policy corrects; null: taken as they are
 */
export function windowUnder(
  window: TelemetryWindow,
  levers: Levers,
  judge: Judge | null,
): TelemetryWindow {
  const { samples = 1 } = levers;
  const moved = movedWindow(window, levers, judge);
  return samples === 1 ? moved : scaledWindow(moved, samples);
}

function movedWindow(
  window: TelemetryWindow,
  levers: Levers,
  judge: Judge | null,
): TelemetryWindow {
  const { statedCosts = 1, inferenceCost = 1, latency = 1, rates = {} } = levers;
  const factors = measureFactors(levers);
  const moved = movedMeasures(rates, judge);
  if (factors.size + moved.size === 0 && statedCosts === 1 && latency === 1) return window;
  return alteredWindow(window, {
    sum: (measure) =>
      (factors.get(measure) ?? 1) * (moved.get(measure)?.(window) ?? window.sum(measure)),
    get okMinutes() {
      return okMinutes(window, rates['uptime'] ?? 1);
    },
    latencyAbove: (limitMs) => window.latencyAbove(limitMs / latency),
    latencyAtRank: (rank) => {
      const atRank = window.latencyAtRank(rank);
      return atRank === null ? null : atRank * latency;
    },
    get costs() {
      return movedCosts(window.costs, inferenceCost, statedCosts);
    },
    metric: (signal) => movedMetric(signal, window.metric(signal), rates[signal] ?? 1),
    part: (fromMs, toMs) => movedWindow(window.part(fromMs, toMs), levers, judge),
  });
}

/** Measures that are simply so many times what they were. */
function measureFactors(levers: Levers): ReadonlyMap<SumName, number> {
  const { inferenceCost = 1, statedValue = 1, reviews = 1 } = levers;
  const factors = new Map<SumName, number>();
  const multiply = (measure: MeasureName, factor: number): void => {
    if (factor !== 1) factors.set(measure, (factors.get(measure) ?? 1) * factor);
  };
  for (const measure of INFERENCE) multiply(measure, inferenceCost);
  multiply('cost_sq', inferenceCost ** 2);
  for (const measure of ['value_sum', 'value_by_cost', 'outcome_value'] as const)
    multiply(measure, statedValue);
  multiply('value_sq', statedValue ** 2);
  for (const measure of REVIEWS) multiply(measure, reviews);
  return factors;
}

function movedCosts(costs: CostByCategory, inference: number, others: number): CostByCategory {
  const moved = { ...costs };
  for (const category of COST_CATEGORIES)
    moved[category] *= category === 'inference' ? inference : others;
  return moved;
}

function okMinutes({ runMinutes, okMinutes: up }: TelemetryWindow, factor: number): number {
  return factor === 1 ? up : Math.max(0, runMinutes - factor * (runMinutes - up));
}

/** A share that its sender reported, moved like the sums it would have come from. */
function movedMetric(
  signal: string,
  metric: ReportedMetric | null,
  factor: number,
): ReportedMetric | null {
  const better = rateDirection(signal);
  if (metric === null || better === null || factor === 1) return metric;
  const move = (share: number): number =>
    better === 'lower' ? Math.min(1, factor * share) : Math.max(0, 1 - factor * (1 - share));
  const bound = (share: number | null): number | null => (share === null ? null : move(share));
  return { ...metric, value: move(metric.value), low: bound(metric.low), high: bound(metric.high) };
}
