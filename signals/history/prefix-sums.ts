import { RunningSums } from './running-sums.ts';

/** Sum of the values at indices [from, to); both within the series, from ≤ to. */
export type RangeSum = (from: number, to: number) => number;

/**
 * Any range of a series summed in constant time, as exactly as adding the range alone.
 * @param values one per hour, any finite numbers, in the unit of the result
 * @example createRangeSum(Float64Array.of(1, 1e300, 2))(2, 3) // 2
 */
export function createRangeSum(values: Float64Array): RangeSum {
  const sums = new RunningSums(values.length);
  sums.push(values);
  return (from, to) => sums.sum(from, to);
}
