import { shares } from './shares.ts';

/**
 * Jensen-Shannon distance of two distributions over the same bins: the square root of the divergence in nats;
 * symmetric, in [0, √ln 2 = 0.8326], finite with empty bins.
 *
 * Source: Lin 1991 (IEEE Transactions on Information Theory 37); Endres and Schindelin 2003. As scipy's `jensenshannon`.
 * @param reference counts or shares by bin
 * @param current as many; throws a RangeError when lengths differ, a weight is negative or a side is empty
 * @example jensenShannonDistance([1, 0], [0.5, 0.5]) // 0.464501
 * @example jensenShannonDistance([1, 0], [0, 1]) // 0.832555
 */
export function jensenShannonDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  if (reference.length !== current.length)
    throw new RangeError(`${reference.length} bins against ${current.length}`);
  const p = shares(reference);
  const q = shares(current);
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const middle = (p[i]! + q[i]!) / 2;
    divergence += (weightedLog(p[i]!, middle) + weightedLog(q[i]!, middle)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}

function weightedLog(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log(share / middle);
}
