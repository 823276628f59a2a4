import { FEWEST_FOR_CHANGE, findChanges } from '../core/statistics/change-detector.ts';
import { signalEntry } from './catalogue.ts';
import { estimateSignal } from './estimate-signal.ts';
import type { Estimate, EstimateParameters } from './estimate.ts';
import { findSignal } from './find-signal.ts';
import { windowSteps } from './window-steps.ts';
import type { TelemetryWindow } from './window.ts';

/** Whether a signal's level changed suddenly, since when, and from what to what. */
export type SignalChange =
  | {
      readonly state: 'changed';
      /** Start of the first step after the latest change; epoch milliseconds. */
      readonly atMs: number;
      /** End of the step that showed it; epoch milliseconds. */
      readonly foundMs: number;
      readonly better: boolean;
      /** From the change before, or the window's start, to this one; and from this one to the window's end. */
      readonly before: Estimate;
      readonly after: Estimate;
    }
  | { readonly state: 'steady'; readonly points: number }
  | { readonly state: 'too_few'; readonly points: number; readonly reason: string };

/**
 * The latest sudden change of a signal within a window, told from its value by steps. A level that creeps
 * is no change: that is what trends are for.
 * @param id of the catalogue; throws a RangeError for any other
 * @param window some months of days, or some days of hours
 * @param params whose minimum sample holds for every step: a step below it is left out, as is one without
 * a number for any other reason
 * @param stepMs length of a step, a whole number of hours
 * @returns `too_few` below 34 steps with a number, never `steady`
 */
export function findChange(
  id: string,
  window: TelemetryWindow,
  params: EstimateParameters,
  stepMs: number,
): SignalChange {
  const { better } = signalEntry(id);
  const asKnown = { ...params, staleAfterMs: Infinity };
  const points = windowSteps(window, stepMs).flatMap((step) => {
    const found = findSignal(id, step, asKnown);
    return found.state === 'ok' ? [{ step, value: found.value }] : [];
  });
  if (points.length < FEWEST_FOR_CHANGE) {
    const reason = `${points.length} of ${FEWEST_FOR_CHANGE} steps with a number needed.`;
    return { state: 'too_few', points: points.length, reason };
  }
  const changes = findChanges(points.map(({ value }) => value));
  const latest = changes.at(-1);
  if (latest === undefined) return { state: 'steady', points: points.length };
  const startOf = (index: number): number => points[index]!.step.fromMs;
  const previous = changes.at(-2);
  const atMs = startOf(latest.index);
  const sinceMs = previous === undefined ? window.fromMs : startOf(previous.index);
  return {
    state: 'changed',
    atMs,
    foundMs: points[latest.foundAt]!.step.toMs,
    better: (latest.direction === 'up') === (better === 'higher'),
    before: estimateSignal(id, window.part(sinceMs, atMs), asKnown),
    after: estimateSignal(id, window.part(atMs, window.toMs), asKnown),
  };
}
