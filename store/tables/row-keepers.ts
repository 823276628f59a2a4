import { CLICKHOUSE_TYPE, RAW_TABLES, type RawTable } from '../raw-columns.ts';
import { HOUR_RETENTION, MINUTE_RETENTION, rawEntry, type Keeper } from './keeper.ts';

/** A table of rows taken one by one out of a raw table. */
function rowKeeper(
  table: string,
  source: RawTable,
  columns: readonly (readonly [name: string, type: string, sql: string])[],
  options: { where?: string; orderBy: string; ttl: string; time?: string },
): Keeper {
  const where = options.where === undefined ? '' : ` WHERE ${options.where}`;
  return {
    table,
    columns: [...columns.map(([name, type]) => `${name} ${type}`), 'spool_segment UInt64'].join(
      ', ',
    ),
    engine: 'MergeTree',
    partitionBy: `toYYYYMM(${options.time ?? 'ts'})`,
    orderBy: options.orderBy,
    ttl: options.ttl,
    sources: [source],
    columnNames: () => [...columns.map(([name]) => name), 'spool_segment'],
    select: (_, from) =>
      `SELECT ${columns.map(([name, , sql]) => `${sql} AS ${name}`).join(', ')}, spool_segment FROM ${from}${where}`,
    entry: rawEntry,
  };
}

const plain = (name: string, type: string): readonly [string, string, string] => [name, type, name];
const WORKLOAD = plain('workload', 'LowCardinality(String)');
const TS = plain('ts', "DateTime64(3, 'UTC')");

/** A raw table keeps its rows as they came, for the configured time from receipt. */
function raw(table: RawTable, orderBy: string, time: string, retentionDays: number): Keeper {
  return {
    ...rowKeeper(
      table,
      table,
      RAW_TABLES[table]
        .filter(({ name }) => name !== 'spool_segment')
        .map(({ name, type }) => plain(name, CLICKHOUSE_TYPE[type])),
      { orderBy, time, ttl: `toDateTime(received_at) + INTERVAL ${retentionDays} DAY` },
    ),
  };
}

/** Which human or model judgement a row is, best first; 0 is none. See `hallucination_rate`. */
const JUDGEMENT_RANK = `multiIf(
  kind = 'review' AND hallucination IS NOT NULL, 1,
  kind != 'evaluation' OR name != 'hallucination' OR run = '', 0,
  passed IS NULL AND lower(label) NOT IN ('hallucinated', 'hallucination', 'factual', 'grounded'), 0,
  evaluator = 'human', 2,
  evaluator IN ('model', ''), 3, 0)`;
const JUDGED_HALLUCINATED = `if(kind = 'review', ifNull(hallucination, 0),
  if(passed IS NOT NULL, passed = 0, lower(label) IN ('hallucinated', 'hallucination')))`;

const dated = (retention: string): string => `toDateTime(ts) + ${retention}`;

const CUT_BY = ['stage', 'release', 'model', 'segment'];

/** The tables that keep telemetry row by row, beside the raw ones. */
export const ROW_KEEPERS: readonly Keeper[] = [
  rowKeeper(
    'run_index',
    'runs',
    [
      WORKLOAD,
      ['run_key', 'UInt64', 'sipHash64(id)'],
      TS,
      ['flag', 'Int8', 'ifNull(toInt8(hallucination), -1)'],
      plain('sign', 'Int8'),
      // What late judgements of the run count towards when it is cut.
      ...CUT_BY.map((dimension) => plain(dimension, 'LowCardinality(String)')),
    ],
    { orderBy: '(workload, run_key)', ttl: dated(MINUTE_RETENTION) },
  ),
  rowKeeper(
    'judgement',
    'events',
    [
      WORKLOAD,
      ['run_key', 'UInt64', "sipHash64(if(run = '', concat('event:', id), run))"],
      TS,
      ['rank', 'UInt8', JUDGEMENT_RANK],
      ['hallucinated', 'UInt8', JUDGED_HALLUCINATED],
      plain('sign', 'Int8'),
    ],
    {
      where: `${JUDGEMENT_RANK} > 0`,
      orderBy: '(workload, run_key, ts)',
      ttl: dated(MINUTE_RETENTION),
    },
  ),
  rowKeeper(
    'cost',
    'events',
    [
      WORKLOAD,
      TS,
      plain('category', 'LowCardinality(String)'),
      ['amount_usd', 'Decimal(18, 9)', 'assumeNotNull(amount_usd)'],
      ['period_start', "DateTime64(3, 'UTC')", 'ifNull(period_start, ts)'],
      ['period_end', "DateTime64(3, 'UTC')", 'ifNull(period_end, ifNull(period_start, ts))'],
    ],
    { where: "kind = 'cost'", orderBy: '(workload, ts)', ttl: dated(HOUR_RETENTION) },
  ),
  rowKeeper(
    'incident',
    'events',
    [
      WORKLOAD,
      TS,
      plain('incident', 'String'),
      plain('phase', 'LowCardinality(String)'),
      ['rollback', 'UInt8', 'ifNull(rollback, 0)'],
      ['drill', 'UInt8', 'ifNull(drill, 0)'],
      plain('cause', 'String'),
      plain('release', 'LowCardinality(String)'),
    ],
    { where: "kind = 'incident'", orderBy: '(workload, ts)', ttl: dated(HOUR_RETENTION) },
  ),
  rowKeeper(
    'deployment',
    'events',
    [
      WORKLOAD,
      TS,
      plain('release', 'LowCardinality(String)'),
      plain('change', 'LowCardinality(String)'),
      plain('exposure_percent', 'Nullable(Float64)'),
    ],
    { where: "kind = 'deployment'", orderBy: '(workload, ts)', ttl: dated(HOUR_RETENTION) },
  ),
  rowKeeper(
    'metric',
    'events',
    [
      WORKLOAD,
      TS,
      plain('signal', 'LowCardinality(String)'),
      ['value', 'Float64', 'assumeNotNull(value)'],
      plain('n', 'Nullable(Float64)'),
      plain('low', 'Nullable(Float64)'),
      plain('high', 'Nullable(Float64)'),
    ],
    { where: "kind = 'metric'", orderBy: '(workload, signal, ts)', ttl: dated(HOUR_RETENTION) },
  ),
  rowKeeper(
    'drift',
    'events',
    [
      WORKLOAD,
      TS,
      plain('feature', 'LowCardinality(String)'),
      plain('role', 'LowCardinality(String)'),
      ['score', 'Float64', 'assumeNotNull(score)'],
      plain('method', 'LowCardinality(String)'),
      plain('p_value', 'Nullable(Float64)'),
    ],
    { where: "kind = 'drift'", orderBy: '(workload, feature, ts)', ttl: dated(HOUR_RETENTION) },
  ),
  rowKeeper(
    'distribution',
    'events',
    [
      WORKLOAD,
      TS,
      plain('feature', 'LowCardinality(String)'),
      plain('role', 'LowCardinality(String)'),
      plain('release', 'LowCardinality(String)'),
      plain('distribution', 'String'),
    ],
    {
      where: "kind = 'distribution'",
      orderBy: '(workload, feature, ts)',
      ttl: dated(HOUR_RETENTION),
    },
  ),
];

/** The raw tables. */
export function rawKeepers(retentionDays: number): readonly Keeper[] {
  return [
    raw('runs', '(workload, ts, id)', 'ts', retentionDays),
    raw('events', '(workload, kind, ts, id)', 'ts', retentionDays),
    raw('spans', '(trace_id, span_id)', 'received_at', retentionDays),
    raw('quarantine', '(received_at, id)', 'received_at', retentionDays),
  ];
}
