/** What a cell of a CSV file may hold; null is an empty cell. */
export type CsvCell = string | number | boolean | null;

/** Text from outside must not start a formula when a spreadsheet opens the file. */
function writeCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * One line of a CSV file (RFC 4180), its end included; what would be a formula becomes text.
 * @example writeCsvLine(['a, b', 1, null, '=1+1']) // '"a, b",1,,\'=1+1\r\n'
 */
export const writeCsvLine = (cells: readonly CsvCell[]): string =>
  `${cells.map(writeCell).join(',')}\r\n`;
