import { z } from 'zod';
import { BellwetherError } from '../core/errors.ts';
import type { Database } from './database.ts';
import { migrations, renewTables, type MigrationSettings } from './migrations.ts';
import { keepRetention } from './retention.ts';

const APPLIED = `CREATE TABLE IF NOT EXISTS migration (
  version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY version SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

async function isEmptyStore(database: Database): Promise<boolean> {
  const tables = await database.query(
    'migrate-look',
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND name != 'migration' LIMIT 1`,
    z.object({ name: z.string() }),
  );
  return tables.length === 0;
}

/**
 * Brings the schema up to this program's, and the retention to what is configured. Safe to interrupt: a step that was cut off runs again.
 * @returns versions applied by this call
 * @throws BellwetherError `conflict` when a newer program has already changed the store
 */
export async function migrate(database: Database, settings: MigrationSettings): Promise<number[]> {
  await database.command('migrate', APPLIED);
  const rows = await database.query(
    'migrations',
    'SELECT DISTINCT version FROM migration ORDER BY version',
    z.object({ version: z.number() }),
  );
  const known = migrations(settings);
  const newest = known.at(-1)?.version ?? 0;
  const found = rows.at(-1)?.version ?? 0;
  if (found > newest) {
    throw new BellwetherError(
      'conflict',
      `this store was changed by a newer version of Bellwether (schema ${found}, this one knows ${newest}): start the newer version, or restore a backup`,
    );
  }
  const applied = new Set(rows.map(({ version }) => version));
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
