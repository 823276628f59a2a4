import type { ShownState, StateAt } from './rule-case.ts';

/** A state that is not as expected. */
export interface StateDifference {
  /** Where in the list of what is expected, from 0. */
  readonly index: number;
  /** Seconds. */
  readonly t: number;
  readonly expected: ShownState;
  readonly found: ShownState;
}

/**
 * What differs between the states of a case and those its file expects; only what is stated is compared.
 * @param found holds every instant that `expected` names; throws a RangeError where it does not
 * @returns in the order of `expected`; empty where all is as expected
 * @example compareStates([{ t: 60, state: 'firing' }], [{ t: 0, state: 'inactive' }, { t: 60, state: 'pending' }]) // [{ index: 0, t: 60, expected: 'firing', found: 'pending' }]
 */
export function compareStates(
  expected: readonly StateAt[],
  found: readonly StateAt[],
): readonly StateDifference[] {
  const states = new Map(found.map(({ t, state }) => [t, state]));
  return expected.flatMap(({ t, state }, index) => {
    const actual = states.get(t);
    if (actual === undefined) throw new RangeError(`nothing was evaluated at ${t}`);
    return actual === state ? [] : [{ index, t, expected: state, found: actual }];
  });
}
