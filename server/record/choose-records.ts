import type { LedgerKind, LedgerRecord } from '../../store/ledger/record.ts';
import { nextTurn } from '../../store/take-turns.ts';
import { hideSecrets } from './hide-secrets.ts';
import { workloadOfRecord } from './workload-of-record.ts';

/** Which records are asked for; what is undefined asks for nothing. */
export interface RecordFilter {
  readonly kind?: LedgerKind | undefined;
  readonly id?: string | undefined;
  /** `person:…` or `key:…` whole, or a part of either. */
  readonly actor?: string | undefined;
  readonly action?: LedgerRecord['action'] | undefined;
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined;
  /** Text that stands anywhere in it. */
  readonly q?: string | undefined;
}

function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some(
      ([name, member]) => name.toLowerCase().includes(text) || holds(member, text),
    );
  }
  return JSON.stringify(value).includes(text);
}

function actorFits(actor: string, asked: string): boolean {
  return asked.includes(':') ? actor === asked : actor.toLowerCase().includes(asked.toLowerCase());
}

/** Whether a record is among those asked for; a secret is never searched. */
export function fitsFilter(record: LedgerRecord, filter: RecordFilter): boolean {
  const { kind, id, actor, action, from, to, q } = filter;
  if (kind !== undefined && record.kind !== kind) return false;
  if (id !== undefined && record.id !== id) return false;
  if (action !== undefined && record.action !== action) return false;
  if (from !== undefined && record.atMs < from) return false;
  if (to !== undefined && record.atMs >= to) return false;
  if (actor !== undefined && !actorFits(record.actor, actor)) return false;
  if (q === undefined) return true;
  const text = q.toLowerCase();
  const named = [record.kind, record.id, record.actor, record.reason].join('\n').toLowerCase();
  return named.includes(text) || holds(hideSecrets(record.document), text);
}

/** Whether somebody who is bound to workloads may see a record, with what was there before. */
export function isOfWorkloads(
  workloads: ReadonlySet<string> | null,
  ...records: readonly (LedgerRecord | undefined)[]
): boolean {
  if (workloads === null) return true;
  return records.every((record) => {
    const workload = record && workloadOfRecord(record);
    return record === undefined || (workload != null && workloads.has(workload));
  });
}

/** Records looked at before others have their turn. */
const LOOKED_AT_A_TURN = 500;

/**
 * Walks a list without a copy of it, letting others go first now and then.
 * @param fits which to give out
 * @param indexes where to look, in this order
 */
export async function* walkRecords(
  records: readonly LedgerRecord[],
  indexes: Iterable<number>,
  fits: (record: LedgerRecord) => boolean,
): AsyncGenerator<LedgerRecord> {
  let looked = 0;
  for (const index of indexes) {
    const record = records[index];
    if (record && fits(record)) yield record;
    looked += 1;
    if (looked % LOOKED_AT_A_TURN === 0) await nextTurn();
  }
}

/** Indexes of the records before a sequence, the latest first. */
export function* backwards(
  records: readonly LedgerRecord[],
  beforeSequence: number | null,
): Generator<number> {
  // Without gaps a record's index follows from its sequence; with gaps it stands further ahead.
  let index = Math.min(records.length, (beforeSequence ?? Infinity) - 1) - 1;
  while (beforeSequence !== null && (records[index]?.sequence ?? 0) >= beforeSequence) index -= 1;
  for (; index >= 0; index -= 1) yield index;
}
