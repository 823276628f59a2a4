import type { ImportRecord } from './import-record.ts';

/** Records that go in one request. */
export interface RecordBatch {
  readonly records: readonly ImportRecord[];
  /** NDJSON: a record a line, in the same order. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How much goes in one request. */
export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
}

/** Small enough for proxies that take a megabyte, large enough that the server is kept busy. */
export const BATCH_LIMITS: BatchLimits = { records: 2000, bytes: 1_000_000 };

const NEWLINE = Buffer.from('\n');

function toBatch(records: readonly ImportRecord[]): RecordBatch {
  const lines = records.filter(({ body }) => body.length > 0);
  return { records, body: Buffer.concat(lines.flatMap(({ body }) => [body, NEWLINE])) };
}

/**
 * Groups records into requests; a record beyond the limit goes alone. When reading fails, what came
 * before is handed on first and the error follows.
 */
export async function* batchRecords(
  records: AsyncIterable<ImportRecord>,
  limits: BatchLimits = BATCH_LIMITS,
): AsyncGenerator<RecordBatch> {
  let batch: ImportRecord[] = [];
  let bytes = 0;
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const record of records) {
      const more = record.body.length + NEWLINE.length;
      if (batch.length > 0 && (batch.length >= limits.records || bytes + more > limits.bytes)) {
        yield toBatch(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(record);
      bytes += more;
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0) yield toBatch(batch);
  if (failure) throw failure.error;
}
