import { countWhile } from './count-while.ts';

/** Reports by when they were made, epoch milliseconds. */
export interface ReportLog<T> {
  /** Those in [fromMs, toMs), ascending. */
  between(fromMs: number, toMs: number): readonly T[];
  /** Time of the last one before toMs; null if there is none. */
  lastMs(toMs: number): number | null;
}

/**
 * Reports that are read one by one.
 * @param rows any order
 * @example createReportLog([{ tsMs: 3 }, { tsMs: 1 }]).between(0, 2) // [{ tsMs: 1 }]
 */
export function createReportLog<T extends { readonly tsMs: number }>(
  rows: readonly T[],
): ReportLog<T> {
  const sorted = rows.toSorted((a, b) => a.tsMs - b.tsMs);
  const before = (toMs: number): number => countWhile(sorted, ({ tsMs }) => tsMs < toMs);
  return {
    between: (fromMs, toMs) => sorted.slice(before(fromMs), before(toMs)),
    lastMs: (toMs) => {
      const count = before(toMs);
      return count === 0 ? null : sorted[count - 1]!.tsMs;
    },
  };
}
