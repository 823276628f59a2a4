import { z } from 'zod';
import { runItem, type RunItem } from '../../core/run-item.ts';
import { isoTime } from '../../core/time.ts';
import type { Database } from '../database.ts';
import { statedColumns } from '../raw-columns.ts';

/** What every row holds besides the columns that are answered as they are. */
const runRow = z.looseObject({
  id: z.string(),
  tsMs: z.number(),
  attributes: z.string(),
  /** Empty on a row that nothing ever takes back. */
  rowHash: z.string(),
});

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
  const { tsMs, attributes, rowHash: _, ...columns } = row;
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
  readonly model?: string | undefined;
  readonly stage?: string | undefined;
  readonly ok?: boolean | undefined;
  readonly hallucination?: boolean | undefined;
  readonly ids?: readonly string[] | undefined;
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
    ['model = {model: String}', 'model', filter.model],
    ['stage = {stage: String}', 'stage', filter.stage],
    ['ok = {ok: UInt8}', 'ok', filter.ok === undefined ? undefined : Number(filter.ok)],
    [
      'hallucination = {hallucination: UInt8}',
      'hallucination',
      filter.hallucination === undefined ? undefined : Number(filter.hallucination),
    ],
    ['id IN {wantedIds: Array(String)}', 'wantedIds', filter.ids],
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

/** Everything a raw run says, in one number: a row and the one that takes it back have the same. */
const ROW_HASH = `sipHash64(${statedColumns('runs')
  .map(({ name }) => `ifNull(toString(${name}), '-')`)
  .join(", '\\n', ")})`;

const COLUMN_LIST = COLUMNS.map((name) =>
  name.endsWith('_usd') ? `toFloat64(${name}) AS ${name}` : name,
).join(', ');

type RunRow = z.output<typeof runRow>;

/** Rows that fit a filter, those of the last time and id all of them. */
function readRows(
  database: Database,
  workload: string,
  filter: RunFilter,
  after: RunCursor | null,
  limit: number,
): Promise<RunRow[]> {
  const [clauses, parameters] = conditions(filter, after);
  return database.query(
    'runs',
    `SELECT ${COLUMN_LIST}, toUnixTimestamp64Milli(ts) AS tsMs,
       if(origin = '', '', toString(${ROW_HASH})) AS rowHash FROM runs
     WHERE ${['workload = {workload: String}', 'sign > 0', ...clauses].join(' AND ')}
     ORDER BY ts DESC, id DESC LIMIT {rows: UInt32} WITH TIES`,
    runRow,
    { ...parameters, workload, rows: limit },
  );
}

/** How often each of some rows was taken back, by its hash. */
async function readTakenBack(
  database: Database,
  workload: string,
  rows: readonly RunRow[],
): Promise<Map<string, number>> {
  const corrected = rows.filter(({ rowHash }) => rowHash !== '');
  if (corrected.length === 0) return new Map();
  const times = corrected.map(({ tsMs }) => tsMs);
  const found = await database.query(
    'runs-taken-back',
    `SELECT toString(${ROW_HASH}) AS rowHash, count() AS times FROM runs
     WHERE workload = {workload: String} AND sign < 0
       AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND ts <= fromUnixTimestamp64Milli({toMs: Int64}) AND id IN {ids: Array(String)}
     GROUP BY rowHash`,
    z.object({ rowHash: z.string(), times: z.number() }),
    {
      workload,
      fromMs: Math.min(...times),
      toMs: Math.max(...times),
      ids: [...new Set(corrected.map(({ id }) => id))],
    },
  );
  return new Map(found.map((row) => [row.rowHash, row.times]));
}

/** The rows that still count; of two equal ones of which one was taken back, one. */
function standing(rows: readonly RunRow[], takenBack: Map<string, number>): RunRow[] {
  return rows.filter(({ rowHash }) => {
    const times = takenBack.get(rowHash) ?? 0;
    if (times > 0) takenBack.set(rowHash, times - 1);
    return times === 0;
  });
}

/**
 * Raw runs of a workload, newest first: the drill-down behind a point. Runs that later spans have
 * corrected are told as they stand now.
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
  const rows: RunRow[] = [];
  let cursor = after;
  for (let isMore = true; isMore && rows.length <= limit;) {
    const read = await readRows(database, workload, filter, cursor, limit + 1);
    rows.push(...standing(read, await readTakenBack(database, workload, read)));
    const last = read.at(-1);
    isMore = read.length > limit && last !== undefined;
    if (last) cursor = { tsMs: last.tsMs, id: last.id };
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => itemOf(workload, row)),
    next: rows.length > limit && last ? { tsMs: last.tsMs, id: last.id } : null,
  };
}
