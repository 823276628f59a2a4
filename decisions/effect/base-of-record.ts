import type { WorkloadDocument } from '../../core/workload.ts';
import type { ModeBase, ModeDocument, ModeOnly } from './mode-document.ts';

/** For everybody. */
export const NOBODY_EXCLUDED: ModeOnly = { segments: [], teams: [], tasks: [] };

/**
 * The base of a workload of which no mode was decided: what its record states, else live, for it was seen
 * running. Its stage bounds it all the same.
 */
export function baseOfRecord({ rollout }: Pick<WorkloadDocument, 'rollout'>): ModeBase {
  const unsaid = { by: null, since: null, decision: null, only: NOBODY_EXCLUDED } as const;
  if (rollout === undefined) {
    return {
      ...unsaid,
      mode: 'live',
      percent: null,
      otherwise: 'off',
      source: 'unstated',
      reason: 'nobody stated a mode, and it runs',
    };
  }
  const { mode, percent } = rollout;
  return {
    ...unsaid,
    mode,
    percent: mode === 'off' || mode === 'live' ? null : (percent ?? null),
    otherwise: 'off',
    source: 'record',
    reason: "stated in the workload's record",
  };
}

/** The document of a workload of which no mode was decided. */
export function documentOfRecord(workload: WorkloadDocument): ModeDocument {
  return {
    id: workload.id,
    base: baseOfRecord(workload),
    revision: 0,
    holds: [],
    released: [],
  };
}

/** A base as a workload's record shows it; undefined where nobody stated one. */
export function rolloutOfBase({ mode, percent, source }: ModeBase): WorkloadDocument['rollout'] {
  if (source === 'unstated') return undefined;
  return percent === null ? { mode } : { mode, percent };
}
