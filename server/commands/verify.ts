import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { checkRecord } from '../../store/ledger/check-record.ts';
import { readRows } from '../../store/ledger/stored-row.ts';
import { readConfiguration, type Configuration } from '../configuration.ts';
import { openOrUnlock } from '../open-or-unlock.ts';
import { headFileOf } from '../record/open-record.ts';
import {
  recordCheckAnswer,
  tellCheck,
  tellProblems,
  type RecordCheckAnswer,
} from '../record/record-check.ts';
import { loadSecrets } from '../secrets.ts';
import { callServer, type AskedServer } from './call-server.ts';
import { lockOrNull } from './lock-or-null.ts';
import { ownAddress } from './own-address.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_TAMPERED = 1;

/** A check and who made it. */
interface Verified {
  readonly answer: RecordCheckAnswer;
  readonly by: string;
}

async function askServer(configuration: Configuration, asked: AskedServer): Promise<Verified> {
  const path = '/api/record/verify';
  const answer = await callServer(configuration, asked, path, null, recordCheckAnswer);
  return { answer, by: `the server at ${asked.url ?? ownAddress(configuration)}` };
}

/** Holds the folder for as long as the check takes; nothing is written. */
async function checkStore(
  configuration: Configuration,
  unlock: () => Promise<void>,
): Promise<Verified> {
  const { dataFolder } = configuration;
  const secrets = await loadSecrets(dataFolder);
  const database = await openOrUnlock(configuration, unlock);
  try {
    const found = await checkRecord(await readRows(database), {
      key: secrets.ledger,
      headFile: await headFileOf(dataFolder, secrets).read(),
    });
    return { answer: tellCheck(found, Date.now()), by: `the store of ${dataFolder}` };
  } finally {
    await database.close();
    await unlock();
  }
}

async function verify(configuration: Configuration, asked: AskedServer): Promise<Verified> {
  if (asked.url !== undefined) return askServer(configuration, asked);
  const unlock = await lockOrNull(configuration.dataFolder);
  return unlock === null ? askServer(configuration, asked) : checkStore(configuration, unlock);
}

/** @returns the exit code */
function report({ answer, by }: Verified): number {
  const { records, head, ok, checked_at } = answer;
  console.log(`checked ${records} records of ${by} at ${isoTime(Date.parse(checked_at))}`);
  if (head) console.log(`the last is record ${head.sequence} of ${head.at}, hash ${head.hash}`);
  if (ok) console.log('the record is as it was written');
  else for (const problem of tellProblems(answer)) console.error(`TAMPERED: ${problem}`);
  return ok ? 0 : EXIT_TAMPERED;
}

const OPTIONS = {
  url: { type: 'string', description: 'a running server; default: the one of this configuration' },
  key: { type: 'string', description: 'a key with scope read; default: BELLWETHER_ADMIN_KEY' },
} as const;

export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description: `Check that the record is as it was written: each record, the chain, and the head file outside the database. Asks the running server; where none runs on this data folder, reads the store itself.
Exit codes: 0 well, 1 tampered (the first bad record is named), 2 unusable: no record, no key, or no answer.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const configuration = readConfiguration(process.env, resolve);
      process.exitCode = report(await verify(configuration, { url: args.url, key: args.key }));
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
