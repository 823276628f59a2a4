import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { groupBy } from '../../signals/history/group-by.ts';
import type { HourRow } from '../../signals/history-rows.ts';
import { blockOfRows, type HourBlock } from '../../signals/history/hour-block.ts';
import { MEASURE_NAMES, MINUTE_MASKS } from '../../signals/measures.ts';
import type { Database } from '../database.ts';
import { rollupRows } from '../tables/rollups.ts';
import { blocksOf } from './hour-blocks.ts';
import { decodeRollup, rowsAsHours, storedColumns, summedColumns } from './rollup-columns.ts';

const OF_WORKLOADS = 'workload IN {workloads: Array(String)}';
const ms = (name: 'sinceMs' | 'hourMs' | 'minuteMs' | 'endMs'): string =>
  `fromUnixTimestamp64Milli({${name}: Int64})`;

/** A roll-up by minute: sorted by workload, or by time for many workloads at once. */
type MinuteTable = 'rollup_minute' | 'rollup_by_minute';

/** Minutes from an instant on, the begun one included as far as it is there. */
const wholeMinutes = (table: MinuteTable, since: 'sinceMs' | 'hourMs'): string =>
  `${table} WHERE ${OF_WORKLOADS} AND at >= ${ms(since)} AND at <= ${ms('minuteMs')}`;

/** The same, with the begun minute from raw rows up to the end. */
function minutesExactly(table: MinuteTable, since: 'sinceMs' | 'hourMs'): string {
  const summed = [...MEASURE_NAMES, ...Object.keys(MINUTE_MASKS), 'latency'];
  const raw = (source: 'runs' | 'events'): string => {
    const known = new Set(rollupRows.columnNames(source));
    const filled = summed.map((name) =>
      known.has(name) ? name : `${EMPTY[name] ?? '0'} AS ${name}`,
    );
    const rows = `(SELECT * FROM ${source}
      WHERE ${OF_WORKLOADS} AND ts >= ${ms('minuteMs')} AND ts <= ${ms('endMs')})`;
    return `SELECT workload, minute AS at, ${filled.join(', ')} FROM (${rollupRows.select(source, rows)})`;
  };
  return `(SELECT workload, at, ${summed.join(', ')} FROM ${table}
      WHERE ${OF_WORKLOADS} AND at >= ${ms(since)} AND at < ${ms('minuteMs')}
    UNION ALL ${raw('runs')} UNION ALL ${raw('events')})`;
}

const EMPTY: Readonly<Record<string, string>> = {
  latency: "CAST(map(), 'Map(Int16, Int64)')",
  run_minutes: 'toUInt64(0)',
  ok_minutes: 'toUInt64(0)',
};

/** The hours of one workload: those that are over, and the one that has only begun. */
export interface WorkloadHours {
  readonly whole: HourBlock | null;
  readonly begun: HourRow | null;
}

/** What hours are asked for. */
export interface HoursQuestion {
  /** Epoch milliseconds, inclusive. */
  readonly endMs: number;
  /**
   * `minute` takes the minute that endMs lies in whole: several times faster, and the same where endMs
   * is now; `exact` leaves out what came after endMs in its minute.
   */
  readonly precision: 'minute' | 'exact';
  /** Hours before this are left out. */
  readonly sinceMs: number;
}

/** So many workloads are asked for one by one; more are found quicker in what is sorted by time. */
const FEW_WORKLOADS = 8;
/** Hours up to which what is sorted by time is short. */
const RECENT_MS = 3 * HOUR_MS;

/**
 * The hours of some workloads up to an instant.
 * @returns by workload; those without any telemetry in these hours included
 */
export async function readHours(
  database: Database,
  workloads: readonly string[],
  question: HoursQuestion,
): Promise<Map<string, WorkloadHours>> {
  const hourMs = floorTo(question.endMs, HOUR_MS);
  const isRecent = hourMs - question.sinceMs <= RECENT_MS;
  if (isRecent && workloads.length > FEW_WORKLOADS) {
    return readRecentHours(database, workloads, question);
  }
  const [blocks, begun] = await Promise.all([
    readWholeHours(database, workloads, question.sinceMs, hourMs),
    readMinutes(database, workloads, question, 'rollup_minute', 'hourMs'),
  ]);
  const begunHours = new Map(begun.map(({ place, row }) => [place, row]));
  return new Map(
    workloads.map((workload, place) => [
      workload,
      { whole: blocks[place] ?? null, begun: begunHours.get(place) ?? null },
    ]),
  );
}

