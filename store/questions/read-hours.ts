import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import type { HourRow } from '../../signals/history-rows.ts';
import type { HourBlock } from '../../signals/history/hour-block.ts';
import type { Database } from '../database.ts';
import { rollupRows } from '../tables/rollups.ts';
import { blockBefore, blocksOf, rowOfBlock } from './hour-blocks.ts';
import {
  decodeRollup,
  doubleColumns,
  rowsAsHours,
  storedColumns,
  summedColumns,
  type RollupRows,
} from './rollup-columns.ts';

const OF_WORKLOADS = 'workload IN {workloads: Array(String)}';
const ms = (name: 'sinceMs' | 'fromMs' | 'toMs' | 'minuteMs' | 'endMs'): string =>
  `fromUnixTimestamp64Milli({${name}: Int64})`;

/** Minutes sorted by workload, or by time for many workloads at once. */
type MinuteTable = 'rollup_minute' | 'rollup_by_minute';

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
/** Workloads whose minutes of an hour are fewer than what grouping them takes to plan. */
const UNGROUPED_WORKLOADS = 50;

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
  const isRecent = hourMs - question.sinceMs <= RECENT_MS && workloads.length > FEW_WORKLOADS;
  const fromMs = isRecent ? question.sinceMs : hourMs;
  const table = workloads.length > FEW_WORKLOADS ? 'rollup_by_minute' : 'rollup_minute';
  const [blocks, minutes] = await Promise.all([
    readWholeHours(database, workloads, question.sinceMs, fromMs),
    readMinutes(database, workloads, question, { table, fromMs }),
  ]);
  return new Map(
    workloads.map((workload, place) => {
      const recent = minutes[place] ?? null;
      const whole = blocks[place] ?? (recent && blockBefore(recent, hourMs));
      return [workload, { whole, begun: recent && rowOfBlock(recent, hourMs) }];
    }),
  );
}

/** The hours from one instant to another, by place of the workload. */
async function readWholeHours(
  database: Database,
  workloads: readonly string[],
  sinceMs: number,
  toMs: number,
): Promise<readonly (HourBlock | null)[]> {
  if (sinceMs >= toMs) return [];
  const bytes = await database.queryNative(
    'history-hours',
    `SELECT ${doubleColumns('at')} FROM rollup_hour
     WHERE ${OF_WORKLOADS} AND at >= ${ms('sinceMs')} AND at < ${ms('toMs')}`,
    { workloads, sinceMs, toMs },
  );
  return blocksOf(await decodeRollup(bytes), workloads.length);
}

/** Hours summed from their minutes, by place of the workload; the begun minute of an exact one from raw rows. */
async function readMinutes(
  database: Database,
  workloads: readonly string[],
  { endMs, precision }: HoursQuestion,
  { table, fromMs }: { readonly table: MinuteTable; readonly fromMs: number },
): Promise<readonly (HourBlock | null)[]> {
  const parameters = { workloads, fromMs, minuteMs: floorTo(endMs, MINUTE_MS), endMs };
  const isWhole = precision === 'minute';
  const minutes = `${table} WHERE ${OF_WORKLOADS} AND at >= ${ms('fromMs')}
    AND at ${isWhole ? '<=' : '<'} ${ms('minuteMs')}`;
  const isShort = workloads.length <= UNGROUPED_WORKLOADS && endMs - fromMs <= HOUR_MS;
  const bytes = await database.queryNative(
    'history-minutes',
    isShort
      ? `SELECT ${storedColumns('toStartOfHour(at)')} FROM ${minutes}`
      : `SELECT ${summedColumns('hour_at')}, toUnixTimestamp(toStartOfHour(at)) AS hour_at
         FROM ${minutes} GROUP BY workload, hour_at`,
    parameters,
  );
  const rows = await decodeRollup(bytes);
  if (!isWhole) {
    rows.push(...(await readBegunMinute(database, 'runs', parameters)));
    rows.push(...(await readBegunMinute(database, 'events', parameters)));
  }
  return blocksOf(rows, workloads.length);
}

const counted = z.object({ n: z.number() });

/** What raw rows say of a minute up to an instant in it. */
async function readBegunMinute(
  database: Database,
  source: 'runs' | 'events',
  parameters: Readonly<Record<string, unknown>>,
): Promise<RollupRows[]> {
  const raw = `${source}
    WHERE ${OF_WORKLOADS} AND ts >= ${ms('minuteMs')} AND ts <= ${ms('endMs')}`;
  // Planning the sums takes ten times as long as seeing that there is nothing to sum.
  const count = `SELECT count() AS n FROM ${raw}`;
  const [found] = await database.query('history-begun-count', count, counted, parameters);
  if (!found || found.n === 0) return [];
  const bytes = await database.queryNative(
    'history-begun-minute',
    `SELECT ${storedColumns('toStartOfHour(minute)', new Set(rollupRows.columnNames(source)))}
     FROM (${rollupRows.select(source, `(SELECT * FROM ${raw})`)})`,
    parameters,
  );
  return decodeRollup(bytes);
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

/** A span of time in steps; see `readStepRows`. */
interface Steps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/**
 * Sums of one workload by a step shorter than an hour, out of the minute roll-up; empty steps are
 * left out. A row's `hourMs` is the start of its step.
 * @param fromMs inclusive, epoch milliseconds on a whole step
 * @param toMs exclusive
 * @param stepMs a whole number of minutes
 * @param wanted columns that are read, the others are 0; absent: all
 */
export async function readStepRows(
  database: Database,
  workload: string,
  { fromMs, toMs, stepMs }: Steps,
  wanted?: ReadonlySet<string>,
): Promise<HourRow[]> {
  const bytes = await database.queryNative(
    'series-steps',
    `SELECT ${summedColumns('step_at', wanted)}, intDiv(toUnixTimestamp(at), {step: UInt32}) * {step: UInt32} AS step_at
     FROM rollup_minute
     WHERE ${OF_WORKLOADS} AND at >= ${ms('fromMs')} AND at < ${ms('toMs')}
     GROUP BY workload, step_at ORDER BY step_at`,
    { workloads: [workload], fromMs, toMs, step: stepMs / 1000 },
  );
  return rowsAsHours(await decodeRollup(bytes)).map(({ row }) => row);
}
