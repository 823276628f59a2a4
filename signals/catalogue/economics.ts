import { MEAN_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalDefinition } from '../catalogue-entry.ts';
import { unpriced } from '../economics/full-cost.ts';
import { findBudgetUse } from '../economics/budget-use.ts';
import { findReturnOnCost } from '../economics/return-on-cost.ts';
import { VALUE_INPUTS } from '../economics/run-value.ts';
import { OUTCOME_INPUTS } from '../economics/successes.ts';
import { findUnitCostTrend } from '../economics/unit-cost-trend.ts';
import { findCostAgainstBaseline, findUnitCost } from '../economics/unit-cost.ts';
import { findCount } from '../estimators/count.ts';
import { MEAN_METHOD, findMean } from '../estimators/mean.ts';
import { meanOf } from './define.ts';

/** With fewer points Sen's interval has no ends at a confidence of 95 %. */
const FEWEST_DAYS_OF_TREND = 6;

const economics = { axis: 'economics' } as const;
const fullCost = 'full cost: inference, review labour and everything that cost events state';
const successes = 'successes: accepted 1, edited the case’s fraction';

const unitCost: SignalDefinition = {
  ...economics,
  id: 'unit_cost',
  title: 'Unit cost',
  unit: 'USD per successful outcome',
  better: 'lower',
  estimator: 'ratio',
  numerator: fullCost,
  denominator: successes,
  trials: 'runs with an outcome',
  minSample: MEAN_MIN_SAMPLE,
  description: 'What one useful result costs, everything included.',
  inputs: OUTCOME_INPUTS,
  find: (window, params) => findUnitCost(window, params),
};

const returnOnCost: SignalDefinition = {
  ...economics,
  id: 'roi',
  title: 'Return on cost',
  unit: 'ratio',
  better: 'higher',
  estimator: 'ratio',
  numerator: 'mean value of the runs that have one, plus the value of outcome events per run',
  denominator: `mean per run of the ${fullCost}`,
  trials: 'runs with a value',
  minSample: MEAN_MIN_SAMPLE,
  description:
    'How many dollars of value each dollar of cost brings; above 1 the system earns its keep.',
  inputs: [...VALUE_INPUTS, 'outcome_value'],
  find: findReturnOnCost,
};

const costAgainstBaseline: SignalDefinition = {
  ...economics,
  id: 'cost_against_baseline',
  title: 'Cost against baseline',
  unit: 'ratio',
  better: 'lower',
  estimator: 'ratio',
  numerator: fullCost,
  denominator: `${successes}, × the case’s baseline cost per task`,
  trials: 'runs with an outcome',
  minSample: MEAN_MIN_SAMPLE,
  description:
    'What one useful result costs against the way it was done before; below 1 it is cheaper.',
  inputs: OUTCOME_INPUTS,
  find: findCostAgainstBaseline,
};

const unitCostTrend: SignalDefinition = {
  ...economics,
  id: 'unit_cost_trend',
  title: 'Unit cost trend',
  unit: '% per week',
  better: 'lower',
  estimator: 'trend',
  numerator: 'median of the slopes between all pairs of days, of the logarithm of the unit cost',
  denominator: 'weeks',
  trials: 'days with a unit cost',
  minSample: FEWEST_DAYS_OF_TREND,
  description:
    'By how much one useful result gets dearer from week to week; below 0 it gets cheaper.',
  inputs: OUTCOME_INPUTS,
  find: findUnitCostTrend,
};

const budgetUse: SignalDefinition = {
  ...economics,
  id: 'budget_use',
  title: 'Budget use',
  unit: 'ratio',
  better: 'lower',
  estimator: 'projection',
  numerator: `${fullCost}, projected to the end of the month`,
  denominator: 'the case’s monthly budget',
  trials: 'runs',
  minSample: 1,
  description:
    'How much of the month’s budget will be spent at its end if things go on as they do.',
  inputs: ['runs'],
  find: findBudgetUse,
};

const costPerRun: SignalDefinition = {
  ...economics,
  id: 'cost_per_run',
  title: 'Cost per run',
  unit: 'USD',
  better: 'lower',
  estimator: 'mean',
  numerator: 'inference cost of the runs',
  denominator: 'runs that have a price',
  trials: 'priced runs',
  minSample: MEAN_MIN_SAMPLE,
  description: 'What one use of the system costs in model calls alone.',
  inputs: ['priced'],
  find: (window, params) => {
    const n = window.sum('priced');
    const sums = { n, sum: window.sum('cost_usd'), sumSquares: window.sum('cost_sq') };
    const missing = n > 0 ? unpriced(window, params, MEAN_METHOD) : null;
    return missing ?? findMean(sums, params, 'priced runs', { min: 0 });
  },
};

const runs: SignalDefinition = {
  ...economics,
  id: 'runs',
  title: 'Runs',
  unit: 'runs',
  better: 'higher',
  estimator: 'count',
  numerator: 'runs',
  denominator: 'none: a count over the window',
  trials: 'runs',
  minSample: 0,
  description: 'How often the system was used.',
  inputs: ['runs'],
  find: (window, params) => findCount(window.sum('runs'), params, 'runs'),
};

/** Signals of the economics axis: does it earn more than it costs? */
export const ECONOMICS_SIGNALS: readonly SignalDefinition[] = [
  unitCost,
  returnOnCost,
  costAgainstBaseline,
  unitCostTrend,
  budgetUse,
  meanOf(
    {
      ...economics,
      id: 'tokens_per_run',
      title: 'Tokens per run',
      unit: 'tokens',
      better: 'lower',
      numerator: 'tokens in and out',
      denominator: 'runs that state tokens',
      trials: 'runs with tokens',
      description: 'How much text one use of the system makes the model read and write.',
    },
    (window) => ({
      n: window.sum('runs_with_tokens'),
      sum: window.sum('tokens_in') + window.sum('tokens_out'),
      sumSquares: window.sum('tokens_sq'),
    }),
    ['runs_with_tokens'],
    { min: 0 },
  ),
  costPerRun,
  runs,
];
