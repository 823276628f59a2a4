/** A weight at a place. */
export interface Atom {
  readonly at: number;
  readonly weight: number;
}

/**
 * Wasserstein distance (of order 1, the earth mover's) of two weighted samples of numbers: how far, on
 * average, weight has to be moved to turn the one into the other.
 *
 * The area between both distribution functions. Source: Vallender 1974 (Theory of Probability 18). As
 * scipy's `wasserstein_distance`.
 * @param reference any order, weights ≥ 0
 * @param current likewise; throws a RangeError when a side has no weight or a place is not finite
 * @returns in the unit of the places, ≥ 0
 * @example wassersteinDistance([{ at: 0, weight: 1 }, { at: 1, weight: 1 }], [{ at: 5, weight: 3 }]) // 4.5
 */
export function wassersteinDistance(reference: readonly Atom[], current: readonly Atom[]): number {
  const steps = [...shareSteps(reference, 1), ...shareSteps(current, -1)].sort(
    (a, b) => a.at - b.at,
  );
  let area = 0;
  let apart = 0;
  steps.forEach(({ at, share }, i) => {
    apart += share;
    const next = steps[i + 1];
    if (next !== undefined) area += Math.abs(apart) * (next.at - at);
  });
  return area;
}

function shareSteps(
  atoms: readonly Atom[],
  sign: 1 | -1,
): { readonly at: number; readonly share: number }[] {
  const total = atoms.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('a side must have weight');
  return atoms.map(({ at, weight }) => {
    if (!Number.isFinite(at) || !(weight >= 0))
      throw new RangeError(`not a weighted place: ${weight} at ${at}`);
    return { at, share: (sign * weight) / total };
  });
}
