import { DEFAULT_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalEntry } from '../catalogue-entry.ts';
import { unpriced } from '../economics/full-cost.ts';
import { findReturnOnCost } from '../economics/return-on-cost.ts';
import { VALUE_INPUTS } from '../economics/run-value.ts';
import { OUTCOME_INPUTS } from '../economics/successes.ts';
import { findCostAgainstBaseline, findUnitCost } from '../economics/unit-cost.ts';
import { findCount } from '../estimators/count.ts';
import { MEAN_METHOD, findMean } from '../estimators/mean.ts';
import { meanOf } from './define.ts';

const economics = { axis: 'economics' } as const;
const fullCost = 'full cost: inference, review labour and everything that cost events state';
const successes = 'successes: accepted 1, edited the case’s fraction';

const unitCost: SignalEntry = {
  ...economics,
  id: 'unit_cost',
  title: 'Unit cost',
  unit: 'USD per successful outcome',
  better: 'lower',
  estimator: 'ratio',
  numerator: fullCost,
  denominator: successes,
  trials: 'runs with an outcome',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'What one useful result costs, everything included.',
  inputs: OUTCOME_INPUTS,
  find: (window, params) => findUnitCost(window, params),
};

const returnOnCost: SignalEntry = {
  ...economics,
  id: 'roi',
  title: 'Return on cost',
  unit: 'ratio',
  better: 'higher',
  estimator: 'ratio',
  numerator: 'mean value of the runs that have one, plus the value of outcome events per run',
  denominator: `mean per run of the ${fullCost}`,
  trials: 'runs with a value',
  minSample: DEFAULT_MIN_SAMPLE,
  description:
    'How many dollars of value each dollar of cost brings; above 1 the system earns its keep.',
  inputs: [...VALUE_INPUTS, 'outcome_value'],
  find: findReturnOnCost,
};

const costAgainstBaseline: SignalEntry = {
  ...economics,
  id: 'cost_against_baseline',
  title: 'Cost against baseline',
  unit: 'ratio',
  better: 'lower',
  estimator: 'ratio',
  numerator: fullCost,
  denominator: `${successes}, × the case’s baseline cost per task`,
  trials: 'runs with an outcome',
  minSample: DEFAULT_MIN_SAMPLE,
  description:
    'What one useful result costs against the way it was done before; below 1 it is cheaper.',
  inputs: OUTCOME_INPUTS,
  find: findCostAgainstBaseline,
};

const costPerRun: SignalEntry = {
  ...economics,
  id: 'cost_per_run',
  title: 'Cost per run',
  unit: 'USD',
  better: 'lower',
  estimator: 'mean',
  numerator: 'inference cost of the runs',
  denominator: 'runs that have a price',
  trials: 'priced runs',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'What one use of the system costs in model calls alone.',
  inputs: ['priced'],
  find: (window, params) => {
    const n = window.sum('priced');
    const sums = { n, sum: window.sum('cost_usd'), sumSquares: window.sum('cost_sq') };
    const missing = n > 0 ? unpriced(window, params, MEAN_METHOD) : null;
    return missing ?? findMean(sums, params, 'priced runs', { min: 0 });
  },
};

const runs: SignalEntry = {
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
export const ECONOMICS_SIGNALS: readonly SignalEntry[] = [
  unitCost,
  returnOnCost,
  costAgainstBaseline,
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
