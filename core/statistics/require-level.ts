/**
 * Refuses an error level that is not one: confidence = 1 − alpha.
 * @param alpha error level, in (0, 1); throws a RangeError otherwise, NaN included
 * @example requireLevel(0.05) // undefined
 */
export function requireLevel(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be in (0, 1), got ${alpha}`);
}
