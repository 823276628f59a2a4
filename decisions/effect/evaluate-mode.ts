import type { EffectiveMode } from './effective-mode.ts';
import type { ModeOnly } from './mode-document.ts';
import { reachOf, type RolloutMode } from './reach.ts';

/** Who asks whether it may act. */
export interface ModeQuestion {
  /** What the share is taken over, e.g. a user or a case; null: none was given. */
  readonly key: string | null;
  readonly segment: string | null;
  readonly team: string | null;
  readonly task: string | null;
}

/** The mode for one caller; `no_key`: it depends on a key, and there is none. */
export type ModeAnswer =
  | {
      readonly kind: 'mode';
      readonly value: RolloutMode;
      readonly reason: 'STATIC' | 'TARGETING_MATCH' | 'SPLIT';
    }
  | { readonly kind: 'no_key' };

function isNamed(only: ModeOnly, { segment, team, task }: ModeQuestion): boolean {
  const isIn = (names: readonly string[], value: string | null): boolean =>
    names.length === 0 || (value !== null && names.includes(value));
  return isIn(only.segments, segment) && isIn(only.teams, team) && isIn(only.tasks, task);
}

/**
 * The mode for one caller. The same key always falls on the same place, so a share that grows takes nobody
 * out.
 * @param placeOf of a key, from 0 to below 100, spread evenly
 */
export function evaluateMode(
  effective: EffectiveMode,
  question: ModeQuestion,
  placeOf: (key: string) => number,
): ModeAnswer {
  const { level, share } = reachOf(effective);
  const { only, otherwise } = effective;
  const isTargeted = only.segments.length + only.teams.length + only.tasks.length > 0;
  if (isTargeted && !isNamed(only, question)) {
    return { kind: 'mode', value: otherwise, reason: 'TARGETING_MATCH' };
  }
  if (share >= 100 || level === otherwise) {
    return { kind: 'mode', value: level, reason: isTargeted ? 'TARGETING_MATCH' : 'STATIC' };
  }
  if (question.key === null) return { kind: 'no_key' };
  const isInside = placeOf(question.key) < share;
  return { kind: 'mode', value: isInside ? level : otherwise, reason: 'SPLIT' };
}
