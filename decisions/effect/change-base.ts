import type { ModeBase, ModeOnly } from './mode-document.ts';
import { rankOf, reachOf, type RolloutMode } from './reach.ts';

/** What somebody wants a base to be; what is absent stays, as far as it makes sense. */
export interface BaseStatement {
  readonly mode: RolloutMode;
  readonly percent?: number | undefined;
  readonly only?: ModeOnly | undefined;
  readonly otherwise?: ModeBase['otherwise'] | undefined;
}

/** The part of a base that says what may happen, without who said it. */
export type BaseReach = Pick<ModeBase, 'mode' | 'percent' | 'only' | 'otherwise'>;

/**
 * A base with a statement applied. A mode between off and live that names no share keeps the share it had:
 * "review" while a tenth is live is review for that tenth.
 */
export function applyStatement(before: BaseReach, stated: BaseStatement): BaseReach {
  const only = stated.only ?? before.only;
  const otherwise = stated.otherwise ?? before.otherwise;
  if (stated.mode === 'live' || stated.mode === 'off') {
    return { mode: stated.mode, percent: null, only, otherwise };
  }
  const { share } = reachOf(before);
  const kept = share < 100 ? share : null;
  return { mode: stated.mode, percent: stated.percent ?? kept, only, otherwise };
}

const DIMENSIONS = ['segments', 'teams', 'tasks'] as const;

function isWidened(before: ModeOnly, after: ModeOnly): boolean {
  return DIMENSIONS.some((name) => {
    if (before[name].length === 0) return false;
    return after[name].length === 0 || after[name].some((value) => !before[name].includes(value));
  });
}

/** Whether a change of base could give anybody more than they have. */
export function raises(before: BaseReach, after: BaseReach): boolean {
  const [from, to] = [reachOf(before), reachOf(after)];
  if (to.level === 'off') return false;
  if (rankOf(to.level) > rankOf(from.level) || to.share > from.share) return true;
  const outside = (base: BaseReach): number => Math.min(rankOf(base.otherwise), rankOf(base.mode));
  return outside(after) > outside(before) || isWidened(before.only, after.only);
}

/** Whether two bases say the same. */
export function saysSame(a: BaseReach, b: BaseReach): boolean {
  const plain = ({ mode, percent, only, otherwise }: BaseReach): string =>
    JSON.stringify([mode, percent, only.segments, only.teams, only.tasks, otherwise]);
  return plain(a) === plain(b);
}
