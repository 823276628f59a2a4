import { MAX_CUT_VALUES, OTHER_VALUE } from '../../signals/cut.ts';
import { MEASURES, MEASURE_NAMES } from '../../signals/measures.ts';
import { STATEMENT_TIMEOUT_SECONDS } from '../database.ts';
import { HOUR_RETENTION, type Keeper } from './keeper.ts';
import { LATENCY_HISTOGRAM, measureColumns } from './rollups.ts';

/** The raw tables that cuts are summed from. */
export const CUT_SOURCES = ['runs', 'events'] as const;
export type CutSource = (typeof CUT_SOURCES)[number];

/** What each raw table's rows are cut by; stages are kept apart in the main roll-up. */
const DIMENSIONS: Readonly<Record<CutSource, readonly string[]>> = {
  runs: ['release', 'model', 'segment'],
  events: ['release', 'model', 'segment', 'tool'],
};

/** The workload of rows that tell up to which segment a raw table's month was summed: no slug is empty. */
export const SUMMED_MARK = '';

const namesOf = (source: CutSource): string[] => [
  ...MEASURE_NAMES.filter((name) => MEASURES[name].source === source),
  ...(source === 'runs' ? ['latency'] : []),
];
const KEYS = ['workload', 'dimension', 'value', 'at'];

/**
 * Sums by workload, release, model, segment or tool, and hour. No view feeds it: on the way in, these
 * sums would take a fifth to a half of what everything else about a hand-over takes. It is summed from
 * raw rows before it is read, and now and then; see `createCutSums`.
 */
export const CUT_HOUR: Keeper = {
  table: 'cut_hour',
  columns: [
    'workload LowCardinality(String)',
    'dimension LowCardinality(String)',
    'value String',
    "at DateTime('UTC')",
    ...measureColumns((type) => `SimpleAggregateFunction(sum, ${type})`),
    'latency SimpleAggregateFunction(sumMap, Map(Int16, Int64))',
    'spool_segment SimpleAggregateFunction(max, UInt64)',
  ].join(', '),
  engine: 'AggregatingMergeTree',
  partitionBy: 'toYYYYMM(at)',
  orderBy: '(workload, dimension, value, at)',
  ttl: `at + ${HOUR_RETENTION}`,
  sources: [],
  select: () => {
    throw new Error('no view feeds cut_hour');
  },
  columnNames: () => KEYS,
  entry: () => '',
};

/** Raw rows of one month that came in some segments. */
const CHUNK = `toYYYYMM(ts) = {month: UInt32}
  AND spool_segment > {after: UInt64} AND spool_segment <= {until: UInt64}`;

const pairsOf = (source: CutSource, valueOf: (dimension: string) => string): string =>
  `[${DIMENSIONS[source].map((name) => `('${name}', toString(${valueOf(name)}))`).join(', ')}]`;

/** The largest number of values that any dimension of any workload has in a chunk. */
export const countChunkValues = (source: CutSource): string =>
  `SELECT max(values) AS n FROM (
     SELECT greatest(${DIMENSIONS[source].map((name) => `uniq(${name})`).join(', ')}) AS values
     FROM ${source} WHERE ${CHUNK} GROUP BY workload)`;

/** The most frequent values of a chunk, by workload and dimension. */
const keptValues = (source: CutSource): string =>
  `kept AS (SELECT workload, pair.1 AS dimension, pair.2 AS value FROM ${source}
     ARRAY JOIN ${pairsOf(source, (name) => name)} AS pair WHERE ${CHUNK}
     GROUP BY workload, dimension, value
     ORDER BY count() DESC, value LIMIT ${MAX_CUT_VALUES} BY workload, dimension)`;

/**
 * The insert that sums a chunk and marks the month as summed up to it, in one block of one partition:
 * all of it or nothing. Parameters: month, monthStart (epoch seconds), after, until.
 * @param isCapped whether values beyond the most frequent go to `other`, which takes twice the time
 * @param token made of digits, letters, - and _; a second insert of the same one leaves nothing
 */
export function insertCutChunk(source: CutSource, isCapped: boolean, token: string): string {
  if (!/^[\w-]+$/.test(token)) throw new RangeError(`not a token: ${token}`);
  const dimensions = DIMENSIONS[source];
  const names = namesOf(source);
  const measures = names.filter((name) => name !== 'latency');
  const kept = (name: string): string =>
    isCapped ? `if((workload, '${name}', ${name}) IN kept, ${name}, '${OTHER_VALUE}')` : name;
  const sums = names.map((name) =>
    name === 'latency'
      ? LATENCY_HISTOGRAM
      : `sum(sign * (${MEASURES[name as keyof typeof MEASURES].sql}))`,
  );
  const together = names.map((name, i) => `${name === 'latency' ? 'sumMap' : 'sum'}(s${i})`);
  const empty = [...measures.map(() => '0'), ...(source === 'runs' ? ['map()'] : [])];
  return `INSERT INTO ${CUT_HOUR.table} (${[...KEYS, ...names, 'spool_segment'].join(', ')})
    SETTINGS ${ONE_BLOCK}, insert_deduplication_token = '${token}'
    ${isCapped ? `WITH ${keptValues(source)}` : ''}
    SELECT workload, pair.1 AS dimension, pair.2 AS value, hour, ${together.join(', ')}, max(segment)
    FROM (SELECT workload, ${dimensions.map((name) => `cut_${name}`).join(', ')}, toStartOfHour(ts) AS hour,
        ${sums.map((sql, i) => `${sql} AS s${i}`).join(', ')}, max(spool_segment) AS segment
      FROM (SELECT *, ${dimensions.map((name) => `${kept(name)} AS cut_${name}`).join(', ')}
        FROM ${source} WHERE ${CHUNK})
      GROUP BY workload, ${dimensions.map((name) => `cut_${name}`).join(', ')}, hour)
    ARRAY JOIN ${pairsOf(source, (name) => `cut_${name}`)} AS pair WHERE pair.2 != ''
    GROUP BY workload, dimension, value, hour
    UNION ALL SELECT '${SUMMED_MARK}', '${source}', '', toDateTime({monthStart: UInt32}, 'UTC'),
      ${empty.join(', ')}, {until: UInt64}`;
}

/** Wider than any answer, so that it is one part; over before whoever sent it gives it up. */
const ONE_BLOCK = [
  'async_insert = 0',
  'insert_deduplicate = 1',
  `max_execution_time = ${STATEMENT_TIMEOUT_SECONDS}`,
  'max_threads = 1',
  'max_insert_threads = 1',
  'min_insert_block_size_rows = 100000000',
  'min_insert_block_size_bytes = 0',
  'max_bytes_before_external_group_by = 300000000',
  'compile_expressions = 0',
  'compile_aggregate_expressions = 0',
].join(', ');
