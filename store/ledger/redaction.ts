import { z } from 'zod';
import type { LedgerRecord } from './record.ts';

/** What stands in the place of a document that was taken out: its keyed digest. */
export const redactionMark = z.strictObject({
  redacted_digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RedactionMark = z.infer<typeof redactionMark>;

/** The document of the record (kind `record`) that says what was taken out of which one. */
export const redactionDocument = z.strictObject({
  sequence: z.number().int().min(1),
  digest: z.string(),
});

/** Whether a record's document was taken out: readers of a history pass such records over. */
export const isRedacted = ({ document }: Pick<LedgerRecord, 'document'>): boolean =>
  redactionMark.safeParse(document).success;

/**
 * The sequence and digest of what a record took out of another.
 * @returns null where the record is no redaction
 */
export function readRedaction(
  record: Pick<LedgerRecord, 'kind' | 'document'>,
): z.infer<typeof redactionDocument> | null {
  if (record.kind !== 'record') return null;
  const read = redactionDocument.safeParse(record.document);
  return read.success ? read.data : null;
}
