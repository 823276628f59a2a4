/** The middle of some values and how far they usually lie from it, both in the values' unit. */
export interface MedianSpread {
  readonly median: number;
  /** 0 where at least half of the values are equal. */
  readonly spread: number;
}

/** Makes the median deviation of a normal sample its standard deviation: 1 / Φ⁻¹(3/4). */
const NORMAL = 1.4826;

/**
 * Median and median absolute deviation × 1.4826, which up to half of the values cannot spoil.
 *
 * Equal to R's `median` and `mad`. Source: Rousseeuw and Croux 1993 (JASA 88).
 * @param values any unit; throws a RangeError when one is not finite
 * @returns null without values
 * @example medianSpread([1, 2, 3, 4, 100]) // {median: 3, spread: 1.4826}
 * @example medianSpread([2, 4]) // {median: 3, spread: 1.4826}
 * @example medianSpread([]) // null
 */
export function medianSpread(values: readonly number[]): MedianSpread | null {
  if (!values.every(Number.isFinite)) throw new RangeError('values must be finite');
  if (values.length === 0) return null;
  const median = medianOf(values);
  const spread = NORMAL * medianOf(values.map((value) => Math.abs(value - median)));
  return { median, spread };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
