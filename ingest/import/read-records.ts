import { BellwetherError } from '../../core/errors.ts';
import { EMPTY_MAP, resolveColumns, type ColumnMap } from './column-map.ts';
import { csvRecord } from './csv-record.ts';
import type { FileIdentity, ImportRecord } from './import-record.ts';
import { ndjsonRecord } from './ndjson-record.ts';
import { readCsv } from './read-csv.ts';
import { readLines } from './read-lines.ts';

/** How a file is to be understood. */
export interface Reading {
  readonly format: 'ndjson' | 'csv';
  /** One character, between the cells of CSV. */
  readonly delimiter: string;
  readonly map: ColumnMap | null;
  readonly ignoreUnmapped: boolean;
}

/** What a record may take up: more than the longest event, far less than a request. */
export const MAX_RECORD_BYTES = 4 * 1_048_576;

const OPENING_BRACKET = 91;
const TOO_LONG = `longer than ${MAX_RECORD_BYTES} bytes: not sent`;

async function* csvRecords(
  chunks: AsyncIterable<Buffer>,
  { delimiter, map, ignoreUnmapped }: Reading,
  identity: FileIdentity,
  skip: number,
  allowMissingTs: boolean,
): AsyncGenerator<ImportRecord> {
  const rows = readCsv(chunks, { delimiter, maxBytes: MAX_RECORD_BYTES });
  const header = await rows.next();
  if (header.done) throw new BellwetherError('unparsable', 'the file is empty: not even a header');
  const { columns: _, constants } = map ?? EMPTY_MAP;
  const columns = resolveColumns(header.value.cells, map ?? EMPTY_MAP, ignoreUnmapped);
  const statesTs = 'ts' in constants || columns.some((column) => column?.name === 'ts');
  if (!statesTs && !allowMissingTs) throw missingTs('no column says when an event happened');
  for await (const row of rows) {
    if (row.number > skip) yield csvRecord(row, columns, constants, identity);
  }
}

async function* ndjsonRecords(
  chunks: AsyncIterable<Buffer>,
  { map, ignoreUnmapped }: Reading,
  identity: FileIdentity,
  skip: number,
): AsyncGenerator<ImportRecord> {
  let isFirst = true;
  for await (const { number, bytes } of readLines(chunks, MAX_RECORD_BYTES)) {
    if (isFirst && bytes?.[0] === OPENING_BRACKET) {
      throw new BellwetherError(
        'unparsable',
        'the file begins with [: NDJSON has one event a line (jq -c ".[]" makes it from a list)',
      );
    }
    isFirst = false;
    if (number <= skip) continue;
    yield bytes === null
      ? { number, line: number, body: Buffer.alloc(0), fault: TOO_LONG, lacksTs: false }
      : ndjsonRecord({ number, bytes }, { map, ignoreUnmapped, identity });
  }
}

function missingTs(what: string): BellwetherError {
  return new BellwetherError(
    'invalid',
    `${what}: --allow-missing-ts takes the time of receipt, and then a later import of the same file may count again`,
  );
}

/**
 * The events of a file, one after another.
 * @param skip records at the beginning that are passed over
 * @param allowMissingTs takes events that don't say when they happened
 * @throws BellwetherError `unparsable` or `invalid` where the file can't be read on, or at the first
 *   event without `ts`
 */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  reading: Reading,
  identity: FileIdentity,
  { skip, allowMissingTs }: { readonly skip: number; readonly allowMissingTs: boolean },
): AsyncGenerator<ImportRecord> {
  const records =
    reading.format === 'csv'
      ? csvRecords(chunks, reading, identity, skip, allowMissingTs)
      : ndjsonRecords(chunks, reading, identity, skip);
  for await (const record of records) {
    if (record.lacksTs && !allowMissingTs) throw missingTs(`line ${record.line} has no ts`);
    yield record;
  }
}
