import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleChild } from './bundle-child.ts';
import { EMPTY_STORE } from './empty-store.ts';

/** Memory that looks like a folder; in a container it is often too small. */
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

/** Nothing that a test writes has to outlive the machine, and stores wait for the disk at every step. */
function root(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
}

/** A folder for the whole run, gone after it, and in it the store that tests begin with. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Of several projects the first one makes it for all.
  if (process.env[EMPTY_STORE] !== undefined) return undefined;
  const folder = mkdtempSync(join(root(), 'bellwether-run-'));
  const store = join(folder, 'empty-store');
  const child = await bundleChild(join(import.meta.dirname, 'empty-store-child.ts'));
  await promisify(execFile)(process.execPath, [child, store]);
  await rm(child);
  process.env['TMPDIR'] = folder;
  process.env[EMPTY_STORE] = store;
  return () => rm(folder, { recursive: true, force: true });
}
