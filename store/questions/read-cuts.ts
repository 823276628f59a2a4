import { z } from 'zod';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import { MAX_CUT_VALUES, OTHER_VALUE, type CutDimension } from '../../signals/cut.ts';
import type { HourRow } from '../../signals/history-rows.ts';
import { MEASURE_NAMES, MINUTE_MASKS } from '../../signals/measures.ts';
import type { Database } from '../database.ts';
import { CUT_HOUR, CUT_SOURCES, type CutSource } from '../tables/cut-hour.ts';
import { rollupRows } from '../tables/rollups.ts';

const MASK_NAMES = Object.keys(MINUTE_MASKS);
const MINUTES_SEEN = MASK_NAMES.map((name) => `bitCount(${name}) AS ${name}_seen`).join(', ');
const NO_MINUTES = MASK_NAMES.map((name) => `0 AS ${name}_seen`).join(', ');
const NO_LATENCY = "CAST(map(), 'Map(Int16, Int64)') AS latency";

/** Which part of a workload's telemetry is asked for. */
export interface CutQuestion {
  readonly workload: string;
  readonly dimension: CutDimension;
  /** On the hour, epoch milliseconds. */
  readonly fromMs: number;
  /** Epoch milliseconds, inclusive. */
  readonly endMs: number;
  /**
   * `exact` leaves out what came after endMs in its hour, out of raw rows while those are kept; `hour`
   * takes that hour as far as it is there, which is the same where endMs is now.
   */
  readonly precision: 'hour' | 'exact';
}

/** A value of a dimension, by how much of the telemetry carries it. */
export interface CutValue {
  readonly value: string;
  readonly runs: number;
  /** Start of the first hour that carries it, however long ago; epoch milliseconds. */
  readonly firstMs: number;
}

const FROM = 'fromUnixTimestamp64Milli({fromMs: Int64})';
const BEGUN_HOUR = 'fromUnixTimestamp64Milli({hourMs: Int64})';
const AFTER_BEGUN_HOUR = `${BEGUN_HOUR} + INTERVAL 1 HOUR`;

/** Whole hours out of the roll-ups: every measure, latency, and minutes seen. */
const hours = (dimension: CutDimension, until: string, since: string): string => {
  const range = `at >= ${since} AND at < ${until}`;
  const sums = `at, ${MEASURE_NAMES.join(', ')}, latency`;
  // A minute of an hour counts once, so the hour's rows have to be one.
  return dimension === 'stage'
    ? `SELECT toString(stage) AS value, ${sums}, ${MINUTES_SEEN} FROM rollup_hour FINAL
       WHERE workload = {workload: String} AND ${range}`
    : `SELECT value, ${sums}, ${NO_MINUTES} FROM ${CUT_HOUR.table}
       WHERE workload = {workload: String} AND dimension = '${dimension}' AND ${range}`;
};

/** The begun hour out of raw rows, cut as if the dimension were the stage. */
function begunHour(dimension: CutDimension, source: CutSource): string {
  const known = new Set(rollupRows.columnNames(source));
  const sums = MEASURE_NAMES.map((name) => (known.has(name) ? name : `0 AS ${name}`));
  const rest = source === 'runs' ? `latency, ${MINUTES_SEEN}` : `${NO_LATENCY}, ${NO_MINUTES}`;
  const rows = `(SELECT * REPLACE (${dimension} AS stage) FROM ${source}
    WHERE workload = {workload: String} AND ts >= ${BEGUN_HOUR}
      AND ts <= fromUnixTimestamp64Milli({endMs: Int64}))`;
  return `SELECT toString(stage) AS value, toStartOfHour(minute) AS at, ${sums.join(', ')}, ${rest}
    FROM (${rollupRows.select(source, rows)})`;
}

/** Tools stand on events only. */
const sourcesOf = (dimension: CutDimension): readonly CutSource[] =>
  dimension === 'tool' ? ['events'] : CUT_SOURCES;

/** Rows by value and hour, of a window; several may be of one value and hour. */
function rowsOf({ dimension, endMs, precision }: CutQuestion): string {
  const hasBegun = endMs % HOUR_MS !== 0;
  if (precision === 'hour' && hasBegun) return `(${hours(dimension, AFTER_BEGUN_HOUR, FROM)})`;
  const whole = hours(dimension, BEGUN_HOUR, FROM);
  if (!hasBegun) return `(${whole})`;
  const begun = sourcesOf(dimension).map((source) => begunHour(dimension, source));
  return `(${[whole, ...begun].join(' UNION ALL ')})`;
}

