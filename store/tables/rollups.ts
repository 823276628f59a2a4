import { MEASURES, MEASURE_NAMES, MINUTE_MASKS, type Measure } from '../../signals/measures.ts';
import type { RawTable } from '../raw-columns.ts';
import { HOUR_RETENTION, MINUTE_RETENTION, rawEntry, type Keeper } from './keeper.ts';

const ROLLUP_ENTRY = 'rollup_entry';

/** Summed columns of a roll-up by ClickHouse type; money sums in 128 bits so that it cannot wrap. */
const SUM_TYPE: Readonly<Record<Measure['type'], string>> = {
  count: 'Int64',
  real: 'Float64',
  money: 'Decimal(38, 9)',
};

/** Every measure as a column of a table that sums it. */
export const measureColumns = (wrap: (type: string) => string): string[] =>
  MEASURE_NAMES.map((name) => `${name} ${wrap(SUM_TYPE[MEASURES[name].type])}`);

const BUCKET = 'toInt16(ceil(log(greatest(assumeNotNull(latency_ms), 0.001)) / log(1.01)))';
/** Counts of a raw table's runs by bucket of latency; rows are signed. */
export const LATENCY_HISTOGRAM = `sumMapIf(map(${BUCKET}, toInt64(sign)), latency_ms IS NOT NULL)`;
/** One bit for the minute of the hour. */
const MINUTE_BIT = 'bitShiftLeft(toUInt64(1), toMinute(minute))';

/**
 * Rows of the roll-up entry out of raw rows: sums by workload, stage and minute. Sums get their
 * names only outside, because a measure may be named like the raw column it is made of.
 */
function selectRollupRows(source: RawTable, from: string): string {
  const sums = MEASURE_NAMES.filter((name) => MEASURES[name].source === source).map(
    (name) => [name, `sum(sign * (${MEASURES[name].sql}))`] as const,
  );
  const onlyRuns: [string, string][] = [
    ...Object.entries(MINUTE_MASKS).map(([name, condition]): [string, string] => [
      name,
      // A bit once set stays: a row that is taken back later cannot clear it.
      `if(countIf(sign > 0 AND ${condition}) > 0, ${MINUTE_BIT}, 0)`,
    ]),
    ['latency', LATENCY_HISTOGRAM],
  ];
  const all = source === 'runs' ? [...sums, ...onlyRuns] : sums;
  return `SELECT workload, stage, minute, ${all.map(([name], i) => `s${i} AS ${name}`).join(', ')}, spool_segment
    FROM (SELECT workload, stage, toStartOfMinute(ts) AS minute,
      ${all.map(([, sql], i) => `${sql} AS s${i}`).join(', ')},
      max(spool_segment) AS spool_segment FROM ${from} GROUP BY workload, stage, minute)`;
}

/** The roll-up's rows for questions that need them of raw rows too: for a minute that is not over. */
export const rollupRows = {
  select: selectRollupRows,
  /** Sums, masks and histogram that a raw table's rows give. */
  columnNames: (source: RawTable): readonly string[] => [
    ...MEASURE_NAMES.filter((name) => MEASURES[name].source === source),
    ...(source === 'runs' ? [...Object.keys(MINUTE_MASKS), 'latency'] : []),
  ],
};

/** The roll-up by one step, in one sort order. */
function rollup(table: string, step: string, orderBy: string, ttl: string): Keeper {
  const masks = step === 'day' ? [] : Object.keys(MINUTE_MASKS);
  const at = step === 'minute' ? 'minute' : `toStartOf${step === 'hour' ? 'Hour' : 'Day'}(minute)`;
  const select = (source: RawTable, from: string): string => {
    const inner = from === ROLLUP_ENTRY ? from : `(${selectRollupRows(source, from)})`;
    const measures = MEASURE_NAMES.filter(
      (name) => from === ROLLUP_ENTRY || MEASURES[name].source === source,
    );
    const hasRuns = from === ROLLUP_ENTRY || source === 'runs';
    const sums = [...measures, ...(hasRuns ? [...masks, 'latency'] : [])].join(', ');
    // The engine adds up rows of one key as it writes them: to group here too would double the work.
    return `SELECT workload, stage, ${at} AS at, ${sums}, spool_segment FROM ${inner}`;
  };
  return {
    table,
    columns: [
      'workload LowCardinality(String)',
      'stage LowCardinality(String)',
      "at DateTime('UTC')",
      ...measureColumns((type) => `SimpleAggregateFunction(sum, ${type})`),
      ...masks.map((name) => `${name} SimpleAggregateFunction(groupBitOr, UInt64)`),
      'latency SimpleAggregateFunction(sumMap, Map(Int16, Int64))',
      'spool_segment SimpleAggregateFunction(max, UInt64)',
    ].join(', '),
    engine: 'AggregatingMergeTree',
    partitionBy: 'toYYYYMM(at)',
    orderBy,
    ttl,
    sources: ['runs', 'events'],
    select,
    columnNames: (source) => [
      'workload',
      'stage',
      'at',
      ...MEASURE_NAMES.filter((name) => MEASURES[name].source === source),
      ...(source === 'runs' ? [...masks, 'latency'] : []),
      'spool_segment',
    ],
    entry: () => ROLLUP_ENTRY,
  };
}

/** The same sums by minute in both sort orders (dashboards, alerts), by hour and by day. */
export const ROLLUPS: readonly Keeper[] = [
  rollup('rollup_minute', 'minute', '(workload, at, stage)', `at + ${MINUTE_RETENTION}`),
  rollup('rollup_by_minute', 'minute', '(at, workload, stage)', `at + ${MINUTE_RETENTION}`),
  rollup('rollup_hour', 'hour', '(workload, at, stage)', `at + ${HOUR_RETENTION}`),
  rollup('rollup_day', 'day', '(workload, at, stage)', 'at + INTERVAL 20 YEAR'),
];

/** The entry that all roll-ups listen to. */
export const ROLLUP_ENTRY_TABLE = {
  table: ROLLUP_ENTRY,
  columns: [
    'workload LowCardinality(String)',
    'stage LowCardinality(String)',
    "minute DateTime('UTC')",
    ...measureColumns((type) => type),
    ...Object.keys(MINUTE_MASKS).map((name) => `${name} UInt64`),
    'latency Map(Int16, Int64)',
    'spool_segment UInt64',
  ].join(', '),
};

/** Views from the raw entries into the roll-up entry, one a source. */
export function rollupViews(): readonly { view: string; to: string; select: string }[] {
  return (['runs', 'events'] as const).map((source) => ({
    view: `${source}_to_rollup`,
    to: ROLLUP_ENTRY,
    select: selectRollupRows(source, rawEntry(source)),
  }));
}
