import { MAX_EVENT_AHEAD_MS } from '../../core/event.ts';
import { HISTOGRAM_GAMMA } from '../../core/statistics/log-histogram.ts';
import { SIGNED_BUCKET_FLOOR } from '../../core/statistics/signed-bucket.ts';
import {
  FEATURE_SHAPES,
  RELEASE_DIMENSIONS,
  type FeatureShape,
} from '../../signals/history-rows.ts';
import type { RawTable } from '../raw-columns.ts';
import { HOUR_RETENTION, rawEntry, type Keeper } from './keeper.ts';

type Columns = readonly (readonly [name: string, type: string])[];

/** A table that sums rows of raw tables by workload and hour, the same columns out of each. */
export type HourKeeper = Keeper & { readonly columnNames: () => readonly string[] };

function hourKeeper(
  table: string,
  sources: readonly RawTable[],
  columns: { readonly keys: Columns; readonly sums: Columns; readonly orderBy: string },
  select: (from: string) => string,
): HourKeeper {
  const { keys, sums, orderBy } = columns;
  const all: Columns = [
    ...keys,
    ['at', "DateTime('UTC')"],
    ...sums,
    ['spool_segment', 'SimpleAggregateFunction(max, UInt64)'],
  ];
  return {
    table,
    columns: all.map(([name, type]) => `${name} ${type}`).join(', '),
    engine: 'AggregatingMergeTree',
    partitionBy: 'toYYYYMM(at)',
    orderBy,
    ttl: `at + ${HOUR_RETENTION}`,
    sources,
    columnNames: () => all.map(([name]) => name),
    select: (_, from) => select(from),
    entry: rawEntry,
  };
}

const WORKLOAD = ['workload', 'LowCardinality(String)'] as const;
const name = (column: string) => [column, 'LowCardinality(String)'] as const;
const SUM = 'SimpleAggregateFunction(sum, Int64)';

/** What `dimension_hour` counts runs by: pairs of a dimension's name and its value. */
const RELEASE_PAIRS = RELEASE_DIMENSIONS.map(
  (dimension) => `('${dimension}', toString(${dimension}))`,
).join(', ');

/** Runs by release, model and prompt version and hour: what tells when a change took over. */
export const DIMENSION_HOUR = hourKeeper(
  'dimension_hour',
  ['runs'],
  {
    keys: [WORKLOAD, name('dimension'), ['value', 'String']],
    sums: [['runs', SUM]],
    orderBy: '(workload, dimension, value, at)',
  },
  (from) => `SELECT workload, pair.1 AS dimension, pair.2 AS value,
    toStartOfHour(ts) AS at, sum(toInt64(sign)) AS runs, max(spool_segment) AS spool_segment
    FROM ${from} ARRAY JOIN [${RELEASE_PAIRS}] AS pair WHERE pair.2 != ''
    GROUP BY workload, dimension, value, at`,
);

/** The bucket of a number `x` as text; see `signedBucket`. */
const BUCKET = `toString(toInt32(sign(x) * ceil(
  log(greatest(abs(x), ${SIGNED_BUCKET_FLOOR}) / ${SIGNED_BUCKET_FLOOR}) / log(${HISTOGRAM_GAMMA}))))`;

/** Bins and counts of a `distribution` text by its shape; each reads any text, if only as nothing. */
const SHAPES: Readonly<Record<FeatureShape, { bins: string; counts: string }>> = {
  values: {
    bins: `arrayMap(x -> ${BUCKET}, JSONExtract(distribution, 'values', 'Array(Float64)'))`,
    counts: 'arrayWithConstant(length(bins), toInt64(1))',
  },
  histogram: {
    bins: `arrayMap(i -> concat(edges[i], '|', edges[i + 1]),
      range(1, length(JSONExtractArrayRaw(distribution, 'histogram', 'edges') AS edges)))`,
    counts: "JSONExtract(distribution, 'histogram', 'counts', 'Array(Int64)')",
  },
  categories: {
    bins: "arrayMap(x -> x.1, JSONExtractKeysAndValues(distribution, 'categories', 'Int64'))",
    counts: "arrayMap(x -> x.2, JSONExtractKeysAndValues(distribution, 'categories', 'Int64'))",
  },
};

