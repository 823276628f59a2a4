import { COST_CATEGORIES } from './history-rows.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import type { CutDimension } from './cut.ts';
import type { EstimateParameters } from './estimate.ts';
import { wholeNumber } from './finding.ts';
import type { MeasureName } from './measures.ts';
import type { TelemetryWindow } from './window.ts';

/**
 * What a signal is made of, where it can be known of a part of the runs: of runs or of events alone,
 * each with the value it states itself, or of events put against runs. A signal that is not here is
 * known of the workload as a whole only.
 */
const CUT_BASIS: Readonly<Record<string, 'alone' | 'reviews' | 'costs' | 'value and costs'>> = {
  value_per_run: 'alone',
  acceptance_rate: 'alone',
  satisfaction: 'alone',
  evaluation_pass_rate: 'alone',
  hallucination_rate: 'alone',
  error_rate: 'alone',
  tool_call_success: 'alone',
  latency_p50: 'alone',
  latency_p95: 'alone',
  latency_p99: 'alone',
  low_confidence_rate: 'alone',
  escalation_rate: 'alone',
  complaint_rate: 'alone',
  rework_rate: 'alone',
  audited_error_rate: 'alone',
  tokens_per_run: 'alone',
  cost_per_run: 'alone',
  runs: 'alone',
  review_burden: 'reviews',
  net_minutes_saved: 'reviews',
  unit_cost: 'costs',
  cost_against_baseline: 'costs',
  roi: 'value and costs',
};

/** Known by stage besides: the main roll-up keeps stages apart, whatever the event. */
const KNOWN_BY_STAGE: ReadonlySet<string> = new Set(['uptime', 'adoption_rate', 'bypass_rate']);

/** Share of the events that must state the dimension before what they sum to is put against runs. */
const LEAST_STATED = 0.99;

/** A workload's window, and how much of it states a value of the dimension it is cut by. */
export interface CutWhole {
  readonly dimension: CutDimension;
  readonly window: TelemetryWindow;
  /** Sum of a measure over all values of the dimension. */
  readonly stated: (measure: MeasureName) => number;
}

/**
 * Whether a signal can be known of a part of the runs at all, whatever the telemetry.
 * @param id of the catalogue
 * @example canBeCut('error_rate', 'release') // true
 * @example canBeCut('rollback_mttr', 'release') // false
 */
export function canBeCut(id: string, dimension: CutDimension): boolean {
  if (dimension === 'tool') return id === 'tool_call_success';
  return CUT_BASIS[id] !== undefined || (dimension === 'stage' && KNOWN_BY_STAGE.has(id));
}

/**
 * Why a signal cannot be told of a part of the runs, in one sentence for people; null where it can.
 *
 * Costs that cost events state belong to no release. Reviews and outcome events that do not state the
 * dimension would make the parts look cheaper or less useful than they are.
 */
export function whyNotCut(
  { id, title }: Pick<SignalEntry, 'id' | 'title'>,
  whole: CutWhole,
  { businessCase }: EstimateParameters,
): string | null {
  const { dimension, window } = whole;
  if (!canBeCut(id, dimension)) {
    return dimension === 'tool'
      ? 'Only tool-call success is known by tool.'
      : `${title} is known of the workload as a whole, not by ${dimension}.`;
  }
  const basis = CUT_BASIS[id];
  if (basis === undefined || basis === 'alone') return null;
  const hasStatedCosts = COST_CATEGORIES.some((category) => window.costs[category] !== 0);
  if (basis !== 'reviews' && hasStatedCosts) {
    return `Cost events count towards it, and they do not say which ${dimension} they are for.`;
  }
  const countsReviews = basis === 'reviews' || (businessCase.review_usd_per_hour ?? 0) > 0;
  const reviews = window.sum('reviews');
  if (countsReviews && whole.stated('reviews') < LEAST_STATED * reviews) {
    return `${wholeNumber(whole.stated('reviews'))} of ${wholeNumber(reviews)} reviews state a ${dimension}; nearly all must.`;
  }
  if (basis !== 'value and costs') return null;
  const unstated = window.sum('outcome_value') - whole.stated('outcome_value');
  if (Math.abs(unstated) <= (1 - LEAST_STATED) * Math.abs(window.sum('outcome_value'))) return null;
  return `Outcome events count towards it, and not all of them state a ${dimension}.`;
}
