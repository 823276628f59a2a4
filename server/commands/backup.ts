import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { findPathFault } from '../../store/readable-path.ts';
import { backupPlan, type BackupSource } from '../backup/backup-source.ts';
import { openLocalBackup } from '../backup/local-backup.ts';
import type { ManifestContents } from '../backup/manifest.ts';
import { makeEmptyFolder, writeBackup, type BackupTarget } from '../backup/write-backup.ts';
import { readConfiguration, type Configuration } from '../configuration.ts';
import { openOrUnlock } from '../open-or-unlock.ts';
import { callServer, fetchServer, type AskedServer } from './call-server.ts';
import { lockOrNull } from './lock-or-null.ts';
import { packageVersion } from './package-version.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

/** A running server's store at this moment, read over HTTP. */
async function openRemoteBackup(
  configuration: Configuration,
  asked: AskedServer,
): Promise<BackupSource> {
  const plan = await callServer(configuration, asked, '/api/backups', {}, backupPlan);
  const path = `/api/backups/${plan.id}`;
  const read = (rest: string) =>
    fetchServer(configuration, asked, { method: 'GET', path: `${path}/${rest}` });
  return {
    plan,
    readChunk: async (index) => new Uint8Array(await (await read(`chunks/${index}`)).arrayBuffer()),
    readHead: async () => (await read('head')).text(),
    spool: [],
    async close() {
      await fetchServer(configuration, asked, { method: 'DELETE', path });
    },
  };
}

async function writeAndClose(
  source: BackupSource,
  target: BackupTarget,
): Promise<ManifestContents> {
  try {
    return await writeBackup(source, target);
  } finally {
    await source.close();
  }
}

async function backUp(
  configuration: Configuration,
  asked: AskedServer,
  target: BackupTarget,
): Promise<ManifestContents> {
  await makeEmptyFolder(target.folder);
  const unlock = asked.url === undefined ? await lockOrNull(configuration.dataFolder) : null;
  if (unlock === null) return writeAndClose(await openRemoteBackup(configuration, asked), target);
  const database = await openOrUnlock(configuration, unlock);
  try {
    const { dataFolder } = configuration;
    return await writeAndClose(await openLocalBackup(database, dataFolder, Date.now()), target);
  } finally {
    await database.close();
    await unlock();
  }
}

/** The installation's secret never goes over the wire: it is read where the command runs. */
function secretFileOf(dataFolder: string, isWanted: boolean): string | null {
  if (!isWanted) return null;
  const path = join(dataFolder, 'secret.key');
  if (existsSync(path)) return path;
  const message = `${path} is not there: set BELLWETHER_DATA, or leave it out with --without-secret`;
  throw new BellwetherError('not_found', message);
}

/** @throws BellwetherError `invalid` unless exactly one folder is named, by a path the database can read */
export function requireFolder(names: readonly string[], command: string): string {
  const [folder, ...others] = names;
  if (folder === undefined || others.length > 0) {
    throw new BellwetherError('invalid', `name one folder: ${command} DIR`);
  }
  const path = resolve(folder);
  const fault = findPathFault(path);
  if (fault === null) return path;
  throw new BellwetherError('invalid', `${path} cannot be used: ${fault}`);
}

/** What a backup holds, in a line. */
export function describeBackup({ tables, files, last_record }: ManifestContents): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${rows} rows of ${tables.length} tables and the record up to ${last_record}, ${bytes} bytes in ${files.length} files`;
}

const OPTIONS = {
  folder: { type: 'positional', required: false, description: 'a new or an empty folder' },
  'without-secret': {
    type: 'boolean',
    default: false,
    description: 'leave the installation’s secret.key out, which a restore then needs beside',
  },
  url: { type: 'string', description: 'a running server; default: the one of this configuration' },
  key: { type: 'string', description: 'an admin key; default: BELLWETHER_ADMIN_KEY' },
} as const;

export const backupCommand = defineCommand({
  meta: {
    name: 'backup',
    description: `Write everything Bellwether keeps into a folder, while it goes on working. Asks the running server; where none runs on this data folder, reads the store itself. Whoever has a backup with its secret can read and forge everything in it: protect it.
Exit codes: 0 written, 2 unusable: no empty folder, no key, or no answer.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const folder = requireFolder(args._, 'backup');
      const configuration = readConfiguration(process.env, resolve);
      const secretFile = secretFileOf(configuration.dataFolder, !args['without-secret']);
      const target = { folder, secretFile, program: await packageVersion() };
      const written = await backUp(configuration, { url: args.url, key: args.key }, target);
      console.log(`backed up ${describeBackup(written)}, to ${folder}`);
      if (secretFile === null) console.log('without secret.key: keep a copy of it elsewhere');
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
