import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BellwetherError } from '../../core/errors.ts';
import { MANIFEST_FILE, readManifest, type ManifestContents } from './manifest.ts';
import { measureFile } from './write-backup.ts';

/** How many damaged files are named; the rest are counted. */
const NAMED = 5;

async function faultOf(folder: string, file: ManifestContents['files'][number]) {
  const path = join(folder, file.path);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return 'is missing';
  if (found.size !== file.bytes) return `has ${found.size} bytes, not ${file.bytes}`;
  const { sha256 } = await measureFile(path);
  return sha256 === file.sha256 ? null : 'was changed';
}

/** The manifest's text. @throws BellwetherError `not_found` where the folder is no backup */
async function readManifestFile(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, MANIFEST_FILE), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    const message = `${folder} holds no ${MANIFEST_FILE}: it is no backup, or one that was cut off`;
    throw new BellwetherError('not_found', message, { cause });
  }
}

/**
 * Reads a backup from its first byte to its last, and writes nothing.
 * @param newestSchema the newest version of the schema that this program knows
 * @returns its manifest, every file of which is as it was written
 * @throws BellwetherError `not_found`, `conflict` where a newer program wrote it, `invalid` where
 *   something is missing, cut off or changed, with an entry a file
 */
export async function checkBackup(folder: string, newestSchema: number): Promise<ManifestContents> {
  const manifest = readManifest(await readManifestFile(folder), newestSchema);
  const errors: { path: string; message: string }[] = [];
  for (const file of manifest.files) {
    const message = await faultOf(folder, file);
    if (message !== null) errors.push({ path: file.path, message });
  }
  if (errors.length === 0) return manifest;
  throw new BellwetherError(
    'invalid',
    `the backup is damaged: ${errors.length} of ${manifest.files.length} files are not as they were written; nothing was restored`,
    { errors: errors.slice(0, NAMED) },
  );
}
