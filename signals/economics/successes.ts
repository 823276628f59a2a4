import { DEFAULT_EDITED_FRACTION } from '../../core/workload.ts';
import type { BusinessCase } from '../../core/workload.ts';
import type { MeasureName, OutcomeClass } from '../measures.ts';
import type { TelemetryWindow } from '../window.ts';

/** The measures of each outcome class over the three bases; written out, as replays ask for them often. */
const RUNS_BY_OUTCOME = {
  accepted: ['stated_accepted', 'minutes_accepted', 'outcome_accepted'],
  edited: ['stated_edited', 'minutes_edited', 'outcome_edited'],
  worthless: ['stated_worthless', 'minutes_worthless', 'outcome_worthless'],
} as const satisfies Record<OutcomeClass, readonly MeasureName[]>;
const COST_BY_OUTCOME = {
  accepted: ['stated_accepted_cost', 'minutes_accepted_cost', 'outcome_accepted_cost'],
  edited: ['stated_edited_cost', 'minutes_edited_cost', 'outcome_edited_cost'],
} as const satisfies Partial<Record<OutcomeClass, readonly MeasureName[]>>;

/** What shows that runs state an outcome. */
export const OUTCOME_INPUTS: readonly MeasureName[] = Object.values(RUNS_BY_OUTCOME).flat();

/** Runs of one outcome class, whatever their value is known by. */
export function runsOfOutcome(window: TelemetryWindow, outcome: OutcomeClass): number {
  return sumOf(window, RUNS_BY_OUTCOME[outcome]);
}

/** Successes in a window: accepted 1, edited the case's fraction, everything else 0. */
export interface Successes {
  readonly runsWithOutcome: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** Sum of success × the run's cost, in USD. */
  readonly byCost: number;
}

/**
 * Successes over all runs that state an outcome.
 * @param businessCase tells the fraction of a success that an edited output counts as
 */
export function successesIn(window: TelemetryWindow, businessCase: BusinessCase): Successes {
  const fraction = businessCase.edited_fraction ?? DEFAULT_EDITED_FRACTION;
  const accepted = runsOfOutcome(window, 'accepted');
  const edited = runsOfOutcome(window, 'edited');
  return {
    runsWithOutcome: accepted + edited + runsOfOutcome(window, 'worthless'),
    sum: accepted + fraction * edited,
    sumSquares: accepted + fraction * fraction * edited,
    byCost:
      sumOf(window, COST_BY_OUTCOME.accepted) + fraction * sumOf(window, COST_BY_OUTCOME.edited),
  };
}

/** The sum of {@link successesIn} alone, for those that ask for it day by day. */
export function countSuccesses(window: TelemetryWindow, businessCase: BusinessCase): number {
  const fraction = businessCase.edited_fraction ?? DEFAULT_EDITED_FRACTION;
  return runsOfOutcome(window, 'accepted') + fraction * runsOfOutcome(window, 'edited');
}

function sumOf(window: TelemetryWindow, measures: readonly MeasureName[]): number {
  let sum = 0;
  for (const measure of measures) sum += window.sum(measure);
  return sum;
}
