import { z } from 'zod';
import { runItem, type RunItem } from '../../core/run-item.ts';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../database.ts';

/** What every row holds besides the columns that are answered as they are. */
const runRow = z.looseObject({ id: z.string(), tsMs: z.number(), attributes: z.string() });

const FLAGS: ReadonlySet<string> = new Set(['ok', 'hallucination', 'escalated']);

/** Columns of a run; the rest of an item is known before the question. */
const COLUMNS = Object.keys(runItem.shape).filter(
  (name) => !['kind', 'workload', 'ts'].includes(name),
);

/** A stored value as it is answered: absent texts are stored empty, flags as 0 and 1. */
function fieldOf(name: string, value: unknown): unknown {
  if (value === '') return null;
  return FLAGS.has(name) && value !== null ? value === 1 : value;
}

function itemOf(workload: string, row: z.infer<typeof runRow>): RunItem {
  const { tsMs, attributes, ...columns } = row;
  const fields = Object.entries(columns).map(([name, value]) => [name, fieldOf(name, value)]);
  return runItem.parse({
    ...Object.fromEntries(fields),
    kind: 'run',
    workload,
    ts: isoTime(tsMs),
    attributes: attributes === '' ? null : (JSON.parse(attributes) as unknown),
  });
}

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
  const columns = COLUMNS.map((name) =>
    name.endsWith('_usd') ? `toFloat64(${name}) AS ${name}` : name,
  );
  const rows = await database.query(
    'runs',
    `SELECT ${columns.join(', ')}, toUnixTimestamp64Milli(ts) AS tsMs FROM runs
     WHERE ${['workload = {workload: String}', 'sign > 0', ...clauses].join(' AND ')}
     ORDER BY ts DESC, id DESC LIMIT {rows: UInt32}`,
    runRow,
    { ...parameters, workload, rows: limit + 1 },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => itemOf(workload, row)),
    next: rows.length > limit && last ? { tsMs: last.tsMs, id: last.id } : null,
  };
}
