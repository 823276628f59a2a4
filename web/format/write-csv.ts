import { writeCsvLine, type CsvCell } from '../../core/csv.ts';

export type CsvColumn<Item> = readonly [name: string, read: (item: Item) => CsvCell];

/** Items as CSV (RFC 4180): one line an item, unknown cells empty. */
export function writeCsv<Item>(
  columns: readonly CsvColumn<Item>[],
  items: readonly Item[],
): string {
  const header = columns.map(([name]) => name);
  const lines = items.map((item) => columns.map(([, read]) => read(item)));
  return [header, ...lines].map(writeCsvLine).join('');
}
