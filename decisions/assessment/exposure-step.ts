import type { WorkloadDocument } from '../../core/workload.ts';

/** Exposure is widened one step at a time, so that a fault meets a share of people, never all. Per cent. */
const EXPOSURE_STEPS = [10, 25, 50, 100] as const;

/** Where a workload's exposure stands and where scaling takes it next, in per cent of its traffic. */
export interface ExposureStep {
  /** 0 where nobody meets it unreviewed yet; null where the record states no rollout. */
  readonly from: number | null;
  /** Null where it is live for everyone already. */
  readonly to: number | null;
}

/**
 * The next exposure step of a workload: 10 → 25 → 50 → 100 %.
 * @example exposureStep({ mode: 'limited', percent: 10 }) // { from: 10, to: 25 }
 * @example exposureStep({ mode: 'live' }) // { from: 100, to: null }
 * @example exposureStep(undefined) // { from: null, to: 10 }
 */
export function exposureStep(rollout: WorkloadDocument['rollout']): ExposureStep {
  if (rollout === undefined) return { from: null, to: EXPOSURE_STEPS[0] };
  const from = exposureOf(rollout);
  return { from, to: EXPOSURE_STEPS.find((step) => step > from) ?? null };
}

function exposureOf({ mode, percent }: NonNullable<WorkloadDocument['rollout']>): number {
  if (mode === 'live') return 100;
  return mode === 'limited' ? (percent ?? 0) : 0;
}
