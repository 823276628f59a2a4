import { STAGES } from '../../core/workload.ts';
import type { ModeBase, ModeHold, ModeOnly } from './mode-document.ts';
import {
  leastMode,
  meetReach,
  rankOf,
  reachOf,
  settingOf,
  type ModeSetting,
  type RolloutMode,
} from './reach.ts';

export type Stage = (typeof STAGES)[number];

const BOUNDS: Readonly<Record<Stage, RolloutMode>> = {
  design: 'off',
  testing: 'draft-only',
  sandbox: 'review',
  production: 'live',
  retired: 'off',
};

/** The most that a stage allows. */
export const stageBound = (stage: Stage): RolloutMode => BOUNDS[stage];

/** What a workload may do now. */
export interface EffectiveMode extends ModeSetting {
  readonly only: ModeOnly;
  /** For those outside the share or the names. */
  readonly otherwise: RolloutMode;
  /** Since when; null where nobody stated it. RFC 3339. */
  readonly since: string | null;
  /** Ids of the holds without any one of which it might be more. */
  readonly heldBy: readonly string[];
  /** Whether it would be more in a later stage. */
  readonly isBounded: boolean;
}

/** Holds that count at an instant. */
export const holdsAt = (holds: readonly ModeHold[], atMs: number): ModeHold[] =>
  holds.filter(({ until }) => until === undefined || Date.parse(until) > atMs);

function isLess(a: ModeSetting, b: ModeSetting): boolean {
  const [one, other] = [reachOf(a), reachOf(b)];
  return rankOf(one.level) < rankOf(other.level) || one.share < other.share;
}

/**
 * The least of what was decided, what holds it, and what the stage allows; key by key, so that a hold never
 * gives anybody more.
 * @param atMs epoch milliseconds
 */
export function effectiveMode(
  base: ModeBase,
  holds: readonly ModeHold[],
  stage: Stage,
  atMs: number,
): EffectiveMode {
  const bound = stageBound(stage);
  const counted = holdsAt(holds, atMs);
  const boundReach = reachOf({ mode: bound, percent: null });
  const reach = counted.reduce(
    (least, { cap }) => meetReach(least, reachOf(cap)),
    meetReach(reachOf(base), boundReach),
  );
  const otherwise = counted.reduce<RolloutMode>(
    (least, { cap }) => leastMode(least, cap.mode),
    leastMode(leastMode(base.otherwise, base.mode), bound),
  );
  const holding = counted.filter(({ cap }) => isLess(cap, base));
  const { since } = holding.reduce<{ since: string | null }>(
    (latest, one) => ((latest.since ?? '') < one.since ? one : latest),
    base,
  );
  return {
    ...settingOf(reach),
    only: base.only,
    otherwise,
    since,
    heldBy: holding.map(({ id }) => id),
    isBounded: rankOf(bound) < rankOf(reachOf(base).level),
  };
}

/**
 * Share of traffic that a mode exposes, 0 to 100; null where a person or nobody stands between and no share
 * is named.
 */
export function exposureOfMode({ mode, percent }: ModeSetting): number | null {
  if (mode === 'off') return 0;
  return mode === 'live' ? 100 : percent;
}
