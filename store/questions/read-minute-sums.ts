import { sumBuckets, type LogHistogram } from '../../core/statistics/log-histogram.ts';
import { HOUR_MS, MINUTE_MS, ceilTo, floorTo } from '../../core/time.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { MinuteSums } from '../../signals/summed-window.ts';
import type { Database } from '../database.ts';
import { columnOf, nativeBlocks, type NativeBlock, type NumberArray } from '../native-format.ts';
import { minuteSumsSql, type MinuteColumns } from './minute-sums-sql.ts';

/** What is summed over which minutes; instants on the minute, epoch milliseconds. */
export interface MinuteQuestion extends MinuteColumns {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Values of the cut that are told of each workload at most, those with most rows. */
  readonly mostValues: number;
}

/** Sums of one workload, or of the part of it with one value of the cut. */
export interface MinuteRow {
  readonly workload: string;
  /** Null where the question has no cut. */
  readonly value: string | null;
  /** Rows that carry the value, and values that the workload has; 0 where the question has no cut. */
  readonly rows: number;
  readonly values: number;
  readonly sums: MinuteSums;
}

const NO_LATENCY: LogHistogram = { buckets: [], counts: [] };

/** Windows from this length on are read by the hour where they can be. */
const HOURS_FROM_MS = 6 * HOUR_MS;
/** Windows up to this length are told the buckets of each minute: some kilobytes a workload. */
const LISTED_UP_TO_MS = 10 * MINUTE_MS;

/**
 * Sums of all workloads over some minutes, out of the roll-up that is sorted by minute: one question for
 * all that looks at the same minutes. Split by a cut they come out of raw rows.
 * @returns workloads, and values, without a row in these minutes left out
 */
export async function readMinuteSums(
  database: Database,
  question: MinuteQuestion,
): Promise<MinuteRow[]> {
  const { fromMs, toMs, cut, hasMinutes } = question;
  // Which minutes had runs is known of minutes alone.
  const hasHours = cut === null && !hasMinutes && toMs - fromMs >= HOURS_FROM_MS;
  const isLatencyListed = cut === null && toMs - fromMs <= LISTED_UP_TO_MS;
  const sql = minuteSumsSql(question, {
    table: 'rollup_by_minute',
    isOfSome: false,
    step: null,
    isOfSomeHours: false,
    isOfSomeValues: false,
    mostValues: cut === null ? null : question.mostValues,
    isWithinHour: toMs - fromMs <= HOUR_MS,
    isLatencyListed,
    hasHours,
  });
  const hours = { hourFromMs: ceilTo(fromMs, HOUR_MS), hourToMs: floorTo(toMs, HOUR_MS) };
  const bytes = await database.queryNative('minute-sums', sql, { fromMs, toMs, ...hours });
  const found: MinuteRow[] = [];
  for (const block of nativeBlocks(bytes)) {
    if (block.rows > 0) addBlock(found, block, { ...question, isLatencyListed });
  }
  return found;
}

function addBlock(
  found: MinuteRow[],
  block: NativeBlock,
  question: MinuteQuestion & { readonly isLatencyListed: boolean },
): void {
  const { cut, fromMs, toMs, measures, hasLatency, hasMinutes, isLatencyListed } = question;
  const ids = columnOf(block, 'id', 'texts').values;
  const values = cut === null ? null : columnOf(block, 'part', 'texts').values;
  const rows = cut === null ? null : columnOf(block, 'rows', 'numbers').values;
  const parts = cut === null ? null : columnOf(block, 'parts', 'numbers').values;
  const sums = new Map<MeasureName, NumberArray>();
  for (const [i, measure] of measures.entries()) {
    const column = columnOf(block, `s${i}`, 'numbers');
    if (!column.isZero) sums.set(measure, column.values);
  }
  const minutes = (mask: string): NumberArray | null =>
    hasMinutes ? columnOf(block, `${mask}_seen`, 'numbers').values : null;
  const runMinutes = minutes('run_minutes');
  const okMinutes = minutes('ok_minutes');
  const latencyOf = hasLatency ? latencies(block, isLatencyListed) : () => NO_LATENCY;
  for (let row = 0; row < block.rows; row++) {
    found.push({
      workload: ids[row]!,
      value: values?.[row] ?? null,
      rows: rows?.[row] ?? 0,
      values: parts?.[row] ?? 0,
      sums: {
        fromMs,
        toMs,
        sum: (measure) => sums.get(measure)?.[row] ?? 0,
        // Cut out of the block when it is looked at: most signals have no use for it.
        get latency() {
          return latencyOf(row);
        },
        runMinutes: runMinutes?.[row] ?? 0,
        okMinutes: okMinutes?.[row] ?? 0,
      },
    });
  }
}

function latencies(block: NativeBlock, isListed: boolean): (row: number) => LogHistogram {
  const buckets = columnOf(block, 'buckets', 'lists');
  const counts = columnOf(block, 'counts', 'lists');
  return (row) => {
    const from = row === 0 ? 0 : buckets.ends[row - 1]!;
    const to = buckets.ends[row]!;
    const own = {
      buckets: buckets.values.subarray(from, to),
      counts: counts.values.subarray(from, to),
    };
    return isListed ? sumBuckets(own) : own;
  };
}
