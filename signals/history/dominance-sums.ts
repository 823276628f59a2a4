import { countWhile } from './count-while.ts';

/** A weight at a place; column says which of several sums it belongs to. */
export interface WeightedPoint {
  readonly x: number;
  readonly y: number;
  readonly column: number;
  readonly weight: number;
}

/** Sum of a column's weights over the points with x ≥ fromX and y ≤ toY. */
export type DominanceSum = (column: number, fromX: number, toY: number) => number;

interface Column {
  /** Descending, so that "x ≥ fromX" is a prefix. */
  readonly xs: Float64Array;
  /** Fenwick node i: its points' y ascending, and the running sums of their weights. */
  readonly nodes: readonly { readonly ys: Float64Array; readonly sums: Float64Array }[];
}

/**
 * Sums over a corner of the plane in logarithmic time, without state that depends on the order of
 * questions: "hours from A on, as far as known by B" for what becomes known late.
 *
 * A Fenwick tree over descending x whose nodes hold their points sorted by y; only additions.
 * @param points any order; places may repeat
 * @param columns how many sums are kept apart, ≥ 1
 * @example createDominanceSum([{ x: 1, y: 5, column: 0, weight: 2 }], 1)(0, 1, 5) // 2
 */
export function createDominanceSum(
  points: readonly WeightedPoint[],
  columns: number,
): DominanceSum {
  if (points.length === 0) return () => 0;
  const built = Array.from({ length: columns }, (_, column) =>
    buildColumn(points.filter((point) => point.column === column)),
  );
  return (column, fromX, toY) => {
    const { xs, nodes } = built[column]!;
    let total = 0;
    for (let i = countWhile(xs, (x) => x >= fromX); i > 0; i -= i & -i) {
      const { ys, sums } = nodes[i]!;
      const known = countWhile(ys, (y) => y <= toY);
      if (known > 0) total += sums[known - 1]!;
    }
    return total;
  };
}

function buildColumn(points: readonly WeightedPoint[]): Column {
  const byX = points.toSorted((a, b) => b.x - a.x);
  const nodes = [{ ys: new Float64Array(0), sums: new Float64Array(0) }];
  for (let i = 1; i <= byX.length; i++) {
    const own = byX.slice(i - (i & -i), i);
    if (own.length > 1) own.sort((a, b) => a.y - b.y);
    const ys = new Float64Array(own.length);
    const sums = new Float64Array(own.length);
    let running = 0;
    own.forEach(({ y, weight }, at) => {
      ys[at] = y;
      sums[at] = running += weight;
    });
    nodes.push({ ys, sums });
  }
  return { xs: Float64Array.from(byX, (point) => point.x), nodes };
}
