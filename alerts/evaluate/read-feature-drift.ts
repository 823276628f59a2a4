import { signalEntry } from '../../signals/catalogue.ts';
import { featureDrifts, type FeatureDrift } from '../../signals/feature-drifts.ts';
import { minuteParameters } from '../../signals/minute-signals.ts';
import type { CompiledCondition } from '../rule/compiled-rule.ts';
import { absentReading, unitOf, type Looked, type Reading } from './reading.ts';

const SIGNAL = 'drift';

/**
 * How far a feature moved from its reference: a breach where that is more than both the threshold and what
 * chance alone would explain.
 */
export function readFeatureDrift(
  { feature, threshold, window }: Extract<CompiledCondition, { kind: 'drift' }>,
  looked: Looked,
): Reading {
  const telemetry = looked.window(window);
  const { minSample } = signalEntry(SIGNAL);
  const all =
    telemetry === null
      ? []
      : featureDrifts(telemetry, minuteParameters(looked.businessCase, minSample));
  const asked = feature === null ? all : all.filter((one) => one.feature === feature);
  const worst = worstOf(asked);
  if (worst === null) return absentReading(SIGNAL, threshold, whyNot(asked, feature));
  const { psi } = worst.distances;
  return {
    input: isSignalled(worst) && psi > threshold ? 'breach' : 'clear',
    value: psi,
    n: worst.n,
    threshold,
    unit: unitOf(SIGNAL),
    severity: null,
    hasData: true,
  };
}

type Compared = FeatureDrift & { readonly distances: NonNullable<FeatureDrift['distances']> };

const isSignalled = ({ distances }: Compared): boolean => distances.psi > distances.critical;

/** What chance does not explain before what it does, then the furthest. */
function worstOf(drifts: readonly FeatureDrift[]): Compared | null {
  const compared = drifts.filter((one): one is Compared => one.distances !== null);
  return (
    compared.toSorted(
      (a, b) =>
        Number(isSignalled(b)) - Number(isSignalled(a)) || b.distances.psi - a.distances.psi,
    )[0] ?? null
  );
}

function whyNot(asked: readonly FeatureDrift[], feature: string | null): string {
  const name = feature === null ? 'no feature' : `feature ${JSON.stringify(feature)}`;
  if (asked.length === 0)
    return feature === null ? 'no feature was ever seen' : `${name} was never seen`;
  if (asked.some(({ state }) => state === 'too_few')) {
    return feature === null
      ? 'no feature has enough values in the window'
      : `${name} has too few values in the window`;
  }
  return feature === null ? 'no feature has a reference yet' : `${name} has no reference yet`;
}
