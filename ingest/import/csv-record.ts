import { cellValue } from './cell-value.ts';
import type { Column, ColumnMap } from './column-map.ts';
import { recordId, type FileIdentity, type ImportRecord } from './import-record.ts';

/** A row as it stands in the file. */
export interface CsvRow {
  readonly number: number;
  readonly line: number;
  readonly cells: readonly string[];
}

/** No field of the contract: it makes the server refuse a row and keep it in quarantine, reason included. */
const FAULT_FIELD = 'import_fault';

const BROKEN_CHARACTER = '\ufffd';

function faultOf(cells: readonly string[], columns: readonly (Column | null)[]): string | null {
  if (cells.length !== columns.length) {
    return `expected ${columns.length} cells as in the header, got ${cells.length}`;
  }
  const isBroken = cells.some((cell, i) => columns[i] && cell.includes(BROKEN_CHARACTER));
  return isBroken ? 'holds a character that is not UTF-8' : null;
}

/**
 * The event a row stands for, with its cells where the columns say. A constant fills in where the row
 * has no value; an id is made where the row has none.
 */
export function csvEvent(
  { cells, number }: CsvRow,
  columns: readonly (Column | null)[],
  constants: ColumnMap['constants'],
  identity: FileIdentity,
): Record<string, unknown> {
  const fields: [string, unknown][] = [];
  const attributes: [string, unknown][] = [];
  for (const [i, column] of columns.entries()) {
    const value = column ? cellValue(cells[i] ?? '', column.type) : undefined;
    if (!column || value === undefined) continue;
    (column.place === 'field' ? fields : attributes).push([column.name, value]);
  }
  const event = { ...constants, ...Object.fromEntries(fields) };
  if (attributes.length > 0) {
    const more = typeof event['attributes'] === 'object' ? event['attributes'] : {};
    event['attributes'] = { ...more, ...Object.fromEntries(attributes) };
  }
  if (event['id'] == null) event['id'] = recordId(identity, number);
  return event;
}

/** Makes a row of a table ready to be sent. */
export function csvRecord(
  row: CsvRow,
  columns: readonly (Column | null)[],
  constants: ColumnMap['constants'],
  identity: FileIdentity,
): ImportRecord {
  const event = csvEvent(row, columns, constants, identity);
  const fault = faultOf(row.cells, columns);
  const sent = fault === null ? event : { ...event, [FAULT_FIELD]: fault };
  return {
    number: row.number,
    line: row.line,
    body: Buffer.from(JSON.stringify(sent)),
    fault,
    lacksTs: fault === null && event['ts'] == null,
  };
}
