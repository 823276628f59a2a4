import type { CutDimension } from '../../signals/cut.ts';
import { MEASURES, MEASURE_NAMES, MINUTE_MASKS, type MeasureName } from '../../signals/measures.ts';
import type { MinuteSums } from '../../signals/summed-window.ts';
import type { LogHistogram } from '../../core/statistics/log-histogram.ts';
import type { Database } from '../database.ts';
import { CUT_SOURCES, type CutSource } from '../tables/cut-hour.ts';
import { rollupRows } from '../tables/rollups.ts';
import { columnOf, nativeBlocks, type NativeBlock, type NumberArray } from '../native-format.ts';

/** What is summed over which minutes; instants on the minute, epoch milliseconds. */
export interface MinuteQuestion {
  /** What each workload's telemetry is split by; null: not at all. */
  readonly cut: CutDimension | null;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly measures: readonly MeasureName[];
  readonly hasLatency: boolean;
  /** Whether minutes with runs, and with successful ones, are counted. */
  readonly hasMinutes: boolean;
}

const NANO = 1_000_000_000;
/** Sums of one workload, or of the part of it with one value of the cut. */
export interface MinuteRow {
  readonly workload: string;
  /** Null where the question has no cut. */
  readonly value: string | null;
  readonly sums: MinuteSums;
}

const NO_LATENCY: LogHistogram = { buckets: [], counts: [] };

const sumOf = (measure: MeasureName): string =>
  MEASURES[measure].type === 'money'
    ? `toFloat64(toInt128(sum(${measure}) * ${NANO})) / ${NANO}`
    : `toFloat64(sum(${measure}))`;

const RANGE = (at: string): string =>
  `${at} >= fromUnixTimestamp64Milli({fromMs: Int64}) AND ${at} < fromUnixTimestamp64Milli({toMs: Int64})`;

/** Raw rows of some minutes as rows of the roll-up, with the value of a cut in the place of the stage. */
function cutRows(cut: CutDimension): string {
  const names = [...MEASURE_NAMES, ...Object.keys(MINUTE_MASKS), 'latency'];
  const columns = (source: CutSource): string => {
    const known = new Set(rollupRows.columnNames(source));
    return names
      .map((name) => (known.has(name) ? name : `${EMPTY[name] ?? '0'} AS ${name}`))
      .join(', ');
  };
  // Tools stand on events only.
  const sources = cut === 'tool' ? (['events'] as const) : CUT_SOURCES;
  const parts = sources.map((source) => {
    const rows = `(SELECT * REPLACE (${cut} AS stage) FROM ${source} WHERE ${RANGE('ts')} AND ${cut} != '')`;
    return `SELECT workload, toString(stage) AS value, minute AS at, ${columns(source)}
      FROM (${rollupRows.select(source, rows)})`;
  });
  return `(${parts.join(' UNION ALL ')})`;
}

const EMPTY: Readonly<Record<string, string>> = { latency: "CAST(map(), 'Map(Int16, Int64)')" };

/**
 * Sums of all workloads over some minutes, out of the roll-up that is sorted by minute: one question for
 * all that looks at the same minutes. Split by a cut they come out of raw rows.
 * @returns workloads, and values, without a row in these minutes left out
 */
export async function readMinuteSums(
  database: Database,
  question: MinuteQuestion,
): Promise<MinuteRow[]> {
  const { cut, fromMs, toMs, measures, hasLatency, hasMinutes } = question;
  const columns = ['CAST(workload AS String) AS id', ...(cut === null ? [] : ['value'])];
  columns.push(...measures.map((measure, i) => `${sumOf(measure)} AS s${i}`));
  if (hasMinutes) columns.push(minutesSeen('run_minutes'), minutesSeen('ok_minutes'));
  if (hasLatency) {
    columns.push(
      'mapKeys(sumMap(latency)) AS buckets',
      'CAST(mapValues(sumMap(latency)) AS Array(Float64)) AS counts',
    );
  }
  const from = cut === null ? 'rollup_by_minute' : cutRows(cut);
  const bytes = await database.queryNative(
    'minute-sums',
    `SELECT ${columns.join(', ')} FROM ${from} WHERE ${RANGE('at')}
     GROUP BY workload${cut === null ? '' : ', value'}`,
    { fromMs, toMs },
  );
  const found: MinuteRow[] = [];
  for (const block of nativeBlocks(bytes)) {
    if (block.rows > 0) addBlock(found, block, question);
  }
  return found;
}

/** A minute counts once, however many rows it has. */
const minutesSeen = (mask: string): string =>
  `toFloat64(uniqExactIf(at, ${mask} != 0)) AS ${mask}_seen`;

function addBlock(
  found: MinuteRow[],
  block: NativeBlock,
  { cut, fromMs, toMs, measures, hasLatency, hasMinutes }: MinuteQuestion,
): void {
  const ids = columnOf(block, 'id', 'texts').values;
  const values = cut === null ? null : columnOf(block, 'value', 'texts').values;
  const sums = new Map<MeasureName, NumberArray>();
  for (const [i, measure] of measures.entries()) {
    const column = columnOf(block, `s${i}`, 'numbers');
    if (!column.isZero) sums.set(measure, column.values);
  }
  const minutes = (mask: string): NumberArray | null =>
    hasMinutes ? columnOf(block, `${mask}_seen`, 'numbers').values : null;
  const runMinutes = minutes('run_minutes');
  const okMinutes = minutes('ok_minutes');
  const latencyOf = hasLatency ? latencies(block) : () => NO_LATENCY;
  for (let row = 0; row < block.rows; row++) {
    found.push({
      workload: ids[row]!,
      value: values?.[row] ?? null,
      sums: {
        fromMs,
        toMs,
        sum: (measure) => sums.get(measure)?.[row] ?? 0,
        latency: latencyOf(row),
        runMinutes: runMinutes?.[row] ?? 0,
        okMinutes: okMinutes?.[row] ?? 0,
      },
    });
  }
}

function latencies(block: NativeBlock): (row: number) => LogHistogram {
  const buckets = columnOf(block, 'buckets', 'lists');
  const counts = columnOf(block, 'counts', 'lists');
  return (row) => {
    const from = row === 0 ? 0 : buckets.ends[row - 1]!;
    const to = buckets.ends[row]!;
    return {
      buckets: Array.from(buckets.values.slice(from, to)),
      counts: Array.from(counts.values.slice(from, to)),
    };
  };
}
