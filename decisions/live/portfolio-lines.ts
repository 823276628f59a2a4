import { DAY_MS } from '../../core/time.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { buildPortfolioItem, type AssessedItem } from '../assessment/build-portfolio-item.ts';
import type { PortfolioItem } from '../assessment/portfolio.ts';
import { decisionDueAt, isOverdueAt } from '../signing/review-periods.ts';
import type { Replayed, Subject } from './replays.ts';

/**
 * A line with its decision date, which telemetry has no part in.
 * @param askedMs epoch milliseconds: telemetry may be a minute older, decisions are not
 */
export function datedLine(
  line: AssessedItem,
  { workload, periods }: Pick<Subject, 'workload' | 'periods'>,
  askedMs: number,
): PortfolioItem {
  return {
    ...line,
    decision_due: decisionDueAt(workload, periods, askedMs),
    overdue: isOverdueAt(workload, periods, askedMs),
  };
}

/** What is made of runs; see `keptBy`. */
export interface Kept<Made> {
  of(replayed: Replayed): Made;
  isMade(replayed: Replayed): boolean;
}

/** What is made of a run, made once for as long as the run is kept: whatever a run rests on makes another. */
export function keptBy<Made>(make: (replayed: Replayed) => Made): Kept<Made> {
  const kept = new WeakMap<Replayed, Made>();
  return {
    of(replayed) {
      const before = kept.get(replayed);
      if (before !== undefined) return before;
      const made = make(replayed);
      kept.set(replayed, made);
      return made;
    },
    isMade: (replayed) => kept.has(replayed),
  };
}

/** A portfolio line, with what was published a week before it. */
export function portfolioLine(replayed: Replayed, assessment: Assessment): AssessedItem {
  const atMs = replayed.history.endMs;
  const weekAgo = replayed.replay.changes.findLast((change) => change.atMs <= atMs - 7 * DAY_MS);
  return buildPortfolioItem({
    workload: replayed.workload,
    assessment,
    history: replayed.history,
    verdictWeekAgo: weekAgo?.verdict ?? null,
    atMs,
  });
}
