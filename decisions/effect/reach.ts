import { ROLLOUT_MODES } from '../../core/workload.ts';

export type RolloutMode = (typeof ROLLOUT_MODES)[number];

/** A rollout mode with the share of keys that it is for, as documents and people write it. */
export interface ModeSetting {
  readonly mode: RolloutMode;
  /** 0 to 100; null where no share is named: all keys, in mode `limited` none. */
  readonly percent: number | null;
}

/**
 * How far a workload may go: what it may do for the keys inside a share, in per cent. `limited` is `live`
 * for a share, so two settings always have a greatest one that is within both.
 */
export interface Reach {
  readonly level: RolloutMode;
  readonly share: number;
}

const ALL = 100;

/** Place of a mode among all, 0 for `off`. */
export const rankOf = (mode: RolloutMode): number => ROLLOUT_MODES.indexOf(mode);

/** The lesser of two modes. */
export const leastMode = (a: RolloutMode, b: RolloutMode): RolloutMode =>
  rankOf(a) <= rankOf(b) ? a : b;

/**
 * The reach of a setting. A `limited` without a share is for nobody: nothing shows that anybody is inside.
 * @example reachOf({ mode: 'limited', percent: 10 }) // { level: 'live', share: 10 }
 */
export function reachOf({ mode, percent }: ModeSetting): Reach {
  if (mode === 'limited') return { level: 'live', share: percent ?? 0 };
  if (mode === 'live' || mode === 'off') return { level: mode, share: ALL };
  return { level: mode, share: percent ?? ALL };
}

/** What is within both. */
export const meetReach = (a: Reach, b: Reach): Reach => ({
  level: leastMode(a.level, b.level),
  share: Math.min(a.share, b.share),
});

/**
 * A reach as a setting.
 * @example settingOf({ level: 'review', share: 10 }) // { mode: 'review', percent: 10 }
 */
export function settingOf({ level, share }: Reach): ModeSetting {
  if (level === 'off') return { mode: 'off', percent: null };
  if (level === 'live' && share < ALL) return { mode: 'limited', percent: share };
  return { mode: level, percent: share < ALL ? share : null };
}
