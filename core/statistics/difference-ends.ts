import type { Interval } from './interval.ts';

/** Halvings that leave 1e-13 of the stretch. */
const HALVINGS = 43;

/**
 * The stretch around a centre on which a convex function stays below a threshold, by bisection on either side.
 * @param rise convex, at most the threshold at the centre; may be Infinity away from it
 * @param centre within [least, most]
 * @param threshold any number
 * @param least where the stretch is cut at the latest
 * @param most likewise, on the other side
 * @example endsBelow((x) => x * x, 0, 4, -1, 3) // {low: -1, high: 2.000000}
 */
export function endsBelow(
  rise: (at: number) => number,
  centre: number,
  threshold: number,
  least: number,
  most: number,
): Interval {
  const endTowards = (edge: number): number => {
    if (rise(edge) <= threshold) return edge;
    let inside = centre;
    let outside = edge;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (inside + outside) / 2;
      if (rise(middle) <= threshold) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  return { low: endTowards(least), high: endTowards(most) };
}
