import { z } from 'zod';

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
  'record',
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
