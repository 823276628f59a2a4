import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BellwetherError } from '../core/errors.ts';

const KEY_BYTES = 32;

/** Keys derived from this installation's one secret, each for one purpose. */
export interface Secrets {
  readonly ledger: Buffer;
  /** Of the file that keeps the ledger's head; another than that of the chain. */
  readonly ledgerHead: Buffer;
  readonly session: Buffer;
  readonly users: Buffer;
  readonly dedupe: Buffer;
  /** Seals the secrets of receivers. */
  readonly receivers: Buffer;
  /** Seals what people sign in with. */
  readonly credentials: Buffer;
  /** Draws the runs of the random audit. */
  readonly audit: Buffer;
  /** Places keys on the scale that a limited rollout takes its share of. */
  readonly flags: Buffer;
  /** What processes of one installation know each other by. */
  readonly peers: Buffer;
  /** Not secret: tells this installation's segments from another's in one database. */
  readonly spoolName: string;
}

/**
 * The secret of the file, made if it is missing. It is written beside, synced and linked into place,
 * so that a kill at any moment leaves a whole secret or none.
 */
async function readOrCreate(folder: string): Promise<Buffer> {
  const path = join(folder, 'secret.key');
  if (!existsSync(path)) {
    const temporary = `${path}.${randomBytes(6).toString('hex')}`;
    const file = await open(temporary, 'wx', 0o600);
    await file.writeFile(randomBytes(KEY_BYTES).toString('hex'));
    await file.sync();
    await file.close();
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(temporary);
    const directory = await open(folder, 'r');
    await directory.sync();
    await directory.close();
  }
  await chmod(path, 0o600);
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  if (secret.length !== KEY_BYTES) {
    throw new Error(
      `${path} does not hold a ${KEY_BYTES}-byte key in hex: restore it from a backup`,
    );
  }
  return secret;
}

/** A secret that is handed in; the folder may hold no other. */
async function useGiven(folder: string, given: string): Promise<Buffer> {
  const path = join(folder, 'secret.key');
  if (existsSync(path) && (await readFile(path, 'utf8')).trim() !== given) {
    throw new BellwetherError(
      'conflict',
      `${path} holds another secret than BELLWETHER_SECRET: set it to what the file holds`,
    );
  }
  return Buffer.from(given, 'hex');
}

/**
 * Loads the installation's secret, made on the first start and readable by its owner only.
 * @param given the secret in hex, where it is kept elsewhere; null: it lies in the data folder
 * @throws BellwetherError `conflict` where the folder holds another one
 */
export async function loadSecrets(
  dataFolder: string,
  given: string | null = null,
): Promise<Secrets> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const secret =
    given === null ? await readOrCreate(dataFolder) : await useGiven(dataFolder, given);
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `bellwether/${purpose}`, KEY_BYTES));
  return {
    ledger: derive('ledger'),
    ledgerHead: derive('ledger-head'),
    session: derive('session'),
    users: derive('users'),
    dedupe: derive('dedupe'),
    receivers: derive('receivers'),
    credentials: derive('credentials'),
    audit: derive('audit'),
    flags: derive('flags'),
    peers: derive('peers'),
    spoolName: derive('spool').toString('hex').slice(0, 16),
  };
}

/** All that is ever stored of a user's name. */
export const createUserHash =
  (secrets: Pick<Secrets, 'users'>) =>
  (user: string): string =>
    createHmac('sha256', secrets.users).update(user).digest('hex').slice(0, 32);
