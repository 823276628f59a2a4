import { ROLLOUT_MODES, type WorkloadDocument } from '../../core/workload.ts';
import { exposureStep } from '../assessment/exposure-step.ts';
import { stageBound } from '../effect/effective-mode.ts';
import type { Verdict } from '../policy/policy.ts';
import type { NextMode } from './decision.ts';

/** One whole mode is wider than any share of the mode below it. */
const MODE_STEP = 1000;

/**
 * How wide a mode is, to compare two: more is wider.
 * @param mode `limited` without a percent counts as nobody
 * @example exposureRank({ mode: 'limited', percent: 100 }) < exposureRank({ mode: 'live' }) // true
 */
export function exposureRank({ mode, percent }: NextMode): number {
  return ROLLOUT_MODES.indexOf(mode) * MODE_STEP + (mode === 'limited' ? (percent ?? 0) : 0);
}

/** What bounds the rollout that a decision may bring. */
export interface ModeBounds {
  readonly verdict: Verdict;
  readonly stage: WorkloadDocument['stage'];
  /** As it is rolled out now; undefined where nobody has said. */
  readonly current: NextMode | undefined;
}

/** A mode in words. */
export function tellMode({ mode, percent }: NextMode): string {
  return percent === undefined ? mode : `${mode}, ${percent} %`;
}

/**
 * The widest rollout that a decision may bring: scale one exposure step, stop at most review, anything else
 * what there is; and never more than the stage allows.
 * @returns null where only the stage bounds it
 */
export function widestMode({ verdict, stage, current }: ModeBounds): NextMode {
  const ofStage: NextMode = { mode: stageBound(stage) };
  const ofVerdict = widestByVerdict(verdict, current);
  if (ofVerdict === null) return ofStage;
  return exposureRank(ofVerdict) < exposureRank(ofStage) ? ofVerdict : ofStage;
}

function widestByVerdict(verdict: Verdict, current: NextMode | undefined): NextMode | null {
  if (verdict === 'stop') {
    const least = current ?? { mode: 'review' };
    return exposureRank(least) < exposureRank({ mode: 'review' }) ? least : { mode: 'review' };
  }
  if (verdict !== 'scale') return current ?? null;
  const { to } = exposureStep(current);
  return to === null || to === 100 ? { mode: 'live' } : { mode: 'limited', percent: to };
}

/**
 * Why a decision may not bring a rollout.
 * @returns null where it may
 */
export function refuseNextMode(bounds: ModeBounds, wanted: NextMode): string | null {
  const { verdict, stage, current } = bounds;
  if (exposureRank(wanted) > exposureRank({ mode: stageBound(stage) })) {
    return `a workload in stage ${stage} goes no further than ${stageBound(stage)}`;
  }
  const widest = widestMode(bounds);
  if (exposureRank(wanted) <= exposureRank(widest)) return null;
  const now = current === undefined ? 'no rollout is on record' : `now it is ${tellMode(current)}`;
  if (verdict === 'scale') {
    return `scale goes one exposure step at a time, to ${tellMode(widest)} at most (${now})`;
  }
  return `${verdict} widens nothing: ${tellMode(widest)} at most (${now})`;
}

/**
 * The rollout that a decision brings: as it says, off for a stop that says nothing, else null (as it is).
 */
export function nextModeOf(request: {
  readonly verdict: Verdict;
  readonly next_mode?: NextMode | undefined;
}): NextMode | null {
  return request.next_mode ?? (request.verdict === 'stop' ? { mode: 'off' } : null);
}

/**
 * What a form offers first: the next exposure step for scale, off for stop, else as it is.
 * @returns null: nothing is to change
 */
export function suggestNextMode(bounds: ModeBounds): NextMode | null {
  if (bounds.verdict === 'stop') return { mode: 'off' };
  if (bounds.verdict !== 'scale') return null;
  const widest = widestMode(bounds);
  const isWider =
    bounds.current === undefined || exposureRank(widest) > exposureRank(bounds.current);
  return isWider ? widest : null;
}
