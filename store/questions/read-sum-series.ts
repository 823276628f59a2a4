import type { Database } from '../database.ts';
import { columnOf, nativeBlocks, type NativeBlock } from '../native-format.ts';
import { nextTurn } from '../take-turns.ts';
import { minuteSumsSql, type MinuteColumns } from './minute-sums-sql.ts';

/** Which workloads' minutes or hours are asked for; instants on them, epoch milliseconds. */
export interface SeriesQuestion extends MinuteColumns {
  readonly step: 'minute' | 'hour';
  readonly workloads: readonly string[];
  /** The hours asked for, by their starts; null: all. */
  readonly hoursMs: readonly number[] | null;
  /** The values of the cut asked for; null: all. */
  readonly values: readonly string[] | null;
  /** Values of the cut that are told of each workload at most, those with most rows; null: all. */
  readonly mostValues: number | null;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

/**
 * The minutes or hours of one workload, or of the part of it with one value of the cut, of which anything
 * is known: what one of them holds stands at the same place everywhere.
 */
export interface SumSeries {
  readonly workload: string;
  /** Null where the question has no cut. */
  readonly value: string | null;
  /** When each began, ascending, epoch milliseconds. */
  readonly startsMs: readonly number[];
  /** By the place of the measure in the question. */
  readonly sums: readonly (readonly number[])[];
  /** Minutes with a run that states whether it succeeded; empty where minutes were not asked for. */
  readonly runMinutes: readonly number[];
  readonly okMinutes: readonly number[];
  /** End of each one's buckets of latency; empty where latency was not asked for. */
  readonly bucketEnds: readonly number[];
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

/** Minutes worked on at a time: a few milliseconds, with latencies. */
const MINUTES_A_TURN = 4000;

type Growing = { -readonly [Key in keyof SumSeries]: GrowingColumn<SumSeries[Key]> };
type GrowingColumn<T> = T extends readonly (readonly number[])[]
  ? number[][]
  : T extends readonly number[]
    ? number[]
    : T;

/**
 * Sums of some workloads minute by minute or hour by hour, each read once, out of the roll-up that is
 * sorted by workload; split by a cut, out of raw rows.
 * @returns workloads, and values, without a row in these minutes left out
 */
export async function readSumSeries(
  database: Database,
  question: SeriesQuestion,
): Promise<SumSeries[]> {
  const { step, workloads, hoursMs, values, fromMs, toMs } = question;
  const sql = minuteSumsSql(question, {
    table: step === 'minute' ? 'rollup_minute' : 'rollup_hour',
    isOfSome: true,
    step,
    isOfSomeHours: hoursMs !== null,
    isOfSomeValues: values !== null,
    mostValues: question.mostValues,
    isWithinHour: false,
    isLatencyListed: false,
    hasHours: false,
  });
  const bytes = await database.queryNative('sum-series', sql, {
    workloads,
    fromMs,
    toMs,
    hours: (hoursMs ?? []).map((ms) => ms / 1000),
    values: values ?? [],
  });
  const found: Growing[] = [];
  for (const block of nativeBlocks(bytes)) {
    if (block.rows > 0) await addBlock(found, block, question);
  }
  return found;
}

async function addBlock(
  found: Growing[],
  block: NativeBlock,
  question: SeriesQuestion,
): Promise<void> {
  const { cut, measures, hasLatency, hasMinutes } = question;
  const ids = columnOf(block, 'id', 'texts').values;
  const values = cut === null ? null : columnOf(block, 'part', 'texts').values;
  const minutes = columnOf(block, 'start', 'numbers').values;
  const sums = measures.map((_, i) => columnOf(block, `s${i}`, 'numbers'));
  const seen = hasMinutes
    ? (['run_minutes', 'ok_minutes'] as const).map(
        (mask) => columnOf(block, `${mask}_seen`, 'numbers').values,
      )
    : [];
  const buckets = hasLatency ? columnOf(block, 'buckets', 'lists') : null;
  const counts = hasLatency ? columnOf(block, 'counts', 'lists').values : null;
  let bucket = 0;
  for (let row = 0; row < block.rows; row++) {
    if (row % MINUTES_A_TURN === 0) await nextTurn();
    const series = seriesOf(found, ids[row]!, values?.[row] ?? null, measures.length);
    series.startsMs.push(minutes[row]! * 1000);
    for (let i = 0; i < sums.length; i++) {
      series.sums[i]!.push(sums[i]!.isZero ? 0 : sums[i]!.values[row]!);
    }
    if (hasMinutes) {
      series.runMinutes.push(seen[0]![row]!);
      series.okMinutes.push(seen[1]![row]!);
    }
    if (buckets === null) continue;
    for (; bucket < buckets.ends[row]!; bucket++) {
      series.buckets.push(buckets.values[bucket]!);
      series.counts.push(counts![bucket]!);
    }
    series.bucketEnds.push(series.buckets.length);
  }
}

/** Rows come by workload and value: a new one begins where either changes. */
function seriesOf(
  found: Growing[],
  workload: string,
  value: string | null,
  measures: number,
): Growing {
  const last = found.at(-1);
  if (last?.workload === workload && last.value === value) return last;
  const series: Growing = {
    workload,
    value,
    startsMs: [],
    sums: Array.from({ length: measures }, () => []),
    runMinutes: [],
    okMinutes: [],
    bucketEnds: [],
    buckets: [],
    counts: [],
  };
  found.push(series);
  return series;
}
