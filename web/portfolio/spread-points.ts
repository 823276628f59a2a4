interface Point {
  readonly x: number;
  readonly y: number;
}

/** Least distance between two centres, in pixels: a shape and a hair of air. */
const DISTANCE_PX = 17;

/**
 * Moves points that would cover each other sideways, as little as possible; heights stay true.
 * @param plot bounds the moved points stay within
 */
export function spreadPoints(
  points: readonly Point[],
  plot: { readonly left: number; readonly right: number },
): Point[] {
  const settled: Point[] = [];
  const isFree = (candidate: Point): boolean =>
    settled.every(({ x, y }) => Math.hypot(x - candidate.x, y - candidate.y) >= DISTANCE_PX);
  const least = plot.left + DISTANCE_PX / 2;
  const most = plot.right - DISTANCE_PX / 2;
  const result: Point[] = points.map((point) => point);
  const order = points.map((_, index) => index).toSorted((a, b) => points[a]!.y - points[b]!.y);
  for (const index of order) {
    const point = points[index]!;
    let spot = point;
    for (let step = 0; step < 60; step += 1) {
      const offset = Math.ceil(step / 2) * (DISTANCE_PX / 2) * (step % 2 === 0 ? -1 : 1);
      const candidate = { x: Math.max(least, Math.min(most, point.x + offset)), y: point.y };
      if (isFree(candidate)) {
        spot = candidate;
        break;
      }
    }
    settled.push(spot);
    result[index] = spot;
  }
  return result;
}
