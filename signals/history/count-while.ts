/**
 * Length of the prefix whose items satisfy a condition that is true first and false after, by bisection.
 * @param items any order that makes the condition change at most once
 * @param holds the condition
 * @example countWhile([1, 3, 8], (x) => x < 5) // 2
 */
export function countWhile<T>(items: ArrayLike<T>, holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
