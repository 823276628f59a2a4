import { Readable, pipeline } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { BellwetherError } from '../../core/errors.ts';
import type { CsvRow } from './csv-record.ts';

/** Rows of a table: its header first, then row 1, 2, … */
export type CsvRows = AsyncGenerator<CsvRow, void>;

const NOT_UTF8 =
  'the file is not UTF-8: convert it first, e.g. with iconv -f latin1 -t utf-8, and import the result';

/** Looks at the beginning alone: a wrong encoding shows early, and one broken cell spoils its row only. */
function requireUtf8(chunk: Buffer): void {
  try {
    // Streaming: a character that the chunk's end cuts in two is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true });
  } catch (cause) {
    throw new BellwetherError('unparsable', NOT_UTF8, { cause });
  }
}

const newlines = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/**
 * The rows of a stream of CSV: quotes, newlines in cells, any of the three line ends, a byte order mark.
 * @throws BellwetherError `unparsable` where it isn't UTF-8, or from where on it can't be told apart into
 *   rows; all rows before that come first
 */
export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  options: { readonly delimiter: string; readonly maxBytes: number },
): CsvRows {
  let broken: { readonly error: CsvError; readonly records: number } | undefined;
  async function* untilBroken(): AsyncGenerator<Buffer> {
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst) requireUtf8(chunk);
      isFirst = false;
      yield chunk;
      if (broken) return;
    }
  }
  const parser = parse({
    bom: true,
    info: true,
    delimiter: options.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // Skipped instead of thrown: an error would take the rows before it along.
    skip_records_with_error: true,
    max_record_size: options.maxBytes,
  });
  parser.on('skip', (error: CsvError) => {
    broken ??= { error, records: parser.info.records };
  });
  let failure: unknown = null;
  pipeline(Readable.from(untilBroken()), parser, (error) => (failure = error ?? null));
  let rows = 0;
  let lastLine = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: Info;
    }>) {
      if (broken && info.records > broken.records) break;
      yield { number: rows, line: info.lines - newlines(record), cells: record };
      rows += 1;
      lastLine = info.lines;
    }
  } catch (error) {
    throw failure ?? error;
  }
  if (broken) throw brokenAfter(lastLine, broken.error, options.maxBytes);
}

function brokenAfter(line: number, cause: CsvError, maxBytes: number): BellwetherError {
  const what =
    cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE'
      ? `a quote is opened and never closed, or a row is larger than ${maxBytes} bytes`
      : cause.message;
  return new BellwetherError('unparsable', `after line ${line} ${what}`, { cause });
}
