import type { PolicyDocument } from '../../../../decisions/policy/policy.ts';
import { REQUIRED_SIGNALS } from '../required-signals.ts';
import { type Scenario, steady } from '../scenario.ts';
import { inside, LIMITS, returning, SLOW_MS, SUCCESS_SHARE, type Truth, worth } from '../truth.ts';

const fine = inside(1 / 2);

function atLimit(
  signal: string,
  title: string,
  truth: Truth,
  policy?: Partial<PolicyDocument>,
): Scenario {
  return steady(
    `at-limit-${signal}`,
    `exactly at its limit on ${title}`,
    truth,
    { verdict: 'hold', byDay: 0 },
    policy === undefined ? {} : { policy },
  );
}

/** The built-in policy with one more required signal, its limit at what is true. */
function alsoRequired(signal: string, limit: number): Partial<PolicyDocument> {
  return { signals: { ...REQUIRED_SIGNALS, [signal]: { role: 'required', limit } } };
}

const skewedCost: Truth = { ...fine, costShape: 'lognormal' };

/** Workloads exactly at one limit and well inside all others: scaling one is an error. */
export const AT_LIMIT: readonly Scenario[] = [
  atLimit('hallucination_rate', 'made-up answers', {
    ...fine,
    hallucinationRate: LIMITS.hallucinationRate,
  }),
  atLimit('value_per_run', 'the value of a run', worth(fine, LIMITS.valueUsd)),
  atLimit('value_per_run-skewed', 'the value of a run, lognormal', {
    ...worth(fine, LIMITS.valueUsd),
    valueShape: 'lognormal',
  }),
  atLimit('roi', 'return on cost', returning(fine, LIMITS.roi)),
  atLimit('roi-skewed', 'return on cost, costs lognormal', returning(skewedCost, LIMITS.roi)),
  atLimit(
    'unit_cost-skewed',
    'the cost of a success, costs lognormal',
    skewedCost,
    alsoRequired('unit_cost', fine.costUsd / SUCCESS_SHARE),
  ),
  atLimit(
    'cost_per_run-skewed',
    'the cost of a run, costs lognormal',
    skewedCost,
    alsoRequired('cost_per_run', fine.costUsd),
  ),
  atLimit('error_rate', 'errors', fine, alsoRequired('error_rate', fine.errorRate)),
  atLimit(
    'latency_p95',
    'p95 latency',
    { ...fine, slowShare: 0.05 },
    alsoRequired('latency_p95', SLOW_MS),
  ),
];
