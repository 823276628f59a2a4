import { z } from 'zod';
import { describeChange } from '../../core/describe-change.ts';
import { isoTime } from '../../core/time.ts';
import { LEDGER_KINDS, ledgerRecord, type LedgerRecord } from '../../store/ledger/record.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';
import { hideSecrets, hideSecretsOfChange } from './hide-secrets.ts';
import { workloadOfRecord } from './workload-of-record.ts';

/** A record as it is told: what changed, secrets left out. */
export const recordItem = z.object({
  sequence: z.number().int(),
  at: z.string(),
  kind: z.enum(LEDGER_KINDS),
  id: z.string(),
  version: z.number().int(),
  actor: z.string(),
  action: ledgerRecord.shape.action,
  reason: z.string(),
  hash: z.string(),
  workload: z
    .string()
    .nullable()
    .describe('the one workload it is about; null for none or several'),
  redacted: z.boolean().describe('whether its document was taken out'),
  changes: z
    .array(
      z.object({
        path: z.string().describe('names and indexes from the top, with dots between them'),
        before: z.unknown().optional().describe('absent where there was no such member'),
        after: z.unknown().optional().describe('absent where there is no such member any more'),
      }),
    )
    .nullable()
    .describe('null where the document, or the one before it, was taken out'),
});
export type RecordItem = z.output<typeof recordItem>;

/** The same with both documents whole. */
export const recordDetail = recordItem.extend({
  before: z.unknown().describe('the document before; null where there was none, or it is redacted'),
  after: z.unknown().describe('the document after; null where it was deleted or is redacted'),
});
export type RecordDetail = z.output<typeof recordDetail>;

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

/** Both sides of a change; null where one of them was taken out. */
function sidesOf(record: LedgerRecord, previous: LedgerRecord | undefined): Sides | null {
  if (isRedacted(record)) return null;
  if (record.action === 'delete') return { before: record.document, after: null };
  if (record.action === 'create' || previous === undefined) {
    return { before: null, after: record.document };
  }
  return isRedacted(previous) ? null : { before: previous.document, after: record.document };
}

/** @param previous the record of the same document before this one; undefined for the first */
export function buildRecordItem(
  record: LedgerRecord,
  previous: LedgerRecord | undefined,
): RecordItem {
  const { sequence, atMs, kind, id, version, actor, action, reason, hash } = record;
  const sides = sidesOf(record, previous);
  const changes = sides && describeChange(sides.before, sides.after);
  return {
    sequence,
    at: isoTime(atMs),
    kind,
    id,
    version,
    actor,
    action,
    reason,
    hash,
    workload: workloadOfRecord(record),
    redacted: isRedacted(record),
    changes:
      changes &&
      changes
        .map((change) => hideSecretsOfChange(change))
        .map(({ path, ...values }) => ({ path: path.join('.'), ...values })),
  };
}

/** @param previous as for {@link buildRecordItem} */
export function buildRecordDetail(
  record: LedgerRecord,
  previous: LedgerRecord | undefined,
): RecordDetail {
  const { before, after } = sidesOf(record, previous) ?? {
    before: null,
    after: isRedacted(record) ? null : record.document,
  };
  return {
    ...buildRecordItem(record, previous),
    before: hideSecrets(before),
    after: hideSecrets(after),
  };
}
