import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { FEATURE_ROLES } from '../../signals/history-rows.ts';
import type { FeatureReference, FeatureSpread, TelemetryWindow } from '../../signals/window.ts';

const instant = z.iso.datetime();
const counts = z.array(z.number());
const means = z.array(z.number().nullable());

const plainSpread = z.object({
  feature: z.string(),
  role: z.enum(FEATURE_ROLES),
  last_seen: instant,
  compared_from: instant.nullable(),
  reference: counts.nullable(),
  current: counts,
  numbers: z
    .object({ deviation: z.number(), reference_means: means, current_means: means })
    .nullable(),
});

/** Features of a window against one reference, as plain data. */
export const plainFeatures = z.object({
  /** Null: each feature's first days. */
  reference: z
    .union([z.object({ from: instant, to: instant }), z.object({ release: z.string() })])
    .nullable(),
  spreads: z.array(plainSpread),
});
export type PlainFeatures = z.infer<typeof plainFeatures>;

/** A window's features against a reference, as plain data. */
export function recordFeatures(
  window: TelemetryWindow,
  reference: FeatureReference | null,
): PlainFeatures {
  return {
    reference: recordReference(reference),
    spreads: window.features(reference).map((spread) => ({
      feature: spread.feature,
      role: spread.role,
      last_seen: isoTime(spread.lastSeenMs),
      compared_from: spread.comparedFromMs === null ? null : isoTime(spread.comparedFromMs),
      reference: spread.reference === null ? null : [...spread.reference],
      current: [...spread.current],
      numbers:
        spread.numbers === null
          ? null
          : {
              deviation: spread.numbers.deviation,
              reference_means: [...spread.numbers.referenceMeans],
              current_means: [...spread.numbers.currentMeans],
            },
    })),
  };
}

/**
 * The features that {@link recordFeatures} recorded against a reference.
 * @returns throws a RangeError for a reference that was not recorded
 */
export function readFeatures(
  recorded: readonly PlainFeatures[],
  reference: FeatureReference | null,
): readonly FeatureSpread[] {
  const key = JSON.stringify(recordReference(reference));
  const found = recorded.find((one) => JSON.stringify(one.reference) === key);
  if (found === undefined) throw new RangeError(`no features were recorded against ${key}`);
  return found.spreads.map((spread) => ({
    feature: spread.feature,
    role: spread.role,
    lastSeenMs: Date.parse(spread.last_seen),
    comparedFromMs: spread.compared_from === null ? null : Date.parse(spread.compared_from),
    reference: spread.reference,
    current: spread.current,
    numbers:
      spread.numbers === null
        ? null
        : {
            deviation: spread.numbers.deviation,
            referenceMeans: spread.numbers.reference_means,
            currentMeans: spread.numbers.current_means,
          },
  }));
}

function recordReference(reference: FeatureReference | null): PlainFeatures['reference'] {
  if (reference === null || 'release' in reference) return reference;
  return { from: isoTime(reference.fromMs), to: isoTime(reference.toMs) };
}
