import { DEFAULT_EDITED_FRACTION } from '../../core/workload.ts';
import type { BusinessCase } from '../../core/workload.ts';
import type { Sums } from '../estimators/moments.ts';
import type { MeasureName, ValueBasis } from '../measures.ts';
import type { TelemetryWindow } from '../window.ts';
import { OUTCOME_INPUTS } from './successes.ts';

/** Runs that have a value, in USD, with the cost of those same runs beside it. */
export interface ValuedRuns extends Sums {
  /** USD these runs cost, and the sum of value × cost over them (USD²). */
  readonly cost: number;
  readonly valueByCost: number;
}

/** What shows that runs can have a value. */
export const VALUE_INPUTS: readonly MeasureName[] = ['value_n', 'minutes_n', ...OUTCOME_INPUTS];

const OUTCOMES_ALONE = ['outcome_accepted', 'outcome_edited', 'outcome_worthless'] as const;
const OUTCOMES_BESIDE_MINUTES = [
  'minutes_accepted',
  'minutes_edited',
  'minutes_worthless',
] as const;
const WITHOUT_SUCCESS_VALUE = { rate: ['value_n', 'minutes_n'], noRate: ['value_n'] } as const;
const WITH_SUCCESS_VALUE = {
  rate: ['value_n', 'minutes_n', ...OUTCOMES_ALONE],
  noRate: ['value_n', ...OUTCOMES_ALONE, ...OUTCOMES_BESIDE_MINUTES],
} as const;

/**
 * The measures that give runs a value under a business case: where what gave it has gone silent,
 * outcomes that the case puts no value on do not keep a value fresh.
 * @example valuedBy({}) // ['value_n']
 */
export function valuedBy(businessCase: BusinessCase): readonly MeasureName[] {
  const by =
    businessCase.value_per_success_usd === undefined ? WITHOUT_SUCCESS_VALUE : WITH_SUCCESS_VALUE;
  return businessCase.minute_value_usd === undefined ? by.noRate : by.rate;
}

/** Outcomes of the runs whose value nothing better tells; names written out, as replays ask often. */
const BY_OUTCOME = {
  minutes: {
    accepted: 'minutes_accepted',
    edited: 'minutes_edited',
    worthless: 'minutes_worthless',
    acceptedCost: 'minutes_accepted_cost',
    editedCost: 'minutes_edited_cost',
    worthlessCost: 'minutes_worthless_cost',
  },
  outcome: {
    accepted: 'outcome_accepted',
    edited: 'outcome_edited',
    worthless: 'outcome_worthless',
    acceptedCost: 'outcome_accepted_cost',
    editedCost: 'outcome_edited_cost',
    worthlessCost: 'outcome_worthless_cost',
  },
} as const satisfies Partial<Record<ValueBasis, Record<string, MeasureName>>>;

/**
 * The value of runs, each by the best basis it has: stated in money; else minutes saved × the case's
 * rate; else accepted 1, edited the case's fraction, rejected and abandoned 0, × the case's value.
 * Minutes without a rate fall back to the outcome; outcomes without a value per success have none.
 * @param window sums over runs
 * @param businessCase of the workload
 */
export function valuedRuns(window: TelemetryWindow, businessCase: BusinessCase): ValuedRuns {
  const rate = businessCase.minute_value_usd;
  const parts = [
    statedValue(window),
    rate === undefined ? outcomeValue(window, 'minutes', businessCase) : minutesValue(window, rate),
    outcomeValue(window, 'outcome', businessCase),
  ];
  const total = { n: 0, sum: 0, sumSquares: 0, cost: 0, valueByCost: 0 };
  for (const part of parts) {
    total.n += part.n;
    total.sum += part.sum;
    total.sumSquares += part.sumSquares;
    total.cost += part.cost;
    total.valueByCost += part.valueByCost;
  }
  return total;
}

/**
 * What a business case would have to state for more runs to have a value, for people; null if nothing.
 * @example missingRate({}) // 'the business case states no value per success'
 */
export function missingRate(businessCase: BusinessCase): string | null {
  return businessCase.value_per_success_usd === undefined
    ? 'the business case states no value per success'
    : null;
}

function statedValue(window: TelemetryWindow): ValuedRuns {
  return {
    n: window.sum('value_n'),
    sum: window.sum('value_sum'),
    sumSquares: window.sum('value_sq'),
    cost: window.sum('value_cost'),
    valueByCost: window.sum('value_by_cost'),
  };
}

function minutesValue(window: TelemetryWindow, rate: number): ValuedRuns {
  return {
    n: window.sum('minutes_n'),
    sum: rate * window.sum('minutes_sum'),
    sumSquares: rate * rate * window.sum('minutes_sq'),
    cost: window.sum('minutes_cost'),
    valueByCost: rate * window.sum('minutes_by_cost'),
  };
}

function outcomeValue(
  window: TelemetryWindow,
  basis: keyof typeof BY_OUTCOME,
  businessCase: BusinessCase,
): ValuedRuns {
  const value = businessCase.value_per_success_usd;
  if (value === undefined) return { n: 0, sum: 0, sumSquares: 0, cost: 0, valueByCost: 0 };
  const fraction = businessCase.edited_fraction ?? DEFAULT_EDITED_FRACTION;
  const names = BY_OUTCOME[basis];
  const accepted = window.sum(names.accepted);
  const edited = window.sum(names.edited);
  const acceptedCost = window.sum(names.acceptedCost);
  const editedCost = window.sum(names.editedCost);
  return {
    n: accepted + edited + window.sum(names.worthless),
    sum: value * (accepted + fraction * edited),
    sumSquares: value * value * (accepted + fraction * fraction * edited),
    cost: acceptedCost + editedCost + window.sum(names.worthlessCost),
    valueByCost: value * (acceptedCost + fraction * editedCost),
  };
}
