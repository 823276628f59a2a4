import { workloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';
import type { OwnersVersion } from '../signing/owners-for.ts';

/**
 * Who named whom in a workload's record, oldest first; versions that were redacted name nobody any more
 * and are left out.
 * @returns none where there is no record
 */
export function readOwnersVersions(ledger: Ledger, workload: string): OwnersVersion[] {
  return ledger.history('workload', workload).flatMap((record) => {
    if (isRedacted(record)) return [];
    const { owners } = workloadDocument.parse(record.document);
    return [{ actor: record.actor, atMs: record.atMs, owners }];
  });
}
