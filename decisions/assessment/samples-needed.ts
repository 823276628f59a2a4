import { DAY_MS } from '../../core/time.ts';
import { readSignal } from '../../signals/estimate-signal.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { isInside } from '../engine/signal-status.ts';
import type { AssessedView } from './assessed-view.ts';
import type { Counterfactual } from './assessment.ts';

/** Beyond this no workload's evidence is settled by waiting. */
const MOST_SAMPLES = 1e9;

/** How many more samples one signal needs. */
export type SamplesNeeded = Counterfactual['samples_needed'][number];

/**
 * How many more samples, of the kind seen so far, would show a signal to be inside its limit.
 * @returns null where samples alone don't settle it: it passes, fails, lies beyond the limit, or its
 * source failed. `days` is at today's rate; null where there is no rate, or where the evidence window
 * never holds that many at it
 */
export function samplesNeeded(view: AssessedView): SamplesNeeded | null {
  const { assessed, rule } = view;
  if (assessed.status !== 'uncertain' || rule.limit === null) return null;
  if (assessed.state !== 'ok' || assessed.value === null) return firstSamples(view);
  if (!isInside(rule.better, assessed.value, rule.limit)) return null;
  const total = settlingSample(view);
  return total === null ? null : counted(view, total, total - assessed.evidence.n);
}

/** For a signal without a recent number: up to its minimum sample. */
function firstSamples(view: AssessedView): SamplesNeeded | null {
  const { assessed, rule } = view;
  const clustered = assessed.n_effective > 0 ? assessed.n / assessed.n_effective : 1;
  const needed = Math.ceil(rule.minSample * clustered);
  const more = Math.max(1, needed - assessed.n);
  if (assessed.state === 'too_few') {
    return assessed.n < needed ? counted(view, needed, more) : null;
  }
  if (assessed.state !== 'not_instrumented' && assessed.state !== 'stale') return null;
  return { signal: assessed.signal, more, days: null };
}

function counted(view: AssessedView, total: number, missing: number): SamplesNeeded {
  const { assessed, rule, samplesPerDay } = view;
  const more = Math.max(1, Math.ceil(missing));
  const heldByWindow = samplesPerDay * (rule.evidenceMs / DAY_MS);
  const days =
    samplesPerDay > 0 && total <= heldByWindow ? Math.ceil((more / samplesPerDay) * 10) / 10 : null;
  return { signal: assessed.signal, more, days };
}

/** The sample at which the interval comes to lie inside the limit if the numbers stay as they are; null if never. */
function settlingSample(view: AssessedView): number | null {
  const { assessed, rule, evidenceWindow, recentWindow } = view;
  const { evidence } = assessed;
  const evidenceSpeaks =
    evidence.state === 'ok' &&
    evidence.value !== null &&
    isInside(rule.better, evidence.value, rule.limit!);
  const [window, n] = evidenceSpeaks ? [evidenceWindow, evidence.n] : [recentWindow, assessed.n];
  return window === null || !(n > 0) ? null : smallestSettled(view, window, n);
}

function smallestSettled(
  { assessed, rule, params }: AssessedView,
  window: TelemetryWindow,
  n: number,
): number | null {
  const evidence = { ...params, evidence: true };
  const settles = (sample: number): boolean =>
    readSignal(assessed.signal, scaledWindow(window, sample / n), evidence, rule.limit).side ===
    'good';
  let below = 0;
  let enough = Math.max(1, rule.minSample);
  while (!settles(enough)) {
    below = enough;
    enough *= 2;
    if (enough > MOST_SAMPLES) return null;
  }
  while (below > 0 && enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (settles(middle)) enough = middle;
    else below = middle;
  }
  return enough;
}
