import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { stringLiteral } from '../string-literal.ts';

const columnRow = z.object({ table: z.string(), name: z.string() });

/** Rows in a file: the Native format, compressed by gzip. */
export interface RowFile {
  readonly table: string;
  readonly columns: readonly string[];
  /** Absolute; the name ends in `.gz`. */
  readonly path: string;
}

/**
 * Columns of every table, by table: what a backup may be loaded into.
 * @throws BellwetherError `unavailable` where the database is away
 */
export async function listColumns(database: Database): Promise<Map<string, Set<string>>> {
  const rows = await database.query(
    'restore-columns',
    'SELECT table, name FROM system.columns WHERE database = currentDatabase()',
    columnRow,
  );
  const tables = new Map<string, Set<string>>();
  for (const { table, name } of rows) {
    tables.set(table, (tables.get(table) ?? new Set()).add(name));
  }
  return tables;
}

/** Rows are put in as they were, and the same rows twice where they were there twice. */
const SETTINGS = 'insert_deduplicate = 0, optimize_on_insert = 0, async_insert = 0';

/**
 * Puts the rows of a file into their table, and into nothing that listens to it.
 * @param file its table and columns must be among {@link listColumns}: they become part of the statement
 * @throws Error where the file holds no such rows
 */
export async function loadRows(database: Database, file: RowFile): Promise<void> {
  const columns = file.columns.join(', ');
  const insert = `INSERT INTO ${file.table} (${columns}) SETTINGS ${SETTINGS}`;
  if (database.segmentTransport === 'file') {
    const rows = `SELECT ${columns} FROM file(${stringLiteral(file.path)}, Native)`;
    await database.command('restore', `${insert} ${rows}`);
    return;
  }
  const body = createGunzip();
  // A fault of the file ends the body with that fault, and so the insert.
  pipeline(createReadStream(file.path), body, () => undefined);
  await database.insertBody('restore', `${insert} FORMAT Native`, body);
}

/**
 * Empties the list of migrations, so that the list of a backup takes its place.
 * @throws BellwetherError `unavailable` where the database is away
 */
export async function forgetMigrations(database: Database): Promise<void> {
  await database.command('restore', 'TRUNCATE TABLE migration');
}

/**
 * Whether a database holds no table at all.
 * @throws BellwetherError `unavailable` where it is away
 */
export async function isEmptyDatabase(database: Database): Promise<boolean> {
  return (await listColumns(database)).size === 0;
}
