import type { DesignEffectRow } from '../history-rows.ts';
import { countWhile } from './count-while.ts';

/**
 * Whose effects stand for that of a signal that has none of its own: it is estimated run by run, where
 * neither the rates of a business case nor a ratio of two sums is known.
 */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  value_per_run: ['net_minutes_saved', 'acceptance_rate'],
  roi: ['value_per_run', 'cost_per_run'],
  unit_cost: ['acceptance_rate', 'cost_per_run'],
  cost_against_baseline: ['acceptance_rate', 'cost_per_run'],
};

/**
 * How many trials of a signal are worth one for coming in clusters, as far as known by an instant: its
 * own estimate, else the largest of what it is made of.
 * @param estimatesOf a signal, ascending by when they were made
 * @param knownMs epoch milliseconds; what was estimated at that very instant is not known yet
 * @returns at least 1
 * @example effectOfClusters('roi', (id) => (id === 'cost_per_run' ? [{ atMs: 0, signal: id, effect: 3 }] : []), 1) // 3
 */
export function effectOfClusters(
  signal: string,
  estimatesOf: (signal: string) => readonly DesignEffectRow[],
  knownMs: number,
): number {
  const estimates = estimatesOf(signal);
  const known = countWhile(estimates, ({ atMs }) => atMs < knownMs);
  if (known > 0) return Math.max(1, estimates[known - 1]!.effect);
  let largest = 1;
  for (const part of STAND_INS[signal] ?? []) {
    largest = Math.max(largest, effectOfClusters(part, estimatesOf, knownMs));
  }
  return largest;
}
