/** What a row is ordered by; null where it is not known. */
export type SortValue = number | string | null;

/** Names as people order them: 2 before 10, case and accents aside. */
const BY_NAME = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareKnown(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : BY_NAME.compare(String(a), String(b));
}

/**
 * Rows in the order of a value. What is not known comes last whichever way the order runs; of two with
 * the same value the one that was first stays first.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  read: (row: Row) => SortValue,
  isDescending: boolean,
): Row[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = compareKnown(left, right);
    return isDescending ? -order : order;
  });
}
