import type { StepResult } from '../engine/step.ts';
import { isInside } from '../engine/signal-status.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import type { AssessedView } from './assessed-view.ts';
import type { Counterfactual } from './assessment.ts';
import { samplesNeeded } from './samples-needed.ts';
import { smallestChange } from './smallest-change.ts';
import { quantityShares, turningPoints } from './turning-points.ts';

/**
 * What would change a verdict.
 *
 * binding: the required signals that decide now; where a row turned on a weak axis, those that fail on
 * it, else those that keep scale away. changes: of the smallest set that yields scale (of all that
 * fail, where none does), those whose number has to move, or be measured at all (`from` null), to
 * the limit or better. samples_needed: of the required signals that lie inside their limit or have too
 * little to tell, how much more it takes.
 */
export function counterfactual(
  policy: ResolvedPolicy,
  views: readonly AssessedView[],
  { row }: StepResult,
): Counterfactual {
  const required = views.filter(({ rule }) => rule.role === 'required');
  const signals = required.map(({ assessed }) => assessed);
  const towardsScale = smallestChange(policy.table, signals);
  const failing = signals.filter(({ status }) => status === 'fail');
  const decisive = failing
    .filter(({ axis }) => row.row[axis] === 'weak')
    .map(({ signal }) => signal);
  const economics = views.find(({ assessed }) => assessed.signal === 'roi');
  const toChange = new Set(towardsScale ?? failing.map(({ signal }) => signal));
  return {
    binding: decisive.length > 0 ? decisive : [...(towardsScale ?? [])],
    changes: signals.flatMap(({ signal, value, limit, better, status }) => {
      if (!toChange.has(signal) || limit === null) return [];
      const onlySamples = status !== 'fail' && value !== null && isInside(better, value, limit);
      return onlySamples ? [] : [{ signal, from: value, to: limit }];
    }),
    samples_needed: required.flatMap((view) => samplesNeeded(view) ?? []),
    turning_points: turningPoints(
      policy,
      views.map(({ assessed }) => assessed),
      row.row.verdict,
      quantityShares(economics?.recentWindow ?? null, economics?.params.businessCase ?? {}),
    ),
  };
}
