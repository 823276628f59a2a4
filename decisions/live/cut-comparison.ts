import { SIGNALS } from '../../signals/catalogue.ts';
import type { SignalEntry } from '../../signals/catalogue-entry.ts';
import { differenceVerdict, type Difference } from '../../signals/compare-difference.ts';
import { compareLevels } from '../../signals/compare-levels.ts';
import { comparePairs, compareSignal } from '../../signals/compare-signal.ts';
import type { ComparisonItem, PairedSet } from '../../signals/compare.ts';
import { createCutEstimator } from '../../signals/cut-estimate.ts';
import { canBeCut, type CutWhole } from '../../signals/cut-reasons.ts';
import type { CutDimension } from '../../signals/cut.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import type { Subject } from './replays.ts';
import { parametersOf } from './signal-tables.ts';

/** The signal that evaluation sets feed, whose items both sides may have answered. */
const PAIRED_SIGNAL = 'evaluation_pass_rate';

/** Two parts of a workload over the window of the whole. */
export interface ComparedParts {
  readonly whole: CutWhole;
  readonly before: TelemetryHistory;
  readonly after: TelemetryHistory;
  readonly pairs: readonly PairedSet[];
}

/**
 * Every signal of two parts, and what its difference says. All intervals of differences together hold
 * with the policy's confidence: half of the error is shared by the signals it requires, half by the rest.
 */
export function comparisonItems(subject: Subject, parts: ComparedParts): ComparisonItem[] {
  const { whole, before, after, pairs } = parts;
  const { policy } = subject.inForce;
  const { fromMs, toMs } = whole.window;
  // What was is compared, whether or not it still goes on.
  const ever = (id: string): EstimateParameters => ({
    ...parametersOf(subject, id),
    staleAfterMs: Infinity,
  });
  const estimator = createCutEstimator(whole, ever);
  const levels = levelsOf(policy, whole.dimension);
  const windows = { before: before.window(fromMs, toMs), after: after.window(fromMs, toMs) };
  const paired = sumPairs(pairs);
  return SIGNALS.map((entry) => {
    const sides = {
      before: estimator.estimate(entry.id, windows.before),
      after: estimator.estimate(entry.id, windows.after),
    };
    const params = ever(entry.id);
    const isPaired = entry.id === PAIRED_SIGNAL && paired.items >= Math.max(1, params.minSample);
    const compare = (): Difference | null => {
      const alpha = levels.get(entry.id);
      if (alpha === undefined) return null;
      if (isPaired) return comparePairs(paired, alpha);
      return compareSignal(entry, windows, { ...params, alpha });
    };
    const areKnown = sides.before.state === 'ok' && sides.after.state === 'ok';
    const difference = areKnown || isPaired ? compare() : null;
    return itemOf(policy, entry, sides, difference, isPaired);
  });
}

/** Chosen by policy and catalogue alone, before any number is looked at. */
function levelsOf(policy: ResolvedPolicy, dimension: CutDimension): ReadonlyMap<string, number> {
  const compared = SIGNALS.filter(
    ({ id, estimator }) => canBeCut(id, dimension) && estimator !== 'count',
  );
  const roleOf = ({ id }: SignalEntry): string | undefined => policy.signals.get(id)?.role;
  const ids = (role: string): string[] =>
    compared.filter((entry) => roleOf(entry) === role).map(({ id }) => id);
  return compareLevels(policy.alpha, ids('required'), ids('advisory'));
}

function sumPairs(sets: readonly PairedSet[]): Omit<PairedSet, 'dataset' | 'name'> {
  const total = { items: 0, improved: 0, worsened: 0, unchanged: 0 };
  for (const set of sets) {
    total.items += set.items;
    total.improved += set.improved;
    total.worsened += set.worsened;
    total.unchanged += set.unchanged;
  }
  return total;
}

interface Sides {
  readonly before: Estimate;
  readonly after: Estimate;
}

function itemOf(
  policy: ResolvedPolicy,
  entry: SignalEntry,
  sides: Sides,
  difference: Difference | null,
  paired: boolean,
): ComparisonItem {
  const known = difference?.kind === 'known' ? difference : null;
  const { id, title, axis, unit, better } = entry;
  return {
    signal: id,
    title,
    axis,
    unit,
    better,
    role: policy.signals.get(id)?.role ?? 'advisory',
    before: sideOf(sides.before),
    after: sideOf(sides.after),
    difference: known && { value: known.value, low: known.low, high: known.high },
    verdict: known === null ? unknownVerdict(sides, difference) : differenceVerdict(known, better),
    paired: paired && known !== null,
    method: difference?.method ?? sides.before.method,
    reason: known === null ? whyUnknown(policy, id, sides, difference) : null,
  };
}

function sideOf(estimate: Estimate): ComparisonItem['before'] {
  const { value, low, high, n, nEffective, state } = estimate;
  return { value, low, high, n, n_effective: nEffective, state };
}

/** Too few runs may become enough; anything else will not change by waiting for runs. */
function unknownVerdict(
  { before, after }: Sides,
  difference: Difference | null,
): 'too_few' | 'not_applicable' {
  if (difference?.kind === 'unknown') return 'too_few';
  const states = [before.state, after.state];
  return states.includes('too_few') && !states.includes('not_applicable')
    ? 'too_few'
    : 'not_applicable';
}

function whyUnknown(
  policy: ResolvedPolicy,
  id: string,
  { before, after }: Sides,
  difference: Difference | null,
): string {
  if (policy.signals.get(id)?.role === 'not_applicable') {
    return 'The policy says that it does not apply.';
  }
  if (difference?.kind === 'unknown') return difference.reason;
  const [left, right] = [before, after].map((one) => (one.state === 'ok' ? null : one.reason));
  if (left && left === right) return left;
  if (left) return `Before: ${left}`;
  if (right) return `After: ${right}`;
  return 'It has no interval by itself, so a difference of it cannot be told from chance.';
}
