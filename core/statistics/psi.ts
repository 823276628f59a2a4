import { shares } from './shares.ts';

/**
 * Population stability index of two distributions over the same bins, Σ (p − q) ln(p/q); symmetric, ≥ 0.
 *
 * Source: Lewis 1994, An Introduction to Credit Scoring; the symmetrised divergence of Kullback and Leibler 1951.
 * @param reference counts or shares by bin
 * @param current as many; throws a RangeError when lengths differ, a weight is negative or a side is empty
 * @returns Infinity where a bin is empty on one side only: smooth counts (+½) beforehand
 * @example psi([0.25, 0.25, 0.25, 0.25], [0.2, 0.25, 0.25, 0.3]) // 0.0202733
 * @example psi([1, 1], [2, 0]) // Infinity
 */
export function psi(reference: readonly number[], current: readonly number[]): number {
  if (reference.length !== current.length)
    throw new RangeError(`${reference.length} bins against ${current.length}`);
  const p = shares(reference);
  const q = shares(current);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i] !== q[i]) sum += (p[i]! - q[i]!) * Math.log(p[i]! / q[i]!);
  }
  return sum;
}
