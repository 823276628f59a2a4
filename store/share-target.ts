import { oneAtATime } from '../core/one-at-a-time.ts';
import type { SegmentTarget } from './segment-target.ts';

/** A target, and a way to have its tables for oneself. */
export interface SharedTarget {
  /** Segments wait while somebody is alone with the tables. */
  readonly target: SegmentTarget;
  /** Runs a task while no segment is under way. Segments that come meanwhile wait on disk. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
}

/** Lets hand-overs and tasks that change many tables at once take turns. */
export function shareTarget(target: SegmentTarget): SharedTarget {
  const inTurn = oneAtATime();
  return {
    target: {
      insert: (segment) => inTurn(() => target.insert(segment)),
      repair: (segment) => inTurn(() => target.repair(segment)),
    },
    alone: inTurn,
  };
}
