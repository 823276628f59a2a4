import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import type { HourRow } from '../../signals/history-rows.ts';
import { MEASURE_NAMES, MINUTE_MASKS, type MeasureName } from '../../signals/measures.ts';
import type { Database } from '../database.ts';
import { rollupRows } from '../tables/rollups.ts';
import { inTurns } from '../take-turns.ts';
import { CompactHour } from './compact-hour.ts';

/** Columns before the sums in every row of these questions. */
const LEADING = 4;

/** [workload, hour in seconds, run minutes, ok minutes, …sums, latency histogram]. */
const wideRow = z
  .tuple([z.string(), z.number(), z.number(), z.number()])
  .rest(z.union([z.number(), z.record(z.string(), z.number())]));

type WideRow = z.infer<typeof wideRow>;

function sumsOf(names: readonly MeasureName[]): string {
  return [
    ...Object.keys(MINUTE_MASKS).map((name) => `bitCount(groupBitOr(${name})) AS ${name}_seen`),
    ...names.map((name, i) => `toFloat64(sum(${name})) AS s${i}`),
    'sumMap(latency) AS histogram',
  ].join(', ');
}

function decode(row: WideRow): readonly [workload: string, hour: HourRow] {
  const [workload, hourSeconds, runMinutes, okMinutes] = row;
  const sums = Float64Array.from(MEASURE_NAMES, (_, i) => Number(row[LEADING + i]));
  const histogram = row[LEADING + MEASURE_NAMES.length];
  const latency = Object.entries(typeof histogram === 'object' ? histogram : {})
    .map(([bucket, n]) => [Number(bucket), n] as const)
    .filter(([, n]) => n !== 0);
  return [
    workload,
    new CompactHour({ hourMs: hourSeconds * 1000, runMinutes, okMinutes }, sums, latency),
  ];
}

/** The begun hour out of the minute roll-up alone, the begun minute included as far as it is there. */
const BEGUN_HOUR_WHOLE_MINUTES = `rollup_minute
  WHERE workload IN {workloads: Array(String)} AND at >= fromUnixTimestamp64Milli({hourMs: Int64})
    AND at <= fromUnixTimestamp64Milli({minuteMs: Int64})`;

/** The begun hour: its whole minutes from the roll-up, the begun minute from raw rows. */
function begunHourExactly(): string {
  const columns = `workload, ${MEASURE_NAMES.join(', ')}, ${Object.keys(MINUTE_MASKS).join(', ')}, latency`;
  const raw = (source: 'runs' | 'events'): string => {
    const known = new Set(rollupRows.columnNames(source));
    const filled = [...MEASURE_NAMES, ...Object.keys(MINUTE_MASKS), 'latency'].map((name) =>
      known.has(name) ? name : `${EMPTY[name] ?? '0'} AS ${name}`,
    );
    return `SELECT workload, ${filled.join(', ')} FROM (${rollupRows.select(
      source,
      `(SELECT * FROM ${source}
      WHERE workload IN {workloads: Array(String)} AND ts >= fromUnixTimestamp64Milli({minuteMs: Int64})
        AND ts <= fromUnixTimestamp64Milli({endMs: Int64}))`,
    )})`;
  };
  return `(SELECT ${columns} FROM rollup_minute
      WHERE workload IN {workloads: Array(String)} AND at >= fromUnixTimestamp64Milli({hourMs: Int64})
        AND at < fromUnixTimestamp64Milli({minuteMs: Int64})
    UNION ALL ${raw('runs')} UNION ALL ${raw('events')})`;
}

const EMPTY: Readonly<Record<string, string>> = {
  latency: "CAST(map(), 'Map(Int16, Int64)')",
  run_minutes: 'toUInt64(0)',
  ok_minutes: 'toUInt64(0)',
};

/**
 * The hour rows of some workloads up to an instant, ascending; the last may be a begun hour.
 * @param question.endMs epoch milliseconds, inclusive
 * @param question.precision `minute` takes the minute that endMs lies in whole: several times
 *   faster, and the same where endMs is now; `exact` leaves out what came after endMs in its minute
 * @param question.sinceMs hours before this are left out
 */
export async function readHourRows(
  database: Database,
  workloads: readonly string[],
  question: { endMs: number; precision: 'minute' | 'exact'; sinceMs: number },
): Promise<Map<string, HourRow[]>> {
  const { endMs, precision, sinceMs } = question;
  const hourMs = floorTo(endMs, HOUR_MS);
  const minuteMs = floorTo(endMs, MINUTE_MS);
  const sums = sumsOf(MEASURE_NAMES);
  const whole = database.queryCompact(
    'history-hours',
    `SELECT workload, toUnixTimestamp(at) AS hour, ${sums} FROM rollup_hour
     WHERE workload IN {workloads: Array(String)} AND at < fromUnixTimestamp64Milli({hourMs: Int64})
       AND at >= fromUnixTimestamp64Milli({sinceMs: Int64})
     GROUP BY workload, at ORDER BY workload, at`,
    wideRow,
    { workloads, hourMs, sinceMs },
  );
  const begun = database.queryCompact(
    'history-begun-hour',
    `SELECT workload, toUInt32({hourMs: Int64} / 1000) AS hour, ${sums} FROM ${precision === 'exact' ? begunHourExactly() : BEGUN_HOUR_WHOLE_MINUTES}
     GROUP BY workload`,
    wideRow,
    { workloads, hourMs, minuteMs, endMs },
  );
  const rows = new Map<string, HourRow[]>();
  await inTurns([...(await whole), ...(await begun)], (found) => {
    const [workload, hour] = decode(found);
    const list = rows.get(workload);
    if (list) list.push(hour);
    else rows.set(workload, [hour]);
  });
  return rows;
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
  const rows = await database.queryCompact(
    'series-steps',
    `SELECT workload, intDiv(toUnixTimestamp(at), {step: UInt32}) * {step: UInt32} AS step_at,
       ${sumsOf(MEASURE_NAMES)} FROM rollup_minute
     WHERE workload = {workload: String} AND at >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND at < fromUnixTimestamp64Milli({toMs: Int64})
     GROUP BY workload, step_at ORDER BY step_at`,
    wideRow,
    { workload, fromMs, toMs, step: stepMs / 1000 },
  );
  return rows.map((row) => decode(row)[1]);
}
