import type { ImportRecord } from '../../ingest/import/import-record.ts';
import { readRecords, type Reading } from '../../ingest/import/read-records.ts';

export const IDENTITY = 'f'.repeat(64);

/** A stream of bytes in pieces of one size, so that characters and line ends are cut anywhere. */
export async function* inPieces(content: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const CSV: Reading = { format: 'csv', delimiter: ',', map: null, ignoreUnmapped: false };
export const NDJSON: Reading = { ...CSV, format: 'ndjson' };

/** All records of a file's content, events without ts included. */
export async function recordsOf(
  content: string | Buffer,
  reading: Reading,
  options: { skip?: number; allowMissingTs?: boolean; pieces?: number } = {},
): Promise<ImportRecord[]> {
  const { skip = 0, allowMissingTs = true, pieces } = options;
  const records: ImportRecord[] = [];
  const read = readRecords(inPieces(content, pieces), reading, IDENTITY, { skip, allowMissingTs });
  for await (const record of read) records.push(record);
  return records;
}

export const textOf = ({ body }: ImportRecord): string => Buffer.from(body).toString('utf8');
export const eventOf = (record: ImportRecord): unknown => JSON.parse(textOf(record));
