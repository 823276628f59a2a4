import { z } from 'zod';
import type { Database, QueryParameters } from './database.ts';
import { RAW_TABLES, RAW_TABLE_NAMES } from './raw-columns.ts';
import { DERIVED_KEEPERS } from './tables/all-tables.ts';
import { ASSESSMENT_TABLE } from './tables/assessment.ts';
import { DESIGN_EFFECT_TABLE } from './tables/design-effect.ts';

/** Rows erased by table; tables that held none are there with 0. */
export type ErasedRows = Readonly<Record<string, number>>;

/** Rejected events erased in one statement: their ids travel in the address, and proxies take 8 KB. */
const IDS_AT_ONCE = 100;

/** Traces erased in one statement: twice as many numbers of 20 digits stand in its text, which may hold 256 KiB. */
const TRACES_AT_ONCE = 5000;

const numberRow = z.object({ n: z.number() });
const idRow = z.object({ id: z.string() });
const traceRow = z.object({ trace: z.string().regex(/^\d+$/) });

/** The raw tables in which a person stands; their rows name the trace they belong to as well. */
const PERSONAL = RAW_TABLE_NAMES.filter((table) =>
  RAW_TABLES[table].some(({ name }) => name === 'user_hash'),
);

/** Erases what a condition names and waits until it is gone from disk, on every replica. */
async function eraseWhere(
  database: Database,
  table: string,
  condition: string,
  parameters: QueryParameters,
): Promise<number> {
  const [found] = await database.query(
    'erase-count',
    `SELECT count() AS n FROM ${table} WHERE ${condition}`,
    numberRow,
    parameters,
  );
  const rows = found?.n ?? 0;
  if (rows > 0) {
    await database.command(
      'erase',
      `ALTER TABLE ${table} DELETE WHERE ${condition} SETTINGS mutations_sync = 2`,
      parameters,
    );
  }
  return rows;
}

/**
 * Erases everything that telemetry left of a workload: raw rows, roll-ups, lists, and rejected
 * events that claim it. What was acknowledged must have been handed over before, and nothing may be
 * handed over meanwhile. Can be repeated after a failure.
 * @throws BellwetherError `unavailable` where the database is away or slow; part of it is gone then
 */
export async function eraseWorkload(database: Database, workload: string): Promise<ErasedRows> {
  const rows: Record<string, number> = {};
  const tables = [
    ...RAW_TABLE_NAMES,
    ...DERIVED_KEEPERS.map(({ table }) => table),
    ASSESSMENT_TABLE,
    DESIGN_EFFECT_TABLE,
  ];
  for (const table of tables) {
    const condition = 'workload = {workload: String}';
    rows[table] = await eraseWhere(database, table, condition, { workload });
  }
  return rows;
}

/** How a user shows in rows that are kept. */
export interface UserTraces {
  /** The keyed hash that stands for the user in raw rows. */
  readonly hash: string;
  /** How that hash stands in the body of a rejected event. */
  readonly inBody: string;
  /** RE2 pattern of the user's name in a body that could not be read, and was kept as it came. */
  readonly inUnreadBody: string;
}

/** A trace as a number: what senders write never stands in a deletion, whose text the engine keeps. */
const traceIn = (column: string): string => `sipHash64(workload, ${column})`;

/** Every trace of which some row names a user. */
async function findTracesOf(database: Database, hash: string): Promise<string[]> {
  const selects = PERSONAL.map(
    (table) =>
      `SELECT ${traceIn('trace_id')} AS trace FROM ${table}
       WHERE user_hash = {hash: String} AND trace_id != ''`,
  );
  const rows = await database.query(
    'erase-traces',
    `SELECT DISTINCT toString(trace) AS trace FROM (${selects.join(' UNION ALL ')})`,
    traceRow,
    { hash },
  );
  return rows.map(({ trace }) => trace);
}

/**
 * Erases the rows of a user, after all others of the user's traces: emitters name the user on the
 * topmost span alone. In this order, because after a cut the traces are found by those rows again.
 */
async function eraseTracesOf(database: Database, hash: string): Promise<ErasedRows> {
  const rows: Record<string, number> = Object.fromEntries(PERSONAL.map((table) => [table, 0]));
  const erase = async (table: string, condition: string): Promise<void> => {
    const erased = await eraseWhere(database, table, condition, { hash });
    rows[table] = (rows[table] ?? 0) + erased;
  };
  const traces = await findTracesOf(database, hash);
  for (let from = 0; from < traces.length; from += TRACES_AT_ONCE) {
    const chunk = traces.slice(from, from + TRACES_AT_ONCE).join(', ');
    for (const table of PERSONAL) {
      const names = table === 'events' ? ['trace_id', 'run'] : ['trace_id'];
      const isOfTrace = names.map((name) => `${traceIn(name)} IN (${chunk})`).join(' OR ');
      await erase(table, `(${isOfTrace}) AND user_hash != {hash: String}`);
    }
  }
  for (const table of PERSONAL) await erase(table, 'user_hash = {hash: String}');
  return rows;
}

/**
 * Erases every raw row and every rejected event of a user, of all workloads, and the rest of the
 * traces that name the user. Roll-ups hold sums without any person, and stay. To be called like
 * `eraseWorkload`.
 * @throws BellwetherError `unavailable` where the database is away or slow; part of it is gone then
 */
export async function eraseUser(database: Database, user: UserTraces): Promise<ErasedRows> {
  const rows = await eraseTracesOf(database, user.hash);
  return { ...rows, quarantine: await eraseRejected(database, user) };
}

/** By id, because the engine keeps the text of each deletion, and the name must not stand in it. */
async function eraseRejected(database: Database, user: UserTraces): Promise<number> {
  for (let rows = 0; ;) {
    const found = await database.query(
      'erase-find',
      `SELECT id FROM quarantine
       WHERE position(body, {inBody: String}) > 0 OR match(body, {inUnreadBody: String})
       LIMIT ${IDS_AT_ONCE}`,
      idRow,
      { inBody: user.inBody, inUnreadBody: user.inUnreadBody },
    );
    if (found.length === 0) return rows;
    const ids = found.map(({ id }) => id);
    rows += await eraseWhere(database, 'quarantine', 'id IN {ids: Array(String)}', { ids });
  }
}
