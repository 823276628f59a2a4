import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BellwetherError } from '../../core/errors.ts';
import { diskFiles } from '../../ingest/spool-files.ts';
import type { BackupSource } from './backup-source.ts';
import {
  BACKUP_FORMAT,
  MANIFEST_FILE,
  writeManifest,
  type BackupFile,
  type ManifestContents,
} from './manifest.ts';

const compress = promisify(gzip);
/** Rows of numbers get a fifth of their size; more effort would make the disk wait for it. */
const COMPRESSION_LEVEL = 1;

/** Where a backup goes, and what besides the source it is made of. */
export interface BackupTarget {
  /** Absolute, and empty. */
  readonly folder: string;
  /** The installation's secret; null: it is left out. */
  readonly secretFile: string | null;
  readonly program: string;
}

/**
 * Makes the folder of a backup.
 * @throws BellwetherError `conflict` where it holds something
 */
export async function makeEmptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length === 0) return;
  throw new BellwetherError('conflict', `${folder} is not empty: name a folder of its own`);
}

async function writeFile(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Length and digest of a file, read piece by piece. */
export async function measureFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

/** Writes a source's rows and files, chunk by chunk; lists them in the order they were written. */
async function writeFiles(source: BackupSource, target: BackupTarget): Promise<BackupFile[]> {
  const { folder, secretFile } = target;
  const files: BackupFile[] = [];
  const note = async (path: string, table: string | null, rows: number): Promise<void> => {
    files.push({ path, ...(await measureFile(join(folder, path))), table, rows });
  };
  for (const { name } of source.plan.tables) await mkdir(join(folder, name), { mode: 0o700 });
  for (const [index, { table, rows }] of source.plan.chunks.entries()) {
    const path = `${table}/${String(index + 1).padStart(6, '0')}.native.gz`;
    const content = await compress(await source.readChunk(index), { level: COMPRESSION_LEVEL });
    await writeFile(join(folder, path), content);
    await note(path, table, rows);
  }
  if (source.spool.length > 0) await mkdir(join(folder, 'spool'), { mode: 0o700 });
  for (const { name, path } of source.spool) {
    await copyFile(path, join(folder, 'spool', name));
    await note(`spool/${name}`, null, 0);
  }
  await writeFile(join(folder, 'record.head'), await source.readHead());
  await note('record.head', null, 0);
  if (secretFile !== null) {
    await writeFile(join(folder, 'secret.key'), await readFile(secretFile));
    await note('secret.key', null, 0);
  }
  return files;
}

/**
 * Writes a backup into a folder; only its last file makes it one.
 * @returns what it holds
 * @throws what the source throws
 */
export async function writeBackup(
  source: BackupSource,
  target: BackupTarget,
): Promise<ManifestContents> {
  const { folder, program } = target;
  const files = await writeFiles(source, target);
  for (const { path } of files) await diskFiles.syncFolder(dirname(join(folder, path)));
  const { schema, created_at, last_record, tables } = source.plan;
  const contents: ManifestContents = {
    format: BACKUP_FORMAT,
    program,
    schema,
    created_at,
    last_record,
    tables,
    files,
  };
  const draft = join(folder, `${MANIFEST_FILE}.draft`);
  await writeFile(draft, writeManifest(contents));
  await rename(draft, join(folder, MANIFEST_FILE));
  await diskFiles.syncFolder(folder);
  return contents;
}
