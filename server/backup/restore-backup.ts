import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BellwetherError } from '../../core/errors.ts';
import { spoolFolder } from '../../ingest/foreign-spool.ts';
import { diskFiles } from '../../ingest/spool-files.ts';
import {
  forgetMigrations,
  isEmptyDatabase,
  listColumns,
  loadRows,
} from '../../store/backup/load-rows.ts';
import type { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { migrations } from '../../store/migrations.ts';
import type { Configuration } from '../configuration.ts';
import { lockFolder } from '../lock-folder.ts';
import { openOrUnlock } from '../open-or-unlock.ts';
import { UNFINISHED_FILE } from './half-restored.ts';
import type { ManifestContents } from './manifest.ts';
import { checkBackup } from './read-backup.ts';

/** What stands in an empty folder all the same: what disks are formatted with. */
const HARMLESS: ReadonlySet<string> = new Set(['lost+found']);

const SECRET_FILE = 'secret.key';

/** A backup and the secret it was made without. */
export interface RestoreRequest {
  /** Absolute. */
  readonly folder: string;
  /** A copy of the installation's secret, for a backup that has none; null: it is in the backup. */
  readonly secretFile: string | null;
}

async function refuseUsedFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const found = (await readdir(dataFolder)).filter((name) => !HARMLESS.has(name));
  if (found.length === 0) return;
  throw new BellwetherError(
    'conflict',
    `the data folder ${dataFolder} is not empty: set BELLWETHER_DATA to an empty one`,
  );
}

function secretOf({ folder, secretFile }: RestoreRequest, manifest: ManifestContents): string {
  const isInside = manifest.files.some(({ path }) => path === SECRET_FILE);
  if (secretFile !== null && isInside) {
    throw new BellwetherError('invalid', 'the backup holds its secret: leave out --secret');
  }
  if (isInside) return join(folder, SECRET_FILE);
  if (secretFile !== null) return secretFile;
  const message = 'the backup was made without its secret: name a copy of secret.key with --secret';
  throw new BellwetherError('invalid', message);
}

/** Columns of each table in a backup. @throws BellwetherError `invalid` where the schema has no such */
async function columnsToLoad(
  database: Database,
  manifest: ManifestContents,
): Promise<Map<string, readonly string[]>> {
  const known = await listColumns(database);
  for (const { name, columns } of manifest.tables) {
    const unknown = columns.find((column) => !known.get(name)?.has(column));
    if (unknown === undefined) continue;
    throw new BellwetherError('invalid', `the backup is damaged: no table has ${name}.${unknown}`);
  }
  return new Map(manifest.tables.map(({ name, columns }) => [name, columns]));
}

/**
 * Today's empty tables take the rows; then the list of migrations, which came with them, says what an
 * upgrade of that store still lacks.
 */
async function loadTables(
  database: Database,
  folder: string,
  manifest: ManifestContents,
  settings: { rawRetentionDays: number },
): Promise<void> {
  await migrate(database, settings);
  const columnsOf = await columnsToLoad(database, manifest);
  await forgetMigrations(database);
  for (const { path, table } of manifest.files) {
    const columns = table === null ? undefined : columnsOf.get(table);
    if (table === null || columns === undefined) continue;
    await loadRows(database, { table, columns, path: join(folder, path) });
  }
  await migrate(database, settings);
}

async function copyFiles(from: string, dataFolder: string, manifest: ManifestContents) {
  await mkdir(spoolFolder(dataFolder), { recursive: true, mode: 0o700 });
  for (const { path } of manifest.files) {
    if (path === 'record.head' || path.startsWith('spool/')) {
      await copyFile(join(from, path), join(dataFolder, path));
    }
  }
  await diskFiles.syncFolder(spoolFolder(dataFolder));
}

/**
 * Restores a backup into the data folder and the database of a configuration, both empty. Everything
 * is checked before anything is written; a restore that is cut off leaves a folder that refuses to start.
 * @returns what was restored
 * @throws BellwetherError as `checkBackup` does; `conflict` where something is there already
 */
export async function restoreBackup(
  request: RestoreRequest,
  configuration: Configuration,
): Promise<ManifestContents> {
  const { dataFolder, rawRetentionDays } = configuration;
  const settings = { rawRetentionDays };
  const newest = migrations(settings).at(-1)?.version ?? 0;
  const manifest = await checkBackup(request.folder, newest);
  const secret = secretOf(request, manifest);
  await refuseUsedFolder(dataFolder);
  const unlock = await lockFolder(dataFolder);
  const database = await openOrUnlock(configuration, unlock);
  try {
    if (!(await isEmptyDatabase(database))) {
      throw new BellwetherError('conflict', 'the database is not empty: name another');
    }
    await writeFile(join(dataFolder, UNFINISHED_FILE), `${request.folder}\n`, { mode: 0o600 });
    await copyFile(secret, join(dataFolder, SECRET_FILE));
    await loadTables(database, request.folder, manifest, settings);
    await copyFiles(request.folder, dataFolder, manifest);
  } finally {
    await database.close();
    await unlock();
  }
  await rm(join(dataFolder, UNFINISHED_FILE));
  await diskFiles.syncFolder(dataFolder);
  return manifest;
}
