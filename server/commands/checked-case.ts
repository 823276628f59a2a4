import { createHash } from 'node:crypto';
import { compareStates } from '../../alerts/check/compare-states.ts';
import { evaluateRuleCase } from '../../alerts/check/evaluate-rule-case.ts';
import type { RuleCase } from '../../alerts/check/rule-case.ts';
import { BellwetherError } from '../../core/errors.ts';
import { compareResult } from '../../decisions/check/compare-result.ts';
import { evaluateCase, type EvaluatedCase } from '../../decisions/check/evaluate-case.ts';
import type { PolicyCase } from '../../decisions/check/policy-case.ts';
import { createCaseEvents } from './case-events.ts';
import type { CheckFile } from './check-file.ts';

/** How much a case says about what it expects: `silent` ones leave it out altogether. */
export type Expecting = 'something' | 'nothing' | 'silent';

/** A case of either kind that has been worked out. */
export interface CheckedCase {
  readonly id: string;
  readonly expecting: Expecting;
  /** The members of the case that say what is expected, with what was found. */
  readonly found: object;
  /** One line for each part that is not as expected. */
  readonly differences: readonly string[];
}

/** Says which case an error is about. */
function evaluate(
  one: PolicyCase,
  dependencies: Parameters<typeof evaluateCase>[1],
): EvaluatedCase {
  try {
    return evaluateCase(one, dependencies);
  } catch (error) {
    if (!(error instanceof BellwetherError)) throw error;
    const { code, message, errors } = error;
    throw new BellwetherError(code, `case ${one.id}: ${message}`, { errors, cause: error });
  }
}

/**
 * Works out the cases of policies, in the order of the file.
 * @throws BellwetherError where a policy or an event is not usable
 */
export function checkPolicies({ policies, bases }: CheckFile): readonly CheckedCase[] {
  const hash = (part: string): string => createHash('sha256').update(part).digest('hex');
  const dependencies = { bases, hash, readEvents: createCaseEvents() };
  return policies.map((one) => {
    const evaluated = evaluate(one, dependencies);
    const { id, expect = {} } = one;
    return {
      id,
      expecting: Object.keys(expect).length === 0 ? 'silent' : 'something',
      found: { expect: evaluated.result },
      differences: compareResult(expect, evaluated).map(
        ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
      ),
    };
  });
}

/** A state that sets in too early differs at a hundred evaluations in a row: the first few tell. */
const MAX_DIFFERENCES = 20;

function expectingStates(states: RuleCase['states']): Expecting {
  if (states === undefined) return 'silent';
  return states.length === 0 ? 'nothing' : 'something';
}

/** Works out the cases of alert rules, in the order of the file. */
export function checkRules({ rules }: CheckFile): readonly CheckedCase[] {
  return rules.map((one) => {
    const found = evaluateRuleCase(one);
    const differences = compareStates(one.states ?? [], found);
    const told = differences
      .slice(0, MAX_DIFFERENCES)
      .map(
        (one) => `states.${one.index}: t ${one.t}: expected ${one.expected}, found ${one.found}`,
      );
    const more = differences.length - told.length;
    return {
      id: one.id,
      expecting: expectingStates(one.states),
      found: { states: found },
      differences: more > 0 ? [...told, `and ${more} more`] : told,
    };
  });
}
