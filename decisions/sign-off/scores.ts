import { DAY_MS } from '../../core/time.ts';
import type { Assessor } from '../assessor.ts';
import type { DecisionRegistry } from '../registry/decisions.ts';
import type { DecisionDocument, DecisionScore } from '../signing/decision.ts';
import { supersededMs } from '../signing/decision-state.ts';
import { SCORE_AFTER_MS, scoreDecision } from '../signing/score.ts';

/** What became of decisions. */
export interface DecisionScores {
  /**
   * The score of a decision, up to now, or to when it was replaced or ran out.
   * @returns null of one that never came in force
   */
  of(decision: DecisionDocument): Promise<DecisionScore | null>;
}

/** What scoring works with. */
export interface DecisionScoresDependencies {
  readonly decisions: Pick<DecisionRegistry, 'ofWorkload'>;
  readonly assessor: Pick<Assessor, 'assess'>;
  readonly now: () => number;
}

/** Makes the scorer; scores of decisions whose time is over are worked out once. */
export function createDecisionScores(dependencies: DecisionScoresDependencies): DecisionScores {
  const { decisions, assessor, now } = dependencies;
  /** By decision and when its time was over: a score of the past changes only by telemetry that comes late. */
  const over = new Map<string, DecisionScore>();

  const endMs = (decision: DecisionDocument): number => {
    const all = decisions.ofWorkload(decision.workload).map(({ document }) => document);
    const ranOutMs = Date.parse(decision.review_date) + DAY_MS;
    return Math.min(supersededMs(decision, all) ?? Infinity, ranOutMs);
  };

  return {
    async of(decision) {
      if (decision.in_force_at === null) return null;
      const nowMs = now();
      const ended = endMs(decision);
      const isOver = ended <= nowMs;
      const key = `${decision.id} ${ended}`;
      const known = isOver ? over.get(key) : undefined;
      if (known) return known;
      const untilMs = Math.min(ended, nowMs);
      const isEarly = untilMs - Date.parse(decision.in_force_at) < SCORE_AFTER_MS;
      const later = isEarly
        ? null
        : await assessor.assess(decision.workload, isOver ? untilMs : null, null);
      const score = scoreDecision({ decision, untilMs, later });
      if (isOver) over.set(key, score);
      return score;
    },
  };
}
