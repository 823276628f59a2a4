import { z } from 'zod';
import type { Database } from '../database.ts';
import { RAW_TABLES, type Column } from '../raw-columns.ts';

/** One trace of one workload. */
export interface TraceKey {
  readonly workload: string;
  readonly traceId: string;
}

/** Columns that say where a row is kept, not what it says. */
const PLACE: ReadonlySet<string> = new Set(['spool_segment', 'sign']);

/** A column as it is read back: times in epoch milliseconds, money in USD. */
function readable({ name, type }: Column): string {
  if (type === 'Time' || type === 'Time?') return `toUnixTimestamp64Milli(${name}) AS ${name}_ms`;
  return type === 'Money?' ? `toFloat64(${name}) AS ${name}` : name;
}

const readables = (table: 'runs' | 'spans'): string =>
  RAW_TABLES[table]
    .filter(({ name }) => !PLACE.has(name))
    .map(readable)
    .join(', ');

const flag = z
  .number()
  .nullable()
  .transform((bit) => (bit === null ? null : bit === 1));
const number = z.number().nullable();

const spanRow = z.object({
  workload: z.string(),
  ts_ms: z.number(),
  received_at_ms: z.number(),
  trace_id: z.string(),
  span_id: z.string(),
  parent_id: z.string(),
  role: z.string(),
  name: z.string(),
  stage: z.string(),
  release: z.string(),
  model: z.string(),
  provider: z.string(),
  segment: z.string(),
  prompt_version: z.string(),
  conversation: z.string(),
  user_hash: z.string(),
  error: z.string(),
  fields: z.string(),
  duration_ms: z.number(),
  ok: flag,
  tokens_in: number,
  tokens_cached: number,
  tokens_out: number,
  tokens_reasoning: number,
  cost_usd: number,
});
/** A span as it was kept; `ts_ms` is its start, both times in epoch milliseconds. */
export type SpanRow = z.output<typeof spanRow>;

const storedRun = z.looseObject({ workload: z.string(), id: z.string(), ts_ms: z.number() });
/** A run's raw columns by name, times as `…_ms`, money in USD. */
export type StoredRun = z.output<typeof storedRun>;

/** What the store holds of some traces. */
export interface FoundTraces {
  readonly spans: readonly SpanRow[];
  /** At most one a trace: the row that has not been taken back. */
  readonly runs: readonly StoredRun[];
}

/**
 * Every span of some traces, and the runs that stand for them now. Only what has been handed over is
 * seen.
 * @param keys at most a few hundred at a time
 */
export async function findTraces(
  database: Database,
  keys: readonly TraceKey[],
): Promise<FoundTraces> {
  const traceIds = keys.map(({ traceId }) => traceId);
  const workloads = [...new Set(keys.map(({ workload }) => workload))];
  const spans = await database.query(
    'trace-spans',
    `SELECT ${readables('spans')} FROM spans
     WHERE trace_id IN {traceIds: Array(String)} AND workload IN {workloads: Array(String)}`,
    spanRow,
    { traceIds, workloads },
  );
  // A run starts when one of its spans does, which spares a search through all times.
  const times = [...new Set(spans.map(({ ts_ms }) => ts_ms))];
  if (times.length === 0) return { spans, runs: [] };
  const runs = await database.query(
    'trace-runs',
    `SELECT ${readables('runs')} FROM runs
     WHERE workload IN {workloads: Array(String)} AND id IN {traceIds: Array(String)}
       AND ts IN (SELECT fromUnixTimestamp64Milli(arrayJoin({times: Array(Int64)})))
       AND origin = 'otlp'
     GROUP BY ALL HAVING sum(sign) > 0`,
    storedRun,
    { traceIds, workloads, times },
  );
  return { spans, runs };
}

/**
 * Traces whose spans came shortly before the newest one did: those that a crash may have left
 * without their run.
 * @param withinMs how long before
 */
export async function recentTraces(database: Database, withinMs: number): Promise<TraceKey[]> {
  return database.query(
    'recent-traces',
    `SELECT DISTINCT workload, trace_id AS traceId FROM spans
     WHERE received_at >= (SELECT max(received_at) FROM spans) - toIntervalMillisecond({withinMs: UInt64})`,
    z.object({ workload: z.string(), traceId: z.string() }),
    { withinMs },
  );
}
