import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';

/** What the ledger keeps documents of. */
export const LEDGER_KINDS = [
  'workload',
  'policy',
  'key',
  'erasure',
  'price',
  'redaction',
  'rule',
  'receiver',
  'route',
  'silence',
  'person',
  'single_sign_on',
  'gate',
  'decision',
  'overdue',
  'mode',
  'webhook',
  'review',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One appended record: a whole document, who wrote it, and its place in the chain. */
export const ledgerRecord = z.object({
  /** From 1, without gaps. */
  sequence: z.number().int(),
  /** Epoch milliseconds. */
  atMs: z.number(),
  kind: z.enum(LEDGER_KINDS),
  id: z.string(),
  /** From 1, per (kind, id). */
  version: z.number().int(),
  /** Who: `person:…`, `key:…` or `system`. */
  actor: z.string(),
  action: z.enum(['create', 'update', 'delete']),
  reason: z.string(),
  document: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});
export type LedgerRecord = z.infer<typeof ledgerRecord>;

/** Hash before the first record. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Keyed SHA-256 over a record and the hash of the one before it.
 * @param key secret of this installation; without it the chain can't be forged
 * @returns 64 hex digits
 */
export function hashRecord(record: Omit<LedgerRecord, 'hash'>, key: Buffer): string {
  return createHmac('sha256', key).update(canonicalJson(record)).digest('hex');
}

/**
 * The first record that breaks the chain: changed, removed, inserted or out of order.
 * @returns its sequence and what is wrong, or null where the chain holds
 */
export function findBrokenRecord(
  records: readonly LedgerRecord[],
  key: Buffer,
): { sequence: number; problem: string } | null {
  let previousHash = GENESIS_HASH;
  for (const [index, record] of records.entries()) {
    const { hash, ...content } = record;
    if (record.sequence !== index + 1) {
      return { sequence: index + 1, problem: `record ${index + 1} is missing or out of order` };
    }
    if (record.previousHash !== previousHash) {
      return { sequence: record.sequence, problem: 'does not follow the record before it' };
    }
    if (hashRecord(content, key) !== hash) {
      return { sequence: record.sequence, problem: 'was changed after it was written' };
    }
    previousHash = hash;
  }
  return null;
}
