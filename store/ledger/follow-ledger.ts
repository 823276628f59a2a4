import { BellwetherError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import type { Ledger } from './ledger.ts';
import { createLedgerMemory } from './ledger-memory.ts';
import { readRecord, readRows } from './stored-row.ts';

/** What a process that writes nothing knows of the ledger. */
export interface FollowedLedger {
  /** Reads as the ledger does; it refuses to write, and checks no chain. */
  readonly ledger: Ledger;
  /**
   * Reads what was appended since.
   * @returns how many records came
   */
  readonly follow: () => Promise<number>;
}

const refuse = (): Promise<never> =>
  Promise.reject(
    new BellwetherError('conflict', 'this process only reads the record: ask the control process'),
  );

/** Loads the ledger that another process writes. */
export async function followLedger(database: Database): Promise<FollowedLedger> {
  const memory = createLedgerMemory();
  let newest = 0;
  const follow = async (): Promise<number> => {
    const rows = await readRows(database, newest);
    for (const row of rows) {
      const record = readRecord(row);
      if (record) memory.remember(record);
      newest = Math.max(newest, row.sequence);
    }
    return rows.length;
  };
  await follow();
  const ledger: Ledger = {
    get(kind, id) {
      const record = memory.latest(kind, id);
      return record?.action === 'delete' ? undefined : record;
    },
    list: memory.current,
    history: memory.history,
    records: memory.records,
    at: memory.at,
    sequence: () => newest,
    append: refuse,
    redact: refuse,
    verify: refuse,
    lastCheck() {
      throw new Error('a ledger that is followed is not checked');
    },
  };
  return { ledger, follow };
}
