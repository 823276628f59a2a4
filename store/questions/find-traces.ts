import { z } from 'zod';
import type { Database } from '../database.ts';
import { statedColumns, type Column } from '../raw-columns.ts';

/** One trace of one workload. */
export interface TraceKey {
  readonly workload: string;
  readonly traceId: string;
}

const traceKey = z.object({ workload: z.string(), traceId: z.string() });

/** A column as it is read back: times in epoch milliseconds, money in USD. */
function readable({ name, type }: Column): string {
  if (type === 'Time' || type === 'Time?') return `toUnixTimestamp64Milli(${name}) AS ${name}_ms`;
  return type === 'Money?' ? `toFloat64(${name}) AS ${name}` : name;
}

const readables = (table: 'runs' | 'spans'): string =>
  statedColumns(table).map(readable).join(', ');

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
  /** Rows of spans that can't be read; they are left out of `spans`. */
  readonly unreadable: number;
  /** Rows that have not been taken back; one a trace, unless it was taken for two. */
  readonly runs: readonly StoredRun[];
  /** Traces of which a row of a run was ever written, whether it stands or not. */
  readonly shown: readonly TraceKey[];
}

/** Spans of one trace that are counted: those that came first, the same ones each time. */
export const MAX_TRACE_SPANS = 20_000;

const OF_TRACES = `trace_id IN {traceIds: Array(String)} AND workload IN {workloads: Array(String)}`;

/** A run starts when one of its spans does, which spares a search through all times. */
const OF_THEIR_RUNS = `workload IN {workloads: Array(String)} AND id IN {traceIds: Array(String)}
  AND ts IN (SELECT ts FROM spans WHERE ${OF_TRACES}) AND origin = 'otlp'`;

/**
 * Every span of some traces, and the runs that stand for them now. Only what has been handed over is
 * seen.
 * @param keys at most a hundred at a time: they travel in the address, and proxies take 8 KB
 */
export async function findTraces(
  database: Database,
  keys: readonly TraceKey[],
): Promise<FoundTraces> {
  const parameters = {
    traceIds: keys.map(({ traceId }) => traceId),
    workloads: [...new Set(keys.map(({ workload }) => workload))],
  };
  const rows = await database.query(
    'trace-spans',
    `SELECT ${readables('spans')} FROM spans WHERE ${OF_TRACES}
     ORDER BY received_at, span_id LIMIT ${MAX_TRACE_SPANS} BY workload, trace_id`,
    spanRow.nullable().catch(null),
    parameters,
  );
  const spans = rows.filter((row) => row !== null);
  const unreadable = rows.length - spans.length;
  if (rows.length === 0) return { spans, unreadable, runs: [], shown: [] };
  const runs = await database.query(
    'trace-runs',
    `SELECT ${readables('runs')} FROM runs WHERE ${OF_THEIR_RUNS}
     GROUP BY ALL HAVING sum(sign) > 0`,
    storedRun,
    parameters,
  );
  const shown = await database.query(
    'trace-shown',
    `SELECT DISTINCT workload, id AS traceId FROM runs WHERE ${OF_THEIR_RUNS}`,
    traceKey,
    parameters,
  );
  return { spans, unreadable, runs, shown };
}

/** When traces are looked for that a crash may have left without their run. */
export interface RecentMoment {
  /** How long before, milliseconds. */
  readonly withinMs: number;
  /** When this process began, epoch milliseconds. */
  readonly openedMs: number;
  readonly nowMs: number;
}

/**
 * Traces whose spans came shortly before this process began, or shortly before the newest that
 * another process took: the second where nothing came for long, or a clock was set back. Those of
 * this process are among them.
 */
export async function recentTraces(database: Database, moment: RecentMoment): Promise<TraceKey[]> {
  return database.query(
    'recent-traces',
    `WITH fromUnixTimestamp64Milli({openedMs: Int64}) AS opened,
       fromUnixTimestamp64Milli({nowMs: Int64}) AS now,
       toIntervalMillisecond({withinMs: UInt64}) AS within
     SELECT DISTINCT workload, trace_id AS traceId FROM spans
     WHERE received_at BETWEEN opened - within AND now
       OR received_at >= (SELECT max(received_at) FROM spans
                          WHERE received_at NOT BETWEEN opened AND now) - within`,
    traceKey,
    { ...moment },
  );
}
