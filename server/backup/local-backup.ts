import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { spoolFolder } from '../../ingest/foreign-spool.ts';
import { openSnapshot, type Snapshot } from '../../store/backup/snapshot.ts';
import type { Database } from '../../store/database.ts';
import { cutHead, type BackupPlan, type BackupSource } from './backup-source.ts';

/** The head file of a data folder as text; empty where no record was ever written. */
export async function readHeadFile(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'record.head');
  return existsSync(path) ? readFile(path, 'latin1') : '';
}

/** What a snapshot offers, as it is told to whoever writes the backup. */
export function planOf(snapshot: Snapshot, id: string, nowMs: number): BackupPlan {
  return {
    id,
    created_at: isoTime(nowMs),
    schema: snapshot.schema,
    last_record: snapshot.lastRecord,
    tables: snapshot.tables.map(({ name, columns, rows }) => ({
      name,
      columns: [...columns],
      rows,
    })),
    chunks: snapshot.chunks.map(({ table, rows }) => ({ table, rows })),
  };
}

/** @throws BellwetherError `not_found` where a snapshot has no such chunk */
export function readChunk(snapshot: Snapshot, index: number): Promise<Uint8Array> {
  const chunk = snapshot.chunks[index];
  if (chunk) return snapshot.read(chunk);
  throw new BellwetherError('not_found', `there is no chunk ${index}`);
}

/**
 * A backup of a store that no server runs on. What waits in the spool goes along as it lies there.
 * @param dataFolder held by this process
 */
export async function openLocalBackup(
  database: Database,
  dataFolder: string,
  nowMs: number,
): Promise<BackupSource> {
  const snapshot = await openSnapshot(database);
  const folder = spoolFolder(dataFolder);
  const names = existsSync(folder) ? await readdir(folder) : [];
  return {
    plan: planOf(snapshot, randomUUID(), nowMs),
    readChunk: (index) => readChunk(snapshot, index),
    readHead: async () => cutHead(await readHeadFile(dataFolder), snapshot.lastRecord),
    spool: names.map((name) => ({ name, path: join(folder, name) })),
    close: () => snapshot.close(),
  };
}
