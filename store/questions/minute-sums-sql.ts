import type { CutDimension } from '../../signals/cut.ts';
import { MEASURES, MINUTE_MASKS, type MeasureName } from '../../signals/measures.ts';
import { CUT_SOURCES, type CutSource } from '../tables/cut-hour.ts';
import { LATENCY_HISTOGRAM } from '../tables/rollups.ts';

/** What is summed, and what it is split by. */
export interface MinuteColumns {
  /** What each workload's telemetry is split by; null: not at all. */
  readonly cut: CutDimension | null;
  readonly measures: readonly MeasureName[];
  readonly hasLatency: boolean;
  /** Whether minutes with runs, and with successful ones, are counted. */
  readonly hasMinutes: boolean;
}

/** Where sums come from, and what is summed apart. */
export interface MinuteSelection {
  /** Without a cut: the roll-up in the order that suits the question. */
  readonly table: 'rollup_by_minute' | 'rollup_minute' | 'rollup_hour';
  /** Whether only those bound as `workloads` are asked about. */
  readonly isOfSome: boolean;
  /** Whether each minute or hour (of the roll-up by the hour) is summed apart; null: all in one. */
  readonly step: 'minute' | 'hour' | null;
  /** Whether only hours bound as `hours` (epoch seconds) are asked about; steps of hours alone. */
  readonly isOfSomeHours: boolean;
  /** Whether only values of the cut that are bound as `values` are asked about. */
  readonly isOfSomeValues: boolean;
  /** Values of the cut that are told of each workload at most, those with most rows; null: all. */
  readonly mostValues: number | null;
  /** Whether the minutes asked about are an hour or less, so that each has a place of its own in a mask. */
  readonly isWithinHour: boolean;
  /**
   * Whether latency comes as it stands in the minutes, bucket after bucket, to be summed by whoever looks
   * at it: the engine takes twice as long to sum maps as to hand over those of a few minutes.
   */
  readonly isLatencyListed: boolean;
  /** Whether hours that lie between those bound as `hourFromMs` and `hourToMs` come from their own roll-up. */
  readonly hasHours: boolean;
}

const NANO = 1_000_000_000;
const MASKS = Object.entries(MINUTE_MASKS);
const SUMMED_LATENCY = [
  'mapKeys(sumMap(latency)) AS buckets',
  'CAST(mapValues(sumMap(latency)) AS Array(Float64)) AS counts',
];
const LISTED_LATENCY = [
  'groupArrayArray(mapKeys(latency)) AS buckets',
  'CAST(groupArrayArray(mapValues(latency)) AS Array(Float64)) AS counts',
];
const NO_LATENCY = "CAST(map(), 'Map(Int16, Int64)')";

/**
 * Sums over the minutes bound as `fromMs` and `toMs` (exclusive), by workload and value of the cut:
 * `id`, `part` and (where values are told at most) `parts`, how many there are, where there is a cut, `start` (epoch seconds) where each is apart, `s0` … by the place of
 * the measure, `run_minutes_seen` and `ok_minutes_seen`, `buckets` and `counts`.
 */
export function minuteSumsSql(columns: MinuteColumns, selection: MinuteSelection): string {
  const { cut, measures, hasLatency, hasMinutes } = columns;
  const { step } = selection;
  const keys = ['workload', ...(cut === null ? [] : ['value']), ...(step === null ? [] : ['at'])];
  const asked = ['CAST(workload AS String) AS id'];
  if (cut !== null) asked.push('CAST(value AS String) AS part');
  if (selection.mostValues !== null && step === null) {
    asked.push(
      'toFloat64(sum(n)) AS rows',
      'toFloat64(count() OVER (PARTITION BY workload)) AS parts',
    );
  }
  if (step !== null) asked.push('toUnixTimestamp(at) AS start');
  asked.push(
    ...measures.map(
      (name, i) => `${cut === null ? sumOf(name) : sumOfPart(name, `m${i}`)} AS s${i}`,
    ),
  );
  if (hasMinutes) asked.push(...MASKS.map(([mask]) => minutesSeen(mask, cut, selection)));
  if (hasLatency) asked.push(...(selection.isLatencyListed ? LISTED_LATENCY : SUMMED_LATENCY));
  const from =
    cut === null ? wholeRows(columns, selection) : cutRows({ ...columns, cut }, selection);
  const most = selection.mostValues;
  const capped =
    most === null || step !== null
      ? ''
      : ` ORDER BY id, rows DESC, part LIMIT ${Math.floor(most)} BY id`;
  return `SELECT ${asked.join(', ')} FROM ${from} GROUP BY ${keys.join(', ')}${
    step === null ? '' : ` ORDER BY ${keys.join(', ')}`
  }${capped}`;
}

/** What sums are read as needs no expression of its own: each takes the engine half a millisecond to plan. */
const sumOf = (measure: MeasureName): string =>
  MEASURES[measure].type === 'money' ? sumOfPart(measure, measure) : `sum(${measure})`;

