/**
 * A quantile of observations that are known by bucket only, straight within its bucket.
 * @param counts one more than `bounds`; the last bucket is open above, and gives its lower bound
 * @param bounds rising upper bounds; the first bucket starts at 0
 * @param q in (0, 1)
 * @returns null where there are no observations
 * @example histogramQuantile([0, 10, 0], [1, 2], 0.5) // 1.5
 */
export function histogramQuantile(
  counts: readonly number[],
  bounds: readonly number[],
  q: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return null;
  let left = q * total;
  for (const [i, count] of counts.entries()) {
    const lower = i === 0 ? 0 : (bounds[i - 1] ?? 0);
    const upper = bounds[i];
    if (count > 0 && left <= count) {
      return upper === undefined ? lower : lower + (upper - lower) * (left / count);
    }
    left -= count;
  }
  return bounds.at(-1) ?? null;
}