function parametersOf(question: CutQuestion): Record<string, unknown> {
  const { workload, fromMs, endMs } = question;
  return { workload, fromMs, endMs, hourMs: floorTo(endMs, HOUR_MS) };
}

const valueRow = z.object({ value: z.string(), runs: z.number() });
const firstRow = z.object({ value: z.string(), firstMs: z.number() });

/**
 * The most frequent values of a dimension in a window, by runs, then by other events. Values whose runs
 * were all taken back, or corrected away where they had been summed under `other`, are none.
 * @returns at most MAX_CUT_VALUES; never `other`
 */
export async function listCutValues(
  database: Database,
  question: CutQuestion,
): Promise<CutValue[]> {
  const kept = await database.query(
    'cut-values-kept',
    `SELECT value, sum(r) AS runs FROM (SELECT value, runs AS r, events_received AS e FROM ${rowsOf(question)})
     WHERE value NOT IN ('', '${OTHER_VALUE}') GROUP BY value
     HAVING runs >= 0 AND runs + sum(e) > 0
     ORDER BY runs DESC, sum(e) DESC, value LIMIT ${MAX_CUT_VALUES}`,
    valueRow,
    parametersOf(question),
  );
  const { dimension, fromMs } = question;
  const table = dimension === 'stage' ? 'rollup_hour' : CUT_HOUR.table;
  const column = dimension === 'stage' ? 'stage' : 'value';
  const first = await database.query(
    'cut-values-first',
    `SELECT toString(${column}) AS value, toUnixTimestamp(min(at)) * 1000 AS firstMs FROM ${table}
     WHERE workload = {workload: String} AND ${column} IN {values: Array(String)}
       ${dimension === 'stage' ? '' : `AND dimension = '${dimension}'`}
     GROUP BY value`,
    firstRow,
    { workload: question.workload, values: kept.map(({ value }) => value) },
  );
  const firstMs = new Map(first.map((row) => [row.value, row.firstMs]));
  return kept.map((row) => ({ ...row, firstMs: firstMs.get(row.value) ?? fromMs }));
}

/** Columns before the sums. */
const LEADING = 4;
/** [value, start of the step in seconds, run minutes, ok minutes, …sums, latency histogram]. */
const cutRow = z
  .tuple([z.string(), z.number(), z.number(), z.number()])
  .rest(z.union([z.number(), z.record(z.string(), z.number())]));

/** The sums of one value over one step; `hourMs` is the step's start. */
export interface CutRow {
  readonly value: string;
  readonly row: HourRow;
}

function decode(found: z.output<typeof cutRow>): CutRow {
  const [value, second, runMinutes, okMinutes] = found;
  const histogram = found[LEADING + MEASURE_NAMES.length];
  const latency = Object.entries(typeof histogram === 'object' ? histogram : {})
    .map(([bucket, n]) => [Number(bucket), n] as const)
    .filter(([, n]) => n !== 0);
  return {
    value,
    row: {
      hourMs: second * 1000,
      sums: Object.fromEntries(MEASURE_NAMES.map((name, i) => [name, Number(found[LEADING + i])])),
      runMinutes,
      okMinutes,
      latency: new Map(latency),
    },
  };
}

/**
 * Sums of a window by value, and by step where one is given.
 * @param kept values told apart; all others are summed under `other`
 * @param stepMs whole hours; steps are counted from the epoch. Null: the window is one step
 */
export async function readCuts(
  database: Database,
  question: CutQuestion,
  kept: readonly string[],
  stepMs: number | null,
): Promise<CutRow[]> {
  const step =
    stepMs === null
      ? 'toUInt32({fromMs: Int64} / 1000)'
      : 'intDiv(toUnixTimestamp(at), {step: UInt32}) * {step: UInt32}';
  const rows = await database.queryCompact(
    'cuts',
    `SELECT if(value IN {kept: Array(String)}, value, '${OTHER_VALUE}') AS cut,
       ${step} AS step_at, ${MASK_NAMES.map((name) => `sum(${name}_seen)`).join(', ')},
       ${MEASURE_NAMES.map((name) => `toFloat64(sum(${name}))`).join(', ')}, sumMap(latency)
     FROM ${rowsOf(question)} WHERE value != '' GROUP BY cut, step_at ORDER BY cut, step_at`,
    cutRow,
    { ...parametersOf(question), kept, step: (stepMs ?? HOUR_MS) / 1000 },
  );
  return rows.map(decode);
}
