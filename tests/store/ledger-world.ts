import { existsSync } from 'node:fs';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerChange } from '../../store/ledger/chain-changes.ts';
import { createHeadFile } from '../../store/ledger/head-file.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const KEY = Buffer.alloc(32, 7);
const HEAD_KEY = Buffer.alloc(32, 8);

/** A change of a workload. */
export const change = (id: string, document: unknown): LedgerChange => ({
  kind: 'workload',
  id,
  document,
  actor: 'person:tester',
  reason: 'because',
});

/** A real ledger with its head file, that can be emptied between cases. */
export function useLedgerWorld() {
  const database = useDatabase();
  const path = join(temporaryFolder('head'), 'record.head');
  let nowMs = 1_700_000_000_000;
  const run = (sql: string) => database().command('tamper', `${sql} SETTINGS mutations_sync = 2`);
  return {
    database,
    open: () => openLedger(database(), KEY, () => (nowMs += 1000), createHeadFile(path, HEAD_KEY)),
    /** A statement of somebody who has got hold of the database. */
    run,
    alter: (what: string) => run(`ALTER TABLE ledger ${what}`),
    readHead: () => readFile(path, 'latin1'),
    writeHead: (text: string) => writeFile(path, text),
    cutHead: async (bytes: number) => truncate(path, (await readFile(path)).length - bytes),
    removeHead: () => rm(path, { force: true }),
    hasHead: () => existsSync(path),
    async empty() {
      await database().command('empty', 'TRUNCATE TABLE ledger');
      await rm(path, { force: true });
    },
  };
}
