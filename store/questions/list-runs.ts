import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../database.ts';

const flag = z
  .number()
  .nullable()
  .transform((value) => (value === null ? null : value === 1));
const number = z.number().nullable();
/** Absent texts are stored empty. */
const text = z.string().transform((value) => (value === '' ? null : value));

const runRow = z.object({
  id: z.string(),
  tsMs: z.number(),
  stage: text,
  release: text,
  model: text,
  provider: text,
  segment: text,
  prompt_version: text,
  trace_id: text,
  conversation: text,
  attributes: z.string(),
  latency_ms: number,
  ok: flag,
  error: text,
  tokens_in: number,
  tokens_cached: number,
  tokens_out: number,
  tokens_reasoning: number,
  cost_usd: number,
  cost_source: text,
  confidence: number,
  hallucination: flag,
  tool_calls: number,
  tool_failures: number,
  outcome: text,
  escalated: flag,
  value_usd: number,
  minutes_saved: number,
});

const attributesJson = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** One raw run, with the names of the data contract; absent fields are null. */
export type RunItem = Omit<z.output<typeof runRow>, 'tsMs' | 'attributes'> & {
  readonly kind: 'run';
  readonly workload: string;
  readonly ts: string;
  readonly attributes: z.infer<typeof attributesJson> | null;
};

/** Which runs are asked for; what is undefined is not filtered by. Times: epoch milliseconds, inclusive. */
export interface RunFilter {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly release?: string | undefined;
  readonly segment?: string | undefined;
  readonly ok?: boolean | undefined;
  readonly hallucination?: boolean | undefined;
}

/** Where a page of runs ended: the last row's time and id. */
export interface RunCursor {
  readonly tsMs: number;
  readonly id: string;
}

function conditions(
  filter: RunFilter,
  after: RunCursor | null,
): [string[], Record<string, unknown>] {
  const all: [string, string, unknown][] = [
    ['ts >= fromUnixTimestamp64Milli({fromMs: Int64})', 'fromMs', filter.fromMs],
    ['ts <= fromUnixTimestamp64Milli({toMs: Int64})', 'toMs', filter.toMs],
    ['release = {release: String}', 'release', filter.release],
    ['segment = {segment: String}', 'segment', filter.segment],
    ['ok = {ok: UInt8}', 'ok', filter.ok === undefined ? undefined : Number(filter.ok)],
    [
      'hallucination = {hallucination: UInt8}',
      'hallucination',
      filter.hallucination === undefined ? undefined : Number(filter.hallucination),
    ],
  ];
  const set = all.filter(([, , value]) => value !== undefined);
  const clauses = set.map(([clause]) => clause);
  const parameters = Object.fromEntries(set.map(([, name, value]) => [name, value]));
  if (after) {
    clauses.push('(ts, id) < (fromUnixTimestamp64Milli({afterMs: Int64}), {afterId: String})');
    Object.assign(parameters, { afterMs: after.tsMs, afterId: after.id });
  }
  return [clauses, parameters];
}

/**
 * Raw runs of a workload, newest first: the drill-down behind a point.
 * @param limit at most this many, 1 to 1,000
 * @returns the page and where the next one starts; null when this was the last
 */
export async function listRuns(
  database: Database,
  workload: string,
  filter: RunFilter,
  after: RunCursor | null,
  limit: number,
): Promise<{ items: RunItem[]; next: RunCursor | null }> {
  const [clauses, parameters] = conditions(filter, after);
  const columns = Object.keys(runRow.shape).map((name) =>
    name === 'tsMs'
      ? 'toUnixTimestamp64Milli(ts) AS tsMs'
      : name.endsWith('_usd')
        ? `toFloat64(${name}) AS ${name}`
        : name,
  );
  const rows = await database.query(
    'runs',
    `SELECT ${columns.join(', ')} FROM runs
     WHERE ${['workload = {workload: String}', 'sign > 0', ...clauses].join(' AND ')}
     ORDER BY ts DESC, id DESC LIMIT {rows: UInt32}`,
    runRow,
    { ...parameters, workload, rows: limit + 1 },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ tsMs, attributes, ...run }) => ({
      ...run,
      kind: 'run',
      workload,
      ts: isoTime(tsMs),
      attributes: attributes === '' ? null : attributesJson.parse(JSON.parse(attributes)),
    })),
    next: rows.length > limit && last ? { tsMs: last.tsMs, id: last.id } : null,
  };
}
