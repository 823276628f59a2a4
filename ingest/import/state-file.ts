import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseState, type ImportState } from './import-state.ts';

/** Where an import's state is kept between two runs. */
export interface StateFile {
  readonly path: string;
  /** What an operator should know about where it lies or what was in it; null for nothing. */
  readonly remark: string | null;
  /** The state of an earlier run; null for none. */
  readonly earlier: ImportState | null;
  /** Replaces the state whole: a kill leaves the old one or the new one. */
  write(state: ImportState): Promise<void>;
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch {
    // Why doesn't matter: the state goes elsewhere, and that is told.
    return false;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Opens the state of a file's import: `.FILE.bellwether-import` beside it, or in `fallbackFolder` where
 * that folder takes no files.
 * @param path of the file to import, absolute
 */
export async function openStateFile(path: string, fallbackFolder: string): Promise<StateFile> {
  const folder = dirname(path);
  const isBeside = await isWritable(folder);
  const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
  const statePath = isBeside
    ? join(folder, `.${basename(path)}.bellwether-import`)
    : join(fallbackFolder, `${name}.bellwether-import`);
  const text = await readIfThere(statePath);
  const earlier = text === null ? null : parseState(text);
  const remarks = [
    ...(isBeside ? [] : [`${folder} takes no files: progress is kept in ${statePath}`]),
    ...(text !== null && earlier === null ? [`${statePath} can't be read: starting over`] : []),
  ];
  return {
    path: statePath,
    remark: remarks.length > 0 ? remarks.join('; ') : null,
    earlier,
    async write(state) {
      const temporary = `${statePath}.${process.pid}`;
      await writeFile(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
      await rename(temporary, statePath);
    },
  };
}