/** The hours from one instant to another, by place of the workload. */
async function readWholeHours(
  database: Database,
  workloads: readonly string[],
  sinceMs: number,
  hourMs: number,
): Promise<(HourBlock | null)[]> {
  const bytes = await database.queryNative(
    'history-hours',
    `SELECT ${storedColumns()} FROM rollup_hour
     WHERE ${OF_WORKLOADS} AND at >= ${ms('sinceMs')} AND at < ${ms('hourMs')}`,
    { workloads, hourMs, sinceMs },
  );
  return blocksOf(await decodeRollup(bytes), workloads.length);
}

/** The last few hours of many workloads. */
async function readRecentHours(
  database: Database,
  workloads: readonly string[],
  question: HoursQuestion,
): Promise<Map<string, WorkloadHours>> {
  const hourMs = floorTo(question.endMs, HOUR_MS);
  const found = await readMinutes(database, workloads, question, 'rollup_by_minute', 'sinceMs');
  const byPlace = groupBy(found, ({ place }) => place);
  return new Map(
    workloads.map((workload, place) => {
      const rows = (byPlace.get(place) ?? []).map(({ row }) => row);
      const whole = rows.filter((row) => row.hourMs < hourMs);
      return [
        workload,
        {
          whole: whole.length > 0 ? blockOfRows(whole) : null,
          begun: rows.find((row) => row.hourMs === hourMs) ?? null,
        },
      ];
    }),
  );
}

/** Hours summed from their minutes. */
async function readMinutes(
  database: Database,
  workloads: readonly string[],
  { endMs, precision, sinceMs }: HoursQuestion,
  table: MinuteTable,
  since: 'sinceMs' | 'hourMs',
): Promise<{ place: number; row: HourRow }[]> {
  const minutes = precision === 'exact' ? minutesExactly : wholeMinutes;
  const bytes = await database.queryNative(
    'history-minutes',
    `SELECT ${summedColumns('hour_at')}, toUnixTimestamp(toStartOfHour(at)) AS hour_at
     FROM ${minutes(table, since)} GROUP BY workload, hour_at`,
    {
      workloads,
      sinceMs,
      hourMs: floorTo(endMs, HOUR_MS),
      minuteMs: floorTo(endMs, MINUTE_MS),
      endMs,
    },
  );
  return rowsAsHours(await decodeRollup(bytes));
}

const workloadHours = z.object({ workload: z.string(), hours: z.number() });

/** About how many whole hours of some workloads are kept; those without any are left out. */
export async function countHours(
  database: Database,
  workloads: readonly string[],
): Promise<Map<string, number>> {
  const rows = await database.query(
    'history-lengths',
    `SELECT workload, count() AS hours FROM rollup_hour WHERE ${OF_WORKLOADS} GROUP BY workload`,
    workloadHours,
    { workloads },
  );
  return new Map(rows.map(({ workload, hours }) => [workload, hours]));
}

/**
 * Sums of one workload by a step shorter than an hour, out of the minute roll-up; empty steps are
 * left out. A row's `hourMs` is the start of its step.
 * @param fromMs inclusive, epoch milliseconds on a whole step
 * @param toMs exclusive
 * @param stepMs a whole number of minutes
 */
export async function readStepRows(
  database: Database,
  workload: string,
  fromMs: number,
  toMs: number,
  stepMs: number,
): Promise<HourRow[]> {
  const bytes = await database.queryNative(
    'series-steps',
    `SELECT ${summedColumns('step_at')}, intDiv(toUnixTimestamp(at), {step: UInt32}) * {step: UInt32} AS step_at
     FROM rollup_minute
     WHERE ${OF_WORKLOADS} AND at >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND at < fromUnixTimestamp64Milli({toMs: Int64})
     GROUP BY workload, step_at ORDER BY step_at`,
    { workloads: [workload], fromMs, toMs, step: stepMs / 1000 },
  );
  return rowsAsHours(await decodeRollup(bytes)).map(({ row }) => row);
}
