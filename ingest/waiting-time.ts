/**
 * How long the oldest row waits: by the wall clock and by one that nobody sets, whichever is longer. A wall
 * clock that was set back would say of rows from before that they do not wait at all.
 * @param now wall clock, epoch milliseconds
 * @param elapsedMs a clock that nobody sets; milliseconds from anywhere
 * @returns takes when the oldest row that waits was received (null: none does), and gives milliseconds
 */
export function createWaitingTime(
  now: () => number,
  elapsedMs: () => number,
): (oldestMs: number | null) => number {
  let first: { readonly oldestMs: number; readonly seenMs: number } | null = null;
  return (oldestMs) => {
    if (oldestMs === null) {
      first = null;
      return 0;
    }
    if (first?.oldestMs !== oldestMs) first = { oldestMs, seenMs: elapsedMs() };
    return Math.max(0, now() - oldestMs, elapsedMs() - first.seenMs);
  };
}
