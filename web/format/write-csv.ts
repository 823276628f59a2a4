export type CsvCell = string | number | boolean | null;
export type CsvColumn<Item> = readonly [name: string, read: (item: Item) => CsvCell];

/** Text from outside must not start a formula when a spreadsheet opens the file. */
function writeCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Items as CSV (RFC 4180): one line an item, unknown cells empty. */
export function writeCsv<Item>(
  columns: readonly CsvColumn<Item>[],
  items: readonly Item[],
): string {
  const lines = [
    columns.map(([name]) => name),
    ...items.map((item) => columns.map(([, read]) => writeCell(read(item)))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}
