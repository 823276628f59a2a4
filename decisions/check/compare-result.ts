import type { SignalStatus } from '../assessment/assessment.ts';
import type { Expectation } from './policy-case.ts';
import type { EvaluatedCase } from './evaluate-case.ts';

/** One part of a case that is not as expected. */
export interface Difference {
  /** Where in `expect`, dotted. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * What differs between a case and what its file expects; only what is stated is compared.
 * @returns in the order of the document; empty where all is as expected
 */
export function compareResult(
  expected: Expectation,
  { result, statuses }: EvaluatedCase,
): readonly Difference[] {
  const inWords = (ids: readonly string[]): string => [...ids].sort().join(', ') || 'nothing';
  const { blocked_by: blockedBy } = expected;
  return [
    ...difference('verdict', expected.verdict, result.verdict),
    ...difference('proposed', expected.proposed, result.proposed),
    ...Object.entries(expected.axes ?? {}).flatMap(([axis, state]) =>
      difference(`axes.${axis}`, state, result.axes[axis as keyof typeof result.axes]),
    ),
    ...Object.entries(expected.signals ?? {}).flatMap(([signal, status]) =>
      difference(`signals.${signal}`, status, foundStatus(statuses, signal)),
    ),
    ...difference(
      'blocked_by',
      blockedBy === undefined ? undefined : inWords(blockedBy),
      inWords(result.blocked_by),
    ),
  ];
}

function foundStatus(statuses: ReadonlyMap<string, SignalStatus>, signal: string): string {
  return statuses.get(signal) ?? 'no such signal';
}

function difference(path: string, expected: string | undefined, found: string): Difference[] {
  return expected === undefined || expected === found ? [] : [{ path, expected, found }];
}
