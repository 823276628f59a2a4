/**
 * Weights as shares of their sum.
 * @param weights counts or shares by bin, each ≥ 0, at least one above 0; throws a RangeError otherwise
 * @example shares([1, 3]) // [0.25, 0.75]
 */
export function shares(weights: readonly number[]): number[] {
  let total = 0;
  for (const weight of weights) {
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`a bin's weight must be 0 or more, got ${weight}`);
    total += weight;
  }
  if (total === 0) throw new RangeError('bins must not all be empty');
  return weights.map((weight) => weight / total);
}