const sumOfPart = (measure: MeasureName, column: string): string =>
  MEASURES[measure].type === 'money'
    ? `toFloat64(toInt128(sum(${column}) * ${NANO})) / ${NANO}`
    : `toFloat64(sum(${column}))`;

/** A minute counts once, however many rows it has. */
function minutesSeen(
  mask: string,
  cut: CutDimension | null,
  { step, isWithinHour }: MinuteSelection,
): string {
  const seen =
    step !== null || isWithinHour
      ? `bitCount(groupBitOr(${mask}))`
      : `uniqExactIf(at, ${mask} != 0)`;
  return `toFloat64(${cut === null ? seen : `sum(${mask})`}) AS ${mask}_seen`;
}

function whichRows(at: string, { isOfSome, isOfSomeHours }: MinuteSelection): string {
  const range = `${at} >= fromUnixTimestamp64Milli({fromMs: Int64}) AND ${at} < fromUnixTimestamp64Milli({toMs: Int64})`;
  return [
    ...(isOfSome ? ['workload IN {workloads: Array(String)}'] : []),
    range,
    ...(isOfSomeHours ? [`toUnixTimestamp(toStartOfHour(${at})) IN {hours: Array(UInt32)}`] : []),
  ].join(' AND ');
}

/** Of a long window most lies in whole hours, a sixtieth of the rows; minutes are left for its ends. */
function wholeRows(columns: MinuteColumns, selection: MinuteSelection): string {
  const minutes = `${selection.table} WHERE ${whichRows('at', selection)}`;
  if (!selection.hasHours) return minutes;
  const needed = ['workload', ...columns.measures, ...(columns.hasLatency ? ['latency'] : [])];
  const hours =
    'at >= fromUnixTimestamp64Milli({hourFromMs: Int64}) AND at < fromUnixTimestamp64Milli({hourToMs: Int64})';
  return `(SELECT ${needed.join(', ')} FROM ${minutes} AND NOT (${hours})
    UNION ALL SELECT ${needed.join(', ')} FROM rollup_hour WHERE ${hours})`;
}

/** Roll-ups know no cuts: sums come out of raw rows, of those tables alone that hold what is asked for. */
function cutRows(
  columns: MinuteColumns & { readonly cut: CutDimension },
  selection: MinuteSelection,
): string {
  const parts = sourcesOf(columns).map((source) => selectSource(source, columns, selection));
  return `(${parts.join(' UNION ALL ')})`;
}

/** Tools stand on events only. */
function sourcesOf({ cut, measures, hasLatency, hasMinutes }: MinuteColumns): readonly CutSource[] {
  if (cut === 'tool') return ['events'];
  const needed = CUT_SOURCES.filter(
    (source) =>
      measures.some((name) => MEASURES[name].source === source) ||
      (source === 'runs' && (hasLatency || hasMinutes)),
  );
  return needed.length === 0 ? CUT_SOURCES : needed;
}

const chosenValues = (
  source: CutSource,
  cut: CutDimension,
  which: string,
  most: number,
): string => `SELECT workload, ${cut} FROM ${source} WHERE ${which}
  GROUP BY workload, ${cut} ORDER BY count() DESC, ${cut} LIMIT ${Math.floor(most)} BY workload`;

function selectSource(
  source: CutSource,
  { cut, measures, hasLatency, hasMinutes }: MinuteColumns & { readonly cut: CutDimension },
  selection: MinuteSelection,
): string {
  const isRuns = source === 'runs';
  const sums = measures.map((name, i) => {
    const { source: own, sql } = MEASURES[name];
    return `${own === source ? `sum(sign * (${sql}))` : '0'} AS m${i}`;
  });
  const minutes = MASKS.map(([mask, condition]) => {
    const seen = `uniqExactIf(toStartOfMinute(ts), sign > 0 AND ${condition})`;
    return `${isRuns ? seen : '0'} AS ${mask}`;
  });
  const { step, isOfSomeValues } = selection;
  const starts = { minute: 'toStartOfMinute(ts)', hour: 'toStartOfHour(ts)' } as const;
  const all = [
    'workload',
    `toString(${cut}) AS value`,
    ...(step === null ? [] : [`${starts[step]} AS at`]),
    ...(selection.mostValues === null ? [] : ['sum(sign) AS n']),
    ...sums,
    ...(hasMinutes ? minutes : []),
    ...(hasLatency ? [`${isRuns ? LATENCY_HISTOGRAM : NO_LATENCY} AS latency`] : []),
  ];
  const which = `${whichRows('ts', selection)} AND ${cut} != ''`;
  const { mostValues } = selection;
  // Of steps the values are chosen over all of them; else the answer itself is cut.
  const isChosen = step !== null && mostValues !== null;
  return `SELECT ${all.join(', ')} FROM ${source} WHERE ${which}
    ${isOfSomeValues ? `AND ${cut} IN {values: Array(String)}` : ''}
    ${isChosen ? `AND (workload, ${cut}) IN (${chosenValues(source, cut, which, mostValues)})` : ''}
    GROUP BY workload, value${step === null ? '' : ', at'}`;
}
