import type { BusinessCase } from '../../core/workload.ts';
import { fullCost } from '../../signals/economics/full-cost.ts';
import { valuedRuns } from '../../signals/economics/run-value.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { axisStates } from '../engine/axis-state.ts';
import { matchRow } from '../engine/decision-table.ts';
import { isInside } from '../engine/signal-status.ts';
import type { ResolvedPolicy, Verdict } from '../policy/policy.ts';
import type { AssessedSignal, Counterfactual, SignalStatus } from './assessment.ts';

/** Which signals move with a quantity: in proportion to it (1) or against it (−1). */
const VALUE_MOVES = { value_per_run: 1, roi: 1 } as const;
const COST_MOVES = { unit_cost: 1, cost_per_run: 1, cost_against_baseline: 1, roi: -1 } as const;

/** The quantities whose turning points are told, and what moves with each. */
const QUANTITIES: Readonly<Record<string, Readonly<Record<string, 1 | -1>>>> = {
  value_per_run: VALUE_MOVES,
  unit_cost: COST_MOVES,
  cost_per_run: COST_MOVES,
};

/** How much of a whole one of its parts makes up; 1 where that is not known, above 0. */
export interface QuantityShares {
  /** Value of runs in all value; outcome events add the rest. */
  readonly valueOfRuns: number;
  /** Inference in the full cost. */
  readonly inference: number;
}

/** A factor on a quantity at which one required signal crosses its limit. */
interface Crossing {
  readonly factor: number;
  readonly signal: string;
  readonly becomes: SignalStatus;
}

/**
 * What a return rests on, by the sums of a window.
 * @param window null: nothing is known
 */
export function quantityShares(
  window: TelemetryWindow | null,
  businessCase: BusinessCase,
): QuantityShares {
  if (window === null) return { valueOfRuns: 1, inference: 1 };
  const cost = fullCost(window, businessCase.review_usd_per_hour ?? 0);
  const runs = valuedRuns(window, businessCase);
  const ofRuns = runs.n > 0 ? (runs.sum / runs.n) * cost.runs : 0;
  return {
    valueOfRuns: shareOf(ofRuns, ofRuns + window.sum('outcome_value')),
    inference: shareOf(cost.inference, cost.total),
  };
}

/**
 * The value and the costs at which the table's verdict turns, everything else as it is now: going up
 * and going down from today's number, each signal that moves with it passes or fails from its limit on.
 * @param signals as assessed; quantities without a number above 0 are left out
 * @param now the verdict of the table before caps
 * @param shares a value or cost moves a whole that it is only part of by as much less
 */
export function turningPoints(
  policy: ResolvedPolicy,
  signals: readonly AssessedSignal[],
  now: Verdict,
  shares: QuantityShares,
): Counterfactual['turning_points'] {
  const byId = new Map(signals.map((signal) => [signal.signal, signal]));
  return Object.entries(QUANTITIES).flatMap(([quantity, moves]) => {
    const today = byId.get(quantity)?.value ?? 0;
    if (!(today > 0)) return [];
    const crossings = Object.entries(moves).flatMap(([signal, power]) =>
      crossingOf(byId.get(signal), power, shareIn(signal, quantity, shares)),
    );
    const down = crossings.filter(({ factor }) => factor < 1).sort((a, b) => b.factor - a.factor);
    const up = crossings.filter(({ factor }) => factor > 1).sort((a, b) => a.factor - b.factor);
    return [...turns(policy, byId, down, now), ...turns(policy, byId, up, now)].map(
      ({ factor, verdict }) => ({
        quantity,
        at: today * factor,
        verdict,
      }),
    );
  });
}

/** What a quantity makes up of what a signal is moved by. */
function shareIn(signal: string, quantity: string, shares: QuantityShares): number {
  if (signal === quantity) return 1;
  if (quantity === 'value_per_run') return shares.valueOfRuns;
  return quantity === 'cost_per_run' ? shares.inference : 1;
}

function shareOf(part: number, whole: number): number {
  return part > 0 && part < whole ? part / whole : 1;
}

/** Nowhere, where the limit lies beyond what the share of the whole can move. */
function crossingOf(signal: AssessedSignal | undefined, power: 1 | -1, share: number): Crossing[] {
  if (signal?.role !== 'required' || signal.value === null || signal.limit === null) return [];
  if (!(signal.value > 0 && signal.limit > 0)) return [];
  const ratio = signal.limit / signal.value;
  const becomes = isInside(signal.better, signal.value, signal.limit) ? 'fail' : 'pass';
  const ofWhole = power === 1 ? ratio : 1 / ratio;
  const factor = share === 1 ? ofWhole : 1 + (ofWhole - 1) / share;
  return factor > 0 ? [{ factor, signal: signal.signal, becomes }] : [];
}

function turns(
  policy: ResolvedPolicy,
  byId: ReadonlyMap<string, AssessedSignal>,
  outward: readonly Crossing[],
  now: Verdict,
): { readonly factor: number; readonly verdict: Verdict }[] {
  const crossed = new Map<string, SignalStatus>();
  const found: { factor: number; verdict: Verdict }[] = [];
  let verdict = now;
  for (const { factor, signal, becomes } of outward) {
    crossed.set(signal, becomes);
    const axes = axisStates(policy, (id) => crossed.get(id) ?? byId.get(id)?.status ?? 'uncertain');
    const next = matchRow(policy.table, axes)?.row.verdict ?? verdict;
    if (next !== verdict) found.push({ factor, verdict: next });
    verdict = next;
  }
  return found;
}
