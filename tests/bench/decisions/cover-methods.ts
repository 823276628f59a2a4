import {
  ASYMPTOTIC_CASES,
  type CoverageCase,
  EXACT_CASES,
} from '../../core/statistics/coverage-cases.ts';
import { shareWork } from './share-work.ts';

/** One case to simulate, by its place in the list. */
export interface CoverageOrder {
  readonly index: number;
  readonly histories: number;
}

/** How often one method's interval at 95 % held the truth at every look. */
export interface Coverage {
  readonly method: string;
  readonly data: string;
  /** Shares of the histories, 0 to 1. */
  readonly held: number;
  readonly atLeast: number;
}

const CASES = [...EXACT_CASES, ...ASYMPTOTIC_CASES];

/** A case by its place in the list; throws a RangeError where there is none. */
export function coverageCase(index: number): CoverageCase {
  const found = CASES[index];
  if (found === undefined) throw new RangeError(`there are ${CASES.length} cases, not ${index}`);
  return found;
}

/** The coverage of every interval, simulated on every core. */
export async function coverMethods(histories: number): Promise<readonly Coverage[]> {
  const orders = CASES.map((_, index) => ({ index, histories }));
  const held = new Map<number, number>();
  await shareWork<CoverageOrder, number>('coverage-worker.ts', orders, ({ index }, share) => {
    held.set(index, share);
  });
  return CASES.map(({ method, data, atLeast }, index) => ({
    method,
    data,
    atLeast,
    held: held.get(index)!,
  }));
}
