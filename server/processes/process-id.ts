import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SPOOLS } from '../../ingest/segment-ids.ts';

const FILE = 'process.id';
const ID = /^[0-9a-f]{16}$/;

/** What the processes of one installation are told apart by; it stays with the data folder. */
export interface ProcessId {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** The same in few bits: see `createSegmentIds`. */
  readonly spoolNumber: number;
}

/** The number of an id among spools. */
export const spoolNumberOf = (id: string): number => Number(BigInt(`0x${id}`) % SPOOLS);

/** Reads the id of a data folder, made on the first start; the folder is there, and locked. */
export async function loadProcessId(folder: string): Promise<ProcessId> {
  const path = join(folder, FILE);
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (ID.test(known.trim())) return { id: known.trim(), spoolNumber: spoolNumberOf(known.trim()) };
  const id = randomBytes(8).toString('hex');
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  await file.writeFile(`${id}\n`);
  await file.sync();
  await file.close();
  await rename(draft, path);
  return { id, spoolNumber: spoolNumberOf(id) };
}
