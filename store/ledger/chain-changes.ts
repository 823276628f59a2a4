import { canonicalJson } from '../../core/canonical-json.ts';
import { BellwetherError } from '../../core/errors.ts';
import { digestDocument, hashRow } from './chain.ts';
import type { LedgerKind, LedgerRecord } from './record.ts';
import type { StoredRow } from './stored-row.ts';

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

/** What the changes of an act follow. */
export interface ChainEnd {
  /** Of the last record. */
  readonly sequence: number;
  readonly hash: string;
}

/** A record in its two forms: as it is kept in memory, and as the table holds it. */
export interface ChainedRecord {
  readonly record: LedgerRecord;
  readonly row: StoredRow;
}

/**
 * Makes the records of one act, none of them written yet.
 * @param latest the last record of a document before this act
 * @param atMs epoch milliseconds
 * @throws BellwetherError `stale_version` when an expected version is not the current one
 */
export function chainChanges(
  changes: readonly LedgerChange[],
  end: ChainEnd,
  latest: (kind: LedgerKind, id: string) => LedgerRecord | undefined,
  atMs: number,
  key: Buffer,
): ChainedRecord[] {
  const chained: ChainedRecord[] = [];
  for (const change of changes) {
    const { kind, id, actor, reason } = change;
    const inAct = chained.findLast(({ row }) => row.kind === kind && row.id === id)?.record;
    const before = inAct ?? latest(kind, id);
    const isThere = before !== undefined && before.action !== 'delete';
    requireVersion(change, isThere ? before.version : 0);
    const text = canonicalJson(change.document);
    const content = {
      sequence: end.sequence + chained.length + 1,
      atMs,
      kind,
      id,
      version: (before?.version ?? 0) + 1,
      actor,
      action: change.deletes
        ? ('delete' as const)
        : isThere
          ? ('update' as const)
          : ('create' as const),
      reason,
      previousHash: chained.at(-1)?.row.hash ?? end.hash,
    };
    const hash = hashRow(content, digestDocument(text, key), key);
    chained.push({
      record: { ...content, document: JSON.parse(text) as unknown, hash },
      row: { ...content, text, hash },
    });
  }
  return chained;
}

function requireVersion({ kind, id, expectedVersion }: LedgerChange, current: number): void {
  if (expectedVersion === undefined || expectedVersion === current) return;
  throw new BellwetherError(
    'stale_version',
    `${kind} ${id} is at version ${current}, not ${expectedVersion}: read it again`,
  );
}
