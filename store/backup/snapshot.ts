import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import type { Database } from '../database.ts';

/** A stretch of rows of one table's copy, small enough to be held in memory. */
export interface SnapshotChunk {
  readonly table: string;
  /** The part of the copy that holds them. */
  readonly part: string;
  readonly fromRow: number;
  readonly rows: number;
}

/** One table as it was, with the columns that are stored. */
export interface SnapshotTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What every table held at one moment, whatever is written since. */
export interface Snapshot {
  /** Version of the schema. */
  readonly schema: number;
  /** Sequence of the last record of the ledger; 0 where there is none. */
  readonly lastRecord: number;
  readonly tables: readonly SnapshotTable[];
  readonly chunks: readonly SnapshotChunk[];
  /** The rows of a chunk in the Native format. */
  read(chunk: SnapshotChunk): Promise<Uint8Array>;
  /** Drops the copies, and with them the room on disk that only they still take. */
  close(): Promise<void>;
}

/** Copies of tables begin so; no table of the schema does. */
const PREFIX = 'backup_';

/** Uncompressed bytes of a chunk: a query and a file each, and never much more than this in memory. */
const CHUNK_BYTES = 32 * 1_048_576;

const tableRow = z.object({ name: z.string(), engine: z.string() });
const columnRow = z.object({ table: z.string(), name: z.string() });
const partRow = z.object({
  table: z.string(),
  name: z.string(),
  rows: z.number(),
  bytes: z.number(),
});
const numberRow = z.object({ value: z.number() });

/** Tables that store rows; views and entries are made anew by the schema. */
async function storedTables(database: Database): Promise<z.output<typeof tableRow>[]> {
  return database.query(
    'backup-tables',
    `SELECT name, engine FROM system.tables WHERE database = currentDatabase()
       AND (engine LIKE '%MergeTree' OR engine = 'Distributed') ORDER BY name`,
    tableRow,
  );
}

/**
 * Drops copies that an earlier backup could not drop, because it was killed.
 * @throws BellwetherError `unavailable` where the database is away
 */
export async function dropSnapshots(database: Database): Promise<void> {
  const tables = await storedTables(database);
  for (const { name } of tables.filter((table) => table.name.startsWith(PREFIX))) {
    await database.command('backup-drop', `DROP TABLE IF EXISTS ${name} SYNC`);
  }
}

async function numberOf(database: Database, sql: string): Promise<number> {
  const [row] = await database.query('backup-look', sql, numberRow);
  return row?.value ?? 0;
}

/** Cuts a part into chunks of about CHUNK_BYTES. */
function cutPart(table: string, { name, rows, bytes }: z.output<typeof partRow>): SnapshotChunk[] {
  const each = Math.max(1, Math.floor((CHUNK_BYTES * rows) / Math.max(bytes, 1)));
  return Array.from({ length: Math.ceil(rows / each) }, (_, i) => ({
    table,
    part: name,
    fromRow: i * each,
    rows: Math.min(each, rows - i * each),
  }));
}

/** Copies every table without copying a byte: a copy shares its files with the table until they are merged. */
async function copyTables(database: Database): Promise<string[]> {
  await dropSnapshots(database);
  const tables = await storedTables(database);
  const foreign = tables.find(({ engine }) => /^Replicated|^Shared|^Distributed/.test(engine));
  if (foreign) {
    const message = `the table ${foreign.name} lies on a cluster: back it up with ClickHouse's own BACKUP`;
    throw new BellwetherError('conflict', message);
  }
  for (const { name } of tables) {
    await database.command('backup-copy', `CREATE TABLE ${PREFIX}${name} CLONE AS ${name}`);
    // A merge would give the rows other places while they are read.
    await database.command('backup-copy', `SYSTEM STOP MERGES ${PREFIX}${name}`);
  }
  return tables.map(({ name }) => name);
}

async function describe(database: Database, names: readonly string[]) {
  const copies = names.map((name) => `${PREFIX}${name}`);
  const columns = await database.query(
    'backup-columns',
    `SELECT table, name FROM system.columns WHERE database = currentDatabase()
       AND table IN {copies: Array(String)} AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')
     ORDER BY table, position`,
    columnRow,
    { copies },
  );
  const parts = await database.query(
    'backup-parts',
    `SELECT table, name, rows, data_uncompressed_bytes AS bytes FROM system.parts
     WHERE database = currentDatabase() AND active AND table IN {copies: Array(String)}
     ORDER BY table, name`,
    partRow,
    { copies },
  );
  const tables = names.map((name) => ({
    name,
    columns: columns.filter(({ table }) => table === PREFIX + name).map((one) => one.name),
    rows: parts
      .filter(({ table }) => table === PREFIX + name)
      .reduce((sum, { rows }) => sum + rows, 0),
  }));
  return {
    tables,
    chunks: parts.flatMap((part) => cutPart(part.table.slice(PREFIX.length), part)),
  };
}

/**
 * Copies every table as it is now. Nothing may be handed over meanwhile, which takes less than a
 * second whatever the tables hold; afterwards everything goes on, and the copies stay as they are.
 * @throws BellwetherError `conflict` where tables lie on a cluster, `unavailable` where the database is away
 */
export async function openSnapshot(database: Database): Promise<Snapshot> {
  const close = () => dropSnapshots(database);
  try {
    const names = await copyTables(database);
    const { tables, chunks } = await describe(database, names);
    const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns.join(', ')]));
    return {
      schema: await numberOf(database, `SELECT max(version) AS value FROM ${PREFIX}migration`),
      lastRecord: await numberOf(database, `SELECT max(sequence) AS value FROM ${PREFIX}ledger`),
      tables,
      chunks,
      read: ({ table, part, fromRow, rows }) =>
        database.queryNative(
          'backup-read',
          `SELECT ${columnsOf.get(table)} FROM ${PREFIX}${table}
           WHERE _part = {part: String}
             AND _part_offset >= {from: UInt64} AND _part_offset < {to: UInt64}`,
          { part, from: fromRow, to: fromRow + rows },
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
