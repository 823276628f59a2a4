import { DEFAULT_MIN_SAMPLE, MEAN_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalDefinition } from '../catalogue-entry.ts';
import { findNetMinutesSaved } from '../economics/review-time.ts';
import { VALUE_INPUTS } from '../economics/run-value.ts';
import { OUTCOME_INPUTS, runsOfOutcome } from '../economics/successes.ts';
import { findValuePerRun } from '../economics/value-per-run.ts';
import { findProportion } from '../estimators/proportion.ts';
import { meanOf, shareOf } from './define.ts';

const value = { axis: 'value' } as const;
const share = { ...value, unit: 'ratio' } as const;

const valuePerRun: SignalDefinition = {
  ...value,
  id: 'value_per_run',
  title: 'Value per run',
  unit: 'USD',
  better: 'higher',
  estimator: 'mean',
  numerator: 'value: stated in money, else minutes saved at the case’s rate, else by the outcome',
  denominator: 'runs that have a value; below half of all runs there is no number',
  trials: 'runs with a value',
  minSample: MEAN_MIN_SAMPLE,
  description: 'What one use of the system is worth to the business.',
  inputs: VALUE_INPUTS,
  find: findValuePerRun,
};

const netMinutesSaved: SignalDefinition = {
  ...value,
  id: 'net_minutes_saved',
  title: 'Net minutes saved',
  unit: 'minutes per run',
  better: 'higher',
  estimator: 'mean',
  numerator: 'minutes saved, less the minutes people spent on reviews',
  denominator: 'runs that state minutes saved; reviews over all runs',
  trials: 'runs that state minutes saved',
  minSample: MEAN_MIN_SAMPLE,
  description:
    'How much of people’s time one use of the system saves, once the time to check it is taken off.',
  inputs: ['saved_n'],
  find: findNetMinutesSaved,
};

const acceptanceRate: SignalDefinition = {
  ...share,
  id: 'acceptance_rate',
  title: 'Acceptance rate',
  better: 'higher',
  estimator: 'proportion',
  numerator: 'runs whose output was accepted, edited or not',
  denominator: 'runs that state an outcome',
  trials: 'runs with an outcome',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'How often people use what the system gives them.',
  inputs: OUTCOME_INPUTS,
  find: (window, params) => {
    const x = runsOfOutcome(window, 'accepted') + runsOfOutcome(window, 'edited');
    const n = x + runsOfOutcome(window, 'worthless');
    return findProportion({ x, n }, params, 'runs with an outcome');
  },
};

/** Signals of the value axis: is it worth having? */
export const VALUE_SIGNALS: readonly SignalDefinition[] = [
  valuePerRun,
  netMinutesSaved,
  meanOf(
    {
      ...value,
      id: 'satisfaction',
      title: 'Satisfaction',
      unit: '−1…1',
      better: 'higher',
      numerator: 'ratings between −1 and 1',
      denominator: 'feedback with a rating',
      trials: 'ratings',
      description: 'How content those are who rate the system, from −1 to 1.',
    },
    (window) => ({
      n: window.sum('ratings'),
      sum: window.sum('rating_sum'),
      sumSquares: window.sum('rating_sq'),
    }),
    ['ratings'],
    { min: -1, max: 1 },
  ),
  acceptanceRate,
  shareOf(
    {
      ...share,
      id: 'adoption_rate',
      title: 'Adoption rate',
      better: 'higher',
      numerator: 'occasions on which the system was used',
      denominator: 'occasions on which it could have been',
      trials: 'occasions for use',
      description: 'How much of the work the system is meant for really goes through it.',
    },
    'used',
    'eligible',
  ),
  shareOf(
    {
      ...share,
      id: 'bypass_rate',
      title: 'Bypass rate',
      better: 'lower',
      numerator: 'occasions on which people went around the system',
      denominator: 'occasions in periods for which that is stated',
      trials: 'occasions for use',
      description: 'How often people avoid the system where they should use it.',
    },
    'bypassed',
    'bypass_eligible',
  ),
  shareOf(
    {
      ...share,
      id: 'evaluation_pass_rate',
      title: 'Evaluation pass rate',
      better: 'higher',
      numerator: 'evaluations passed',
      denominator: 'evaluations that state whether they were passed',
      trials: 'evaluations',
      description: 'How much of the agreed test set the system still gets right.',
    },
    'evaluations_passed',
    'evaluated',
  ),
];
