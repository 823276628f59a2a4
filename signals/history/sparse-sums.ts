import { HOUR_MS } from '../../core/time.ts';
import { countWhile } from './count-while.ts';
import { createRangeSum } from './prefix-sums.ts';

/** Sums of what few hours have, and when it was last seen; times are epoch milliseconds. */
export interface SparseSums {
  /** Sum over the rows whose hour begins in [fromMs, toMs). */
  sum(fromMs: number, toMs: number): number;
  /** Number of rows whose hour begins in [fromMs, toMs). */
  rows(fromMs: number, toMs: number): number;
  /** End of the latest hour that begins before toMs, at most toMs; null if there is none. */
  lastSeenMs(toMs: number): number | null;
}

/**
 * Sums over rows that most hours lack: as large as its rows, whatever span they lie in.
 * @param rows any order
 * @param value of a row, any finite number
 * @example createSparseSums([{ hourMs: 0 }, { hourMs: 7200000 }], () => 2).sum(0, 7200000) // 2
 */
export function createSparseSums<T extends { readonly hourMs: number }>(
  rows: readonly T[],
  value: (row: T) => number,
): SparseSums {
  const sorted = rows.toSorted((a, b) => a.hourMs - b.hourMs);
  const hours = Float64Array.from(sorted, (row) => row.hourMs);
  const total = createRangeSum(Float64Array.from(sorted, value));
  const before = (atMs: number): number => countWhile(hours, (hourMs) => hourMs < atMs);
  return {
    sum: (fromMs, toMs) => total(before(fromMs), before(toMs)),
    rows: (fromMs, toMs) => before(toMs) - before(fromMs),
    lastSeenMs: (toMs) => {
      const known = before(toMs);
      return known === 0 ? null : Math.min(hours[known - 1]! + HOUR_MS, toMs);
    },
  };
}
