import { workloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';

const staged = workloadDocument.pick({ stage: true }).loose();

/**
 * Whether a workload stands in production only because its record was begun there, on sight or by whoever
 * wrote it first, so that it never passed the gates on the way; false for one that has no record. What was
 * taken out of a record tells nothing.
 */
export function isPlacedInProduction(ledger: Pick<Ledger, 'history'>, workload: string): boolean {
  const versions = ledger.history('workload', workload).filter((one) => !isRedacted(one));
  const isThere = ({ document }: { readonly document: unknown }): boolean =>
    staged.parse(document).stage === 'production';
  return versions.length > 0 && versions.every(isThere);
}
