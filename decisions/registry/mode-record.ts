import { workloadDocument, type WorkloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { documentOfRecord, rolloutOfBase } from '../effect/base-of-record.ts';
import { modeDocument, type ModeDocument } from '../effect/mode-document.ts';

/** What the ledger holds about a workload and its mode. */
export interface ModeRecord {
  /** With the rollout that holds: the base's. */
  readonly workload: WorkloadDocument;
  /** Moves with every change of what {@link ModeRecord.workload} shows. */
  readonly workloadVersion: number;
  /** Of the workload's own record in the ledger. */
  readonly recordVersion: number;
  readonly mode: ModeDocument;
  /** 0 where no mode was written yet. */
  readonly modeVersion: number;
}

/**
 * A workload with its mode; null where there is no such workload. Once a mode is written it alone says
 * what the base is, whatever older records of the workload state.
 */
export function readModeRecord(ledger: Pick<Ledger, 'get'>, id: string): ModeRecord | null {
  const record = ledger.get('workload', id);
  if (!record) return null;
  const stored = workloadDocument.parse(record.document);
  const written = ledger.get('mode', id);
  if (!written) {
    return {
      workload: stored,
      workloadVersion: record.version,
      recordVersion: record.version,
      mode: documentOfRecord(stored),
      modeVersion: 0,
    };
  }
  const mode = modeDocument.parse(written.document);
  const { rollout: _replaced, ...rest } = stored;
  const rollout = rolloutOfBase(mode.base);
  return {
    workload: rollout === undefined ? rest : { ...rest, rollout },
    workloadVersion: record.version + mode.revision,
    recordVersion: record.version,
    mode,
    modeVersion: written.version,
  };
}
