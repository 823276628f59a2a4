/**
 * The raw tables, column by column, in the order in which the spool writes them as RowBinary. The
 * migrations and the encoder both read this list, so the bytes on disk cannot disagree with the
 * table they are handed to.
 */

/** Types the encoder knows; `Name` is a LowCardinality(String), written as a plain String. */
export type ColumnType =
  | 'String'
  | 'Name'
  | 'UInt64'
  | 'Int8'
  | 'Time'
  | 'Flag?'
  | 'Count?'
  | 'Real?'
  | 'Money?'
  | 'Time?';

/** One column of a raw table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** ClickHouse's type of a stored column. */
export const CLICKHOUSE_TYPE: Readonly<Record<ColumnType, string>> = {
  String: 'String',
  Name: 'LowCardinality(String)',
  UInt64: 'UInt64',
  Int8: 'Int8',
  Time: "DateTime64(3, 'UTC')",
  'Flag?': 'Nullable(UInt8)',
  'Count?': 'Nullable(UInt64)',
  'Real?': 'Nullable(Float64)',
  'Money?': 'Nullable(Decimal(18, 9))',
  'Time?': "Nullable(DateTime64(3, 'UTC'))",
};

const columns = (type: ColumnType, ...names: string[]): Column[] =>
  names.map((name) => ({ name, type }));

/** Absent texts are stored as the empty string, absent numbers and flags as NULL. */
const COMMON: readonly Column[] = [
  ...columns('Name', 'workload'),
  ...columns('Time', 'ts', 'received_at'),
  ...columns('String', 'id'),
  ...columns('Name', 'stage', 'release', 'model', 'provider', 'segment', 'prompt_version'),
  ...columns('String', 'trace_id', 'conversation', 'user_hash', 'attributes'),
  /** `otlp` on runs assembled from spans, which later spans may correct; empty on a sender's own events. */
  ...columns('Name', 'origin'),
  ...columns('UInt64', 'spool_segment'),
  ...columns('Int8', 'sign'),
];

const RUNS: readonly Column[] = [
  ...COMMON,
  ...columns('Real?', 'latency_ms'),
  ...columns('Flag?', 'ok'),
  ...columns('String', 'error'),
  ...columns('Count?', 'tokens_in', 'tokens_cached', 'tokens_out', 'tokens_reasoning'),
  ...columns('Money?', 'cost_usd'),
  /** `stated` by the sender, `priced` here, or empty where the cost is not known. */
  ...columns('Name', 'cost_source'),
  ...columns('Real?', 'confidence'),
  ...columns('Flag?', 'hallucination'),
  ...columns('Count?', 'tool_calls', 'tool_failures'),
  ...columns('Name', 'outcome'),
  ...columns('Flag?', 'escalated'),
  ...columns('Money?', 'value_usd'),
  ...columns('Real?', 'minutes_saved'),
];

const EVENTS: readonly Column[] = [
  ...COMMON,
  ...columns('Name', 'kind', 'name', 'evaluator', 'source', 'verdict', 'tool', 'change', 'phase'),
  ...columns('Name', 'category', 'signal'),
  ...columns('String', 'run', 'label', 'dataset', 'failure_pattern', 'reviewer', 'error'),
  ...columns('String', 'incident', 'cause'),
  ...columns('Flag?', 'ok', 'passed', 'hallucination', 'complaint', 'rollback', 'drill'),
  ...columns('Real?', 'score', 'latency_ms', 'seconds', 'rating', 'exposure_percent'),
  ...columns('Real?', 'value', 'n', 'low', 'high'),
  ...columns('Count?', 'count', 'eligible', 'used', 'bypassed'),
  ...columns('Money?', 'amount_usd', 'value_usd'),
  ...columns('Time?', 'period_start', 'period_end'),
  ...columns('Name', 'feature', 'role', 'method'),
  ...columns('Real?', 'p_value'),
  /** The `values`, `histogram` or `categories` of a distribution, as JSON. */
  ...columns('String', 'distribution'),
];

const SPANS: readonly Column[] = [
  ...columns('Name', 'workload'),
  ...columns('Time', 'ts', 'received_at'),
  /** Stands for the trace among the ids that are counted once. */
  ...columns('String', 'id'),
  ...columns('String', 'trace_id', 'span_id', 'parent_id'),
  ...columns('Name', 'role', 'name', 'stage', 'release', 'model', 'provider', 'segment'),
  ...columns('Name', 'prompt_version'),
  ...columns('String', 'conversation', 'user_hash', 'error', 'fields'),
  ...columns('Real?', 'duration_ms'),
  ...columns('Flag?', 'ok'),
  ...columns('Count?', 'tokens_in', 'tokens_cached', 'tokens_out', 'tokens_reasoning'),
  ...columns('Money?', 'cost_usd'),
  ...columns('UInt64', 'spool_segment'),
];

const QUARANTINE: readonly Column[] = [
  ...columns('Time', 'received_at'),
  ...columns('String', 'id', 'key_id'),
  /** As far as it could be read: the workload and kind the sender wrote, else empty. */
  ...columns('String', 'workload', 'kind'),
  /** The event as it came, cut at 64 KiB. */
  ...columns('String', 'body'),
  /** JSON array of {path, message}. */
  ...columns('String', 'errors'),
  ...columns('UInt64', 'spool_segment'),
];

/** The tables that segments are handed to. */
export const RAW_TABLES = {
  runs: RUNS,
  events: EVENTS,
  spans: SPANS,
  quarantine: QUARANTINE,
} as const;
export type RawTable = keyof typeof RAW_TABLES;
/** The raw tables' names. */
export const RAW_TABLE_NAMES = Object.keys(RAW_TABLES) as RawTable[];

/** Columns that say where a row is kept, not what it says. */
const PLACE: ReadonlySet<string> = new Set(['spool_segment', 'sign']);

/** What a row of a table says: a row and the one that takes it back are equal in these columns. */
export const statedColumns = (table: RawTable): readonly Column[] =>
  RAW_TABLES[table].filter(({ name }) => !PLACE.has(name));

/** The column list as ClickHouse's `file()` and `input()` want it. */
export function rowBinaryStructure(table: RawTable): string {
  return RAW_TABLES[table]
    .map(({ name, type }) => `${name} ${type === 'Name' ? 'String' : CLICKHOUSE_TYPE[type]}`)
    .join(', ');
}
