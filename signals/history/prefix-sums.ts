/** Sum of the values at indices [from, to); both within the series, from ≤ to. */
export type RangeSum = (from: number, to: number) => number;

/**
 * Any range of a series summed in constant time, as exactly as adding the range alone: the running
 * total is kept as two doubles, so one giant value leaves no rounding error in ranges without it.
 *
 * Source: Knuth, TAOCP 2, 4.2.2 theorem B (the error of a floating sum is itself a float).
 * @param values one per hour, any finite numbers, in the unit of the result
 * @example createRangeSum(Float64Array.of(1, 1e300, 2))(2, 3) // 2
 */
export function createRangeSum(values: Float64Array): RangeSum {
  const high = new Float64Array(values.length + 1);
  const low = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    const total = high[i]!;
    const value = values[i]!;
    const sum = total + value;
    const taken = sum - total;
    const rest = low[i]! + (total - (sum - taken)) + (value - taken);
    high[i + 1] = sum + rest;
    low[i + 1] = rest - (high[i + 1]! - sum);
  }
  return (from, to) => high[to]! - high[from]! + (low[to]! - low[from]!);
}
