import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { Database } from '../database.ts';
import { ledgerRecord, type LedgerRecord } from './record.ts';

/** A record as the table holds it, whatever somebody made of it: only the columns' types are sure. */
export const storedRow = z.object({
  sequence: z.number(),
  /** Epoch milliseconds. */
  atMs: z.number(),
  kind: z.string(),
  id: z.string(),
  version: z.number(),
  actor: z.string(),
  action: z.string(),
  reason: z.string(),
  /** The document as the table's own text: the chain is over its bytes. */
  text: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type StoredRow = z.infer<typeof storedRow>;

/**
 * The rows of the table, by sequence.
 * @param after only those of higher sequences; 0 for all
 */
export function readRows(database: Database, after = 0): Promise<StoredRow[]> {
  return database.query(
    'ledger',
    `SELECT sequence, toUnixTimestamp64Milli(at) AS atMs, kind, id, version, actor, action, reason,
       document AS text, previous_hash AS previousHash, hash FROM ledger
     WHERE sequence > {after: UInt64} OR {after: UInt64} = 0 ORDER BY sequence`,
    storedRow,
    { after },
  );
}

/** Appends rows as one block: all or none. */
export function storeRows(database: Database, rows: readonly StoredRow[]): Promise<void> {
  return database.insertRows(
    'ledger-append',
    'ledger',
    rows.map(({ atMs, text, previousHash, ...row }) => ({
      ...row,
      at: atMs,
      document: text,
      previous_hash: previousHash,
    })),
  );
}

/** Puts another document in the place of a record's; resolves once the table holds it. */
export function replaceDocument(
  database: Database,
  sequence: number,
  document: unknown,
): Promise<void> {
  return database.command(
    'ledger-redact',
    `ALTER TABLE ledger UPDATE document = {text: String} WHERE sequence = {sequence: UInt64}
     SETTINGS mutations_sync = 2`,
    { text: canonicalJson(document), sequence },
  );
}

/** The record of a row; null where somebody made of it what no record can be. */
export function readRecord({ text, ...row }: StoredRow): LedgerRecord | null {
  try {
    return ledgerRecord.parse({ ...row, document: JSON.parse(text) as unknown });
  } catch {
    // Not swallowed: such a row breaks the chain, and the check of it says so.
    return null;
  }
}
