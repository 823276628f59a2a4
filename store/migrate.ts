import { z } from 'zod';
import { BellwetherError } from '../core/errors.ts';
import type { Database } from './database.ts';
import { migrations, renewTables, type MigrationSettings } from './migrations.ts';
import { keepRetention } from './retention.ts';
import {
  CONTROL_EPOCH_TABLE,
  CREATE_PROCESS_TABLES,
  HAND_OVER_TABLE,
  PROCESS_TABLE,
} from './tables/process.ts';

const APPLIED = `CREATE TABLE IF NOT EXISTS migration (
  version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY version SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

/** Tables that are there before the schema is brought up. */
const FIRST_TABLES = ['migration', PROCESS_TABLE, CONTROL_EPOCH_TABLE, HAND_OVER_TABLE];

async function isEmptyStore(database: Database): Promise<boolean> {
  const tables = await database.query(
    'migrate-look',
    `SELECT name FROM system.tables
     WHERE database = currentDatabase() AND name NOT IN {first: Array(String)} LIMIT 1`,
    z.object({ name: z.string() }),
    { first: FIRST_TABLES },
  );
  return tables.length === 0;
}

/** Versions found in the store, ascending; none where nothing was ever migrated. */
async function appliedVersions(database: Database): Promise<number[]> {
  const rows = await database.query(
    'migrations',
    'SELECT DISTINCT version FROM migration ORDER BY version',
    z.object({ version: z.number() }),
  );
  return rows.map(({ version }) => version);
}

const refuseNewer = (found: number, newest: number): void => {
  if (found <= newest) return;
  throw new BellwetherError(
    'conflict',
    `this store was changed by a newer version of Bellwether (schema ${found}, this one knows ${newest}): start the newer version, or restore a backup`,
  );
};

/** Makes the tables by which processes find out who brings up the schema. */
export async function prepareProcesses(database: Database): Promise<void> {
  for (const statement of CREATE_PROCESS_TABLES) await database.command('migrate', statement);
}

/**
 * Whether another process has brought the schema up to this program's.
 * @throws BellwetherError `conflict` when a newer program has
 */
export async function isMigrated(
  database: Database,
  settings: MigrationSettings,
): Promise<boolean> {
  await database.command('migrate', APPLIED);
  const applied = await appliedVersions(database);
  const known = migrations(settings).map(({ version }) => version);
  refuseNewer(applied.at(-1) ?? 0, known.at(-1) ?? 0);
  return known.every((version) => applied.includes(version));
}

/**
 * Brings the schema up to this program's, and the retention to what is configured. Safe to interrupt: a step that was cut off runs again.
 * @returns versions applied by this call
 * @throws BellwetherError `conflict` when a newer program has already changed the store
 */
export async function migrate(database: Database, settings: MigrationSettings): Promise<number[]> {
  await database.command('migrate', APPLIED);
  const versions = await appliedVersions(database);
  const known = migrations(settings);
  refuseNewer(versions.at(-1) ?? 0, known.at(-1)?.version ?? 0);
  const applied = new Set(versions);
  const due = known.filter(({ version }) => !applied.has(version));
  const isNew = due.length > 0 && (await isEmptyStore(database));
  if (!isNew && due.some(({ isUpgrade }) => isUpgrade)) {
    for (const statement of renewTables(settings)) await database.command('migrate', statement);
  }
  for (const { version, name, statements, isUpgrade } of due) {
    const needed = isNew && isUpgrade ? [] : statements;
    for (const statement of needed) await database.command('migrate', statement);
    await database.insertRows('migrate', 'migration', [{ version, name }]);
  }
  await keepRetention(database, settings.rawRetentionDays);
  return due.map(({ version }) => version);
}
