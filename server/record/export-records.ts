import { writeCsvLine, type CsvCell } from '../../core/csv.ts';
import type { RecordItem } from './record-item.ts';

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
};

const COLUMNS: readonly (readonly [string, (item: RecordItem) => CsvCell])[] = [
  ['sequence', (item) => item.sequence],
  ['at', (item) => item.at],
  ['kind', (item) => item.kind],
  ['id', (item) => item.id],
  ['version', (item) => item.version],
  ['actor', (item) => item.actor],
  ['action', (item) => item.action],
  ['reason', (item) => item.reason],
  ['workload', (item) => item.workload],
  ['redacted', (item) => item.redacted],
  ['changed', ({ changes }) => changes?.map(({ path }) => path).join(' ') ?? null],
  ['changes', ({ changes }) => changes && JSON.stringify(changes)],
  ['hash', (item) => item.hash],
];

const csvHeader = (): string => writeCsvLine(COLUMNS.map(([name]) => name));

const writeCsvRecord = (item: RecordItem): string =>
  writeCsvLine(COLUMNS.map(([, read]) => read(item)));

/** Lines put together before they are sent. */
const LINES_A_CHUNK = 200;

/** A file of records as it is sent, in chunks that are made when they are asked for. */
export function exportRecords(
  items: AsyncIterator<RecordItem>,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = (item: RecordItem): string =>
    format === 'csv' ? writeCsvRecord(item) : `${JSON.stringify(item)}\n`;
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') controller.enqueue(encoder.encode(csvHeader()));
    },
    async pull(controller) {
      const lines: string[] = [];
      let isDone = false;
      while (!isDone && lines.length < LINES_A_CHUNK) {
        const next = await items.next();
        if (next.done === true) isDone = true;
        else lines.push(write(next.value));
      }
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
      if (isDone) controller.close();
    },
    async cancel() {
      await items.return?.();
    },
  });
}
