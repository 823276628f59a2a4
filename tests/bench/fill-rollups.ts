import { MEASURES, MEASURE_NAMES, MINUTE_MASKS, type MeasureName } from '../../signals/measures.ts';
import type { Database } from '../../store/database.ts';

const HOUR_MS = 3_600_000;
/** Hours before the end that are filled by the minute, so that an hour can be watched as it begins. */
const MINUTE_HOURS = 16;

/** What some workloads would have left in the roll-ups. */
export interface Filling {
  readonly workloads: number;
  readonly hours: number;
  /** End of the last hour, epoch milliseconds on the hour. */
  readonly endMs: number;
}

export const workloadId = (number: number): string => `workload-${String(number).padStart(4, '0')}`;

/**
 * Measures of one row with `r` runs, out of a hash `h` of workload and time: judged, priced and valued
 * runs with tool calls, that stay within the limits of the built-in policy. What is not named is 0.
 */
const SHARES: Partial<Record<MeasureName, string>> = {
  runs: 'r',
  runs_with_status: 'r',
  errors: 'intDiv(r * toInt64(bitAnd(h, 31)), 1000)',
  judged: 'r',
  hallucinated: 'intDiv(r * toInt64(bitAnd(h, 15)), 600)',
  timed: 'r',
  run_tool_calls: '2 * r',
  run_tool_failures: 'intDiv(r * toInt64(bitAnd(h, 7)), 100)',
  tokens_in: '1500 * r',
  tokens_out: '200 * r + toInt64(bitAnd(h, 255))',
  runs_with_tokens: 'r',
  tokens_sq: '2890000 * r',
  cost_usd: 'r * 0.0123',
  cost_sq: 'r * 0.00016',
  priced: 'r',
  with_confidence: 'r',
  low_confidence: 'intDiv(r, 20)',
  with_escalation: 'r',
  escalated: 'intDiv(r * toInt64(bitAnd(h, 31)), 400)',
  value_n: 'r',
  value_sum: 'r * (0.6 + 0.001 * toInt64(bitAnd(h, 255)))',
  value_sq: 'r * 0.7',
  value_cost: 'r * 0.0123',
  value_by_cost: 'r * 0.0091',
  stated_accepted: 'r - intDiv(r, 5)',
  stated_accepted_cost: 'r * 0.0098',
  stated_edited: 'intDiv(r, 5)',
  stated_edited_cost: 'r * 0.0025',
  with_complaint: 'intDiv(r, 4)',
  complaints: 'intDiv(r * toInt64(bitAnd(h, 3)), 100)',
  probes: '12',
  probes_ok: '12',
};

const CASTS = { count: 'toInt64', real: 'toFloat64', money: 'toDecimal128' } as const;

function measureColumn(name: MeasureName): string {
  const { type } = MEASURES[name];
  const value = SHARES[name] ?? '0';
  return type === 'money' ? `${CASTS[type]}(${value}, 9)` : `${CASTS[type]}(${value})`;
}

/** As many buckets as there are runs, most of them near the middle. */
const LATENCY = `CAST((arraySort(arrayDistinct(arrayMap(
  i -> toInt16(640 + 3 * bitCount(cityHash64(i, h)) + i % 3), range(toUInt32(r))))) AS buckets,
  arrayMap(bucket -> toInt64(1), buckets)), 'Map(Int16, Int64)')`;

function insertInto(table: string, at: string, minutes: string): string {
  const masks = Object.keys(MINUTE_MASKS);
  return `INSERT INTO ${table} (workload, stage, ${at}, ${MEASURE_NAMES.join(', ')}, ${masks.join(', ')}, latency, spool_segment)
    SELECT concat('workload-', leftPad(toString(w), 4, '0')), 'production', toDateTime(second, 'UTC'),
      ${MEASURE_NAMES.map(measureColumn).join(', ')}, ${masks.map(() => minutes).join(', ')}, ${LATENCY}, 1
    FROM (
      SELECT number % {workloads: UInt64} AS w,
        {end: UInt32} - {step: UInt32} * ({steps: UInt64} - intDiv(number, {workloads: UInt64})) AS second,
        cityHash64(w, second) AS h,
        toInt64({runs: Float64} * exp2(w % 5) * (0.5 + (h % 1000) / 1000)) AS r
      FROM numbers({rows: UInt64})
    ) WHERE r > 0`;
}

const DIMENSIONS = `INSERT INTO dimension_hour (workload, dimension, value, at, runs, spool_segment)
  SELECT concat('workload-', leftPad(toString(intDiv(number, {hours: UInt64})), 4, '0')),
    pair.1,
    pair.2, toDateTime({end: UInt32} - 3600 * (1 + number % {hours: UInt64}), 'UTC'), 10, 1
  FROM numbers({rows: UInt64})
  ARRAY JOIN [('release', if(number % {hours: UInt64} > 400, 'r1', 'r2')), ('model', 'large')] AS pair`;

/**
 * Fills the roll-ups as ingest would have: 4 to 64 runs an hour and workload (100 to 1,500 a day), a
 * release that changed, and the last hours by the minute.
 */
export async function fillRollups(
  database: Database,
  { workloads, hours, endMs }: Filling,
): Promise<void> {
  const wholeMs = endMs - MINUTE_HOURS * HOUR_MS;
  const whole = { step: 3600, steps: hours - MINUTE_HOURS, end: wholeMs / 1000, runs: 4 };
  const minutes = { step: 60, steps: MINUTE_HOURS * 60, end: endMs / 1000, runs: 4 / 60 };
  await database.command(
    'fill',
    insertInto('rollup_hour', 'at', 'bitShiftLeft(toUInt64(1), 60) - 1'),
    {
      ...whole,
      workloads,
      rows: workloads * whole.steps,
    },
  );
  await database.command(
    'fill',
    insertInto('rollup_entry', 'minute', 'bitShiftLeft(toUInt64(1), intDiv(second, 60) % 60)'),
    { ...minutes, workloads, rows: workloads * minutes.steps },
  );
  await database.command('fill', DIMENSIONS, {
    hours,
    end: endMs / 1000,
    rows: workloads * hours,
  });
}

/** Fills the roll-up that is sorted by minute: a row a minute and workload, of 2 to 96 runs. */
export async function fillMinutes(
  database: Database,
  { workloads, hours, endMs }: Filling,
): Promise<void> {
  const steps = hours * 60;
  await database.command(
    'fill',
    insertInto('rollup_by_minute', 'at', 'bitShiftLeft(toUInt64(1), intDiv(second, 60) % 60)'),
    { step: 60, steps, end: endMs / 1000, runs: 4, workloads, rows: workloads * steps },
  );
}
