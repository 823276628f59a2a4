import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BellwetherError } from '../core/errors.ts';
import { refuseHalfRestored } from './backup/half-restored.ts';

/** The lock's name in the folder; its temporary copies begin with it too. */
export const LOCK_FILE = 'process.lock';

/** Tells one run of the machine from the next; empty where the system does not say. */
async function bootId(): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  } catch {
    // Only Linux says; elsewhere the process id has to do.
    return '';
  }
}

/** Whether a process of that id lives; one that may not be signalled lives too. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process a lock names, if it may still live; a container's first process often has our own id. */
function holder(content: string, boot: string): number | null {
  const [id, writtenIn = ''] = content.trim().split(' ');
  const processId = Number(id);
  const isOther = Number.isInteger(processId) && processId > 0 && processId !== process.pid;
  return isOther && writtenIn === boot && isAlive(processId) ? processId : null;
}

/** Puts a whole lock in place, or finds one there. */
async function tryLock(path: string, content: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, content, { mode: 0o600, flag: 'wx' });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(temporary);
  }
}

/** Takes a left-over lock away; puts it back when another process's has taken its place meanwhile. */
async function removeStale(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== content) await link(aside, path);
  await rm(aside);
}

/**
 * Keeps a second process out of a data folder: two spools in one folder would lose each other's rows.
 * A lock left by a process that is gone is taken over.
 * @returns how to give the folder free
 * @throws BellwetherError `conflict` naming the process that holds it, or where it is half restored
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  refuseHalfRestored(folder);
  const path = join(folder, LOCK_FILE);
  const boot = await bootId();
  for (;;) {
    if (await tryLock(path, `${process.pid} ${boot}\n`)) return () => rm(path, { force: true });
    const content = await readFile(path, 'utf8').catch(() => '');
    const processId = holder(content, boot);
    if (processId !== null) {
      throw new BellwetherError(
        'conflict',
        `process ${processId} uses the data folder ${folder}: stop it, or set BELLWETHER_DATA`,
      );
    }
    await removeStale(path, content);
  }
}
