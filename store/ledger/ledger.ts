import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import { BellwetherError } from '../../core/errors.ts';
import type { Database } from '../database.ts';
import {
  GENESIS_HASH,
  findBrokenRecord,
  hashRecord,
  ledgerRecord,
  type LedgerKind,
  type LedgerRecord,
} from './record.ts';

/** One change that is to become a record. */
export interface LedgerChange {
  readonly kind: LedgerKind;
  readonly id: string;
  readonly document: unknown;
  readonly actor: string;
  readonly reason: string;
  /** Set by deletions only: the document then is what was deleted. */
  readonly deletes?: boolean;
  /** The version the author saw; another one current → `stale_version`. Absent: not checked. */
  readonly expectedVersion?: number;
}

/** Everything people and rules decided: appended to, read from memory, kept in the database. */
export interface Ledger {
  /** The current record of a document; undefined where there is none or it was deleted. */
  get(kind: LedgerKind, id: string): LedgerRecord | undefined;
  /** Current records of a kind, by id. */
  list(kind: LedgerKind): LedgerRecord[];
  /** All records of one document, oldest first. */
  history(kind: LedgerKind, id: string): LedgerRecord[];
  /**
   * Appends the changes of one act as one block: all or none.
   * @throws BellwetherError `stale_version` when an expected version is not the current one,
   *   `unavailable` when the database is away; nothing is appended then
   */
  append(changes: readonly LedgerChange[]): Promise<LedgerRecord[]>;
  /** Sequence of the last record: it moves with every change. */
  sequence(): number;
  /** The first record that breaks the chain, read back from the database; null where it holds. */
  verify(): Promise<{ sequence: number; problem: string } | null>;
}

const storedRow = z.object({
  sequence: z.number(),
  atMs: z.number(),
  kind: z.string(),
  id: z.string(),
  version: z.number(),
  actor: z.string(),
  action: z.string(),
  reason: z.string(),
  document: z.string().transform((text): unknown => JSON.parse(text)),
  previousHash: z.string(),
  hash: z.string(),
});

async function readRecords(database: Database): Promise<LedgerRecord[]> {
  const rows = await database.query(
    'ledger',
    `SELECT sequence, toUnixTimestamp64Milli(at) AS atMs, kind, id, version, actor, action, reason,
       document, previous_hash AS previousHash, hash FROM ledger ORDER BY sequence`,
    storedRow,
  );
  return rows.map((row) => ledgerRecord.parse(row));
}

function storeRecords(database: Database, records: readonly LedgerRecord[]): Promise<void> {
  const rows = records.map(({ atMs, document, previousHash, ...record }) => ({
    ...record,
    at: atMs,
    document: canonicalJson(document),
    previous_hash: previousHash,
  }));
  return database.insertRows('ledger-append', 'ledger', rows);
}

const keyOf = (kind: LedgerKind, id: string): string => `${kind}\n${id}`;

/**
 * Loads the ledger and becomes its one writer.
 * @param key secret of this installation, for the chain
 * @param now epoch milliseconds
 */
export async function openLedger(
  database: Database,
  key: Buffer,
  now: () => number,
): Promise<Ledger> {
  const histories = new Map<string, LedgerRecord[]>();
  let head = { sequence: 0, hash: GENESIS_HASH };
  /** After a failed append nobody knows whether it was stored: the database is asked first. */
  let isUnsure = true;
  const remember = (record: LedgerRecord): void => {
    const place = keyOf(record.kind, record.id);
    const history = histories.get(place);
    if (history) history.push(record);
    else histories.set(place, [record]);
  };
  const reload = async (): Promise<void> => {
    const records = await readRecords(database);
    histories.clear();
    records.forEach(remember);
    head = { sequence: records.length, hash: records.at(-1)?.hash ?? GENESIS_HASH };
    isUnsure = false;
  };
  await reload();
  let queue: Promise<unknown> = Promise.resolve();

  const latest = (kind: LedgerKind, id: string): LedgerRecord | undefined =>
    histories.get(keyOf(kind, id))?.at(-1);
  const get = (kind: LedgerKind, id: string): LedgerRecord | undefined => {
    const record = latest(kind, id);
    return record?.action === 'delete' ? undefined : record;
  };

  const chain = (changes: readonly LedgerChange[]): LedgerRecord[] => {
    const atMs = now();
    const chained: LedgerRecord[] = [];
    for (const change of changes) {
      const before =
        chained.findLast((r) => r.kind === change.kind && r.id === change.id) ??
        latest(change.kind, change.id);
      const isThere = before !== undefined && before.action !== 'delete';
      const current = isThere ? before.version : 0;
      if (change.expectedVersion !== undefined && change.expectedVersion !== current) {
        throw new BellwetherError(
          'stale_version',
          `${change.kind} ${change.id} is at version ${current}, not ${change.expectedVersion}: read it again`,
        );
      }
      const content = {
        sequence: head.sequence + chained.length + 1,
        atMs,
        kind: change.kind,
        id: change.id,
        version: (before?.version ?? 0) + 1,
        actor: change.actor,
        action: change.deletes
          ? ('delete' as const)
          : isThere
            ? ('update' as const)
            : ('create' as const),
        reason: change.reason,
        document: JSON.parse(canonicalJson(change.document)) as unknown,
        previousHash: chained.at(-1)?.hash ?? head.hash,
      };
      chained.push({ ...content, hash: hashRecord(content, key) });
    }
    return chained;
  };

  const appendNow = async (changes: readonly LedgerChange[]): Promise<LedgerRecord[]> => {
    if (isUnsure) await reload();
    const chained = chain(changes);
    isUnsure = true;
    await storeRecords(database, chained);
    isUnsure = false;
    chained.forEach(remember);
    const last = chained.at(-1);
    if (last) head = { sequence: last.sequence, hash: last.hash };
    return chained;
  };

  return {
    get,
    sequence: () => head.sequence,
    list: (kind) =>
      [...histories.values()]
        .flatMap((history) => history.at(-1) ?? [])
        .filter((record) => record.kind === kind && record.action !== 'delete')
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    history: (kind, id) => histories.get(keyOf(kind, id)) ?? [],
    append(changes) {
      const turn = queue.then(() => appendNow(changes));
      queue = turn.catch(() => undefined);
      return turn;
    },
    verify: async () => findBrokenRecord(await readRecords(database), key),
  };
}