function byShape(sql: (shape: FeatureShape) => string, otherwise: string): string {
  const cases = FEATURE_SHAPES.map((shape) => `JSONHas(distribution, '${shape}'), ${sql(shape)}`);
  return `multiIf(${cases.join(', ')}, ${otherwise})`;
}

/** How often each bin of a feature came up in an hour, as its `distribution` events tell. */
export const FEATURE_HOUR = hourKeeper(
  'feature_hour',
  ['events'],
  {
    keys: [WORKLOAD, name('feature'), name('role'), name('release'), name('shape')],
    sums: [['counts', 'SimpleAggregateFunction(sumMap, Map(String, Int64))']],
    orderBy: '(workload, at, feature, role, release, shape)',
  },
  (from) => `SELECT workload, feature, role, release, shape, toStartOfHour(ts) AS at,
    sumMap(mapFromArrays(bins, arrayMap(n -> sign * n, arrayResize(stated, length(bins))))) AS counts,
    max(spool_segment) AS spool_segment
    FROM (SELECT workload, ts, feature, role, release, sign, spool_segment,
      ${byShape((shape) => `'${shape}'`, "''")} AS shape,
      ${byShape((shape) => SHAPES[shape].bins, '[]')} AS bins,
      ${byShape((shape) => SHAPES[shape].counts, '[]')} AS stated
      FROM ${from} WHERE kind = 'distribution')
    GROUP BY workload, feature, role, release, shape, at HAVING notEmpty(counts)`,
);

/** The attribute by which an event says how old the data is that it was made from. */
const AS_OF = 'data_as_of';

/** What that attribute says as text, and the forms it may have; see `parseInstant`. */
const AS_OF_TEXT = `JSONExtractString(attributes, '${AS_OF}')`;
const AS_OF_NUMBER = `JSONExtractFloat(attributes, '${AS_OF}')`;
const RFC_3339 =
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$';
const AS_OF_TIME = `multiIf(
  match(${AS_OF_TEXT}, '${RFC_3339}'), parseDateTime64BestEffortOrNull(upper(${AS_OF_TEXT}), 3, 'UTC'),
  match(${AS_OF_TEXT}, '^[0-9]{1,15}$'), fromUnixTimestamp64Milli(toInt64OrZero(${AS_OF_TEXT}), 'UTC'),
  JSONType(attributes, '${AS_OF}') IN ('Int64', 'UInt64', 'Double') AND abs(${AS_OF_NUMBER}) <= 8.64e15,
  fromUnixTimestamp64Milli(toInt64(${AS_OF_NUMBER}), 'UTC'), NULL)`;

/** The newest state of input data that the events of an hour name; a time ahead of the event or before 1970 is a mistake. */
export const DATA_AGE_HOUR = hourKeeper(
  'data_age_hour',
  ['runs', 'events'],
  {
    keys: [WORKLOAD],
    sums: [['as_of', "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))"]],
    orderBy: '(workload, at)',
  },
  // Nearly no row names it: one search in a text decides, and all else is only done for the few.
  (from) => `SELECT workload, toStartOfHour(ts) AS at,
    assumeNotNull(maxIf(${AS_OF_TIME} AS stated,
      stated BETWEEN toDateTime64(0, 3, 'UTC')
      AND ts + toIntervalMillisecond(${MAX_EVENT_AHEAD_MS})) AS newest) AS as_of,
    max(spool_segment) AS spool_segment
    FROM ${from} WHERE position(attributes, '"${AS_OF}"') > 0
    GROUP BY workload, at HAVING newest IS NOT NULL`,
);

/** Events that went into quarantine, by the workload they claim, which need not exist. */
export const REJECTED_HOUR = hourKeeper(
  'rejected_hour',
  ['quarantine'],
  {
    keys: [['workload', 'String']],
    sums: [['events', SUM]],
    orderBy: '(workload, at)',
  },
  (from) => `SELECT workload, toStartOfHour(received_at) AS at, toInt64(count()) AS events,
    max(spool_segment) AS spool_segment
    FROM ${from} WHERE workload != '' GROUP BY workload, at`,
);

/** The tables that sum by hour what roll-ups, which have one row for all of a workload, cannot. */
export const HOUR_KEEPERS: readonly HourKeeper[] = [
  DIMENSION_HOUR,
  FEATURE_HOUR,
  DATA_AGE_HOUR,
  REJECTED_HOUR,
];
