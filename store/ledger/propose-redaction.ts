import { canonicalJson } from '../../core/canonical-json.ts';
import { BellwetherError } from '../../core/errors.ts';
import type { LedgerChange } from './chain-changes.ts';
import { digestDocument, hashRow } from './chain.ts';
import type { LedgerKind, LedgerRecord } from './record.ts';
import { isRedacted, type RedactionMark } from './redaction.ts';

/** Whose documents have to stay: verdicts are replayed from policies, and a redaction is a proof. */
const KEPT_WHOLE: ReadonlySet<LedgerKind> = new Set<LedgerKind>(['policy', 'record']);

/** A redaction before it is written. */
export interface ProposedRedaction {
  /** The record that says so. */
  readonly change: LedgerChange;
  /** What takes the document's place. */
  readonly mark: RedactionMark;
}

/**
 * Looks whether a record's document may be taken out.
 * @param record undefined where there is none of that sequence
 * @param at.get the current record of a document
 * @param at.key secret of the chain
 * @throws BellwetherError `not_found`, or `conflict` saying why it may not
 */
export function proposeRedaction(
  record: LedgerRecord | undefined,
  at: {
    readonly sequence: number;
    readonly actor: string;
    readonly reason: string;
    readonly key: Buffer;
    readonly get: (kind: LedgerKind, id: string) => LedgerRecord | undefined;
  },
): ProposedRedaction {
  const { sequence, actor, reason, key } = at;
  if (!record) throw new BellwetherError('not_found', `there is no record ${sequence}`);
  const refuse = (why: string) => new BellwetherError('conflict', `record ${sequence} ${why}`);
  const { kind, id, document, hash, ...rest } = record;
  if (isRedacted(record)) throw refuse('is redacted already');
  if (KEPT_WHOLE.has(kind)) throw refuse(`is of the kind ${kind}, which has to stay whole`);
  if (at.get(kind, id)?.sequence === sequence) {
    throw refuse(`holds the current document of ${kind} ${id}: change or delete that first`);
  }
  const digest = digestDocument(canonicalJson(document), key);
  if (hashRow({ ...rest, kind, id }, digest, key) !== hash) {
    throw refuse(
      'was changed, or is from before documents could be redacted: its hash needs it whole',
    );
  }
  return {
    change: {
      kind: 'record',
      id: String(sequence),
      document: { sequence, digest },
      actor,
      reason,
      expectedVersion: 0,
    },
    mark: { redacted_digest: digest },
  };
}
