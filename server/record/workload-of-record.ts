import { z } from 'zod';
import type { LedgerRecord } from '../../store/ledger/record.ts';

const ofOneWorkload = z.looseObject({ workload: z.string() });

/** The workload a record is about; null where it is about several, about none, or redacted. */
export function workloadOfRecord({ kind, id, document }: LedgerRecord): string | null {
  if (kind === 'workload' || kind === 'mode') return id;
  const read = ofOneWorkload.safeParse(document);
  return read.success ? read.data.workload : null;
}
