import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from './database.ts';
import { statedColumns, type Column } from './raw-columns.ts';
import { stringLiteral } from './string-literal.ts';

/** Formats of an export, by the engine's name of each. */
export const EXPORT_FORMATS = { ndjson: 'JSONEachRow', parquet: 'Parquet' } as const;
export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** Which raw telemetry is exported; null: not narrowed. */
export interface ExportQuestion {
  /** `run`, `span`, or another kind of event. */
  readonly kind: string;
  readonly workloads: readonly string[] | null;
  /** Epoch milliseconds, inclusive. */
  readonly fromMs: number | null;
  /** Epoch milliseconds, exclusive. */
  readonly toMs: number | null;
}

/** Memory stays bounded: what is grouped spills to disk, and a row group is written when it is full. */
const SETTINGS = [
  'max_memory_usage = 1000000000',
  'max_bytes_before_external_group_by = 300000000',
  'output_format_parquet_row_group_size = 100000',
  'output_format_json_quote_64bit_integers = 0',
  "date_time_output_format = 'iso'",
  "log_comment = 'bellwether:export'",
].join(', ');

/** A column as it is told: absent texts are stored empty. */
function told({ name, type }: Column): string {
  if (type === 'Name' || type === 'String') return `nullIf(toString(${name}), '') AS ${name}`;
  return type === 'Money?' ? `toFloat64(${name}) AS ${name}` : name;
}

const tableOf = (kind: string) => (kind === 'run' ? 'runs' : kind === 'span' ? 'spans' : 'events');

/** The rows as they stand: of runs that later spans corrected, the last word. */
function selectRows({ kind, workloads, fromMs, toMs }: ExportQuestion) {
  const table = tableOf(kind);
  const conditions: [string, string, unknown][] = [
    ['kind = {kind: String}', 'kind', table === 'events' ? kind : null],
    ['workload IN {workloads: Array(String)}', 'workloads', workloads],
    ['ts >= fromUnixTimestamp64Milli({from: Int64})', 'from', fromMs],
    ['ts < fromUnixTimestamp64Milli({to: Int64})', 'to', toMs],
  ];
  const set = conditions.filter(([, , value]) => value !== null);
  const columns = statedColumns(table);
  const names = columns.map(({ name }) => name).join(', ');
  const where = (more: string) => ['1', ...set.map(([clause]) => clause), more].join(' AND ');
  const rows =
    table === 'spans'
      ? `SELECT ${names} FROM spans WHERE ${where('1')}`
      : `SELECT ${names} FROM ${table} WHERE ${where("origin = '' AND sign > 0")} UNION ALL
         SELECT ${names} FROM ${table} WHERE ${where("origin != ''")}
         GROUP BY ${names} HAVING sum(sign) > 0`;
  return {
    sql: `SELECT ${columns.map(told).join(', ')} FROM (${rows})`,
    parameters: Object.fromEntries(set.map(([, name, value]) => [name, value])),
  };
}

/**
 * Writes raw telemetry into a file, whole or not at all. Only what has been handed over is in it.
 * @param path absolute, of a file that is not there; half of it may be there where this throws
 * @throws BellwetherError `unavailable` where the database is away
 */
export async function exportRows(
  database: Database,
  question: ExportQuestion,
  format: ExportFormat,
  path: string,
): Promise<void> {
  const { sql, parameters } = selectRows(question);
  const engineFormat = EXPORT_FORMATS[format];
  if (database.segmentTransport === 'file') {
    const file = `file(${stringLiteral(path)}, ${engineFormat})`;
    const insert = `INSERT INTO FUNCTION ${file} ${sql} SETTINGS ${SETTINGS}`;
    await database.command('export', insert, parameters);
    return;
  }
  const select = `${sql} SETTINGS ${SETTINGS} FORMAT ${engineFormat}`;
  const rows = await database.stream('export', select, parameters);
  await pipeline(Readable.from(rows), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
}
