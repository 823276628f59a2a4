import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '../../core/time.ts';
import { DIRECTIONS_OF_ANOMALY } from '../condition/seasonal-band.ts';
import { minSamples, minutes, signalId, window } from './condition-fields.ts';

/**
 * How many usual spreads away a number is taken as unusual where a rule does not say: spreads of some
 * twenty values are known roughly, and a minute is looked at ten thousand times a week.
 */
const USUAL_SENSITIVITY = 4;

/** A number that is unusual for the hour of the week. */
export const anomalyCondition = z.strictObject({
  anomaly: z.strictObject({
    signal: signalId,
    window: minutes(5 * MINUTE_MS, DAY_MS).default('1h'),
    /** How many usual spreads from the usual number are too far. */
    sensitivity: z.number().min(1).max(20).default(USUAL_SENSITIVITY),
    direction: z.enum(DIRECTIONS_OF_ANOMALY).default('both'),
    season: z.literal('week').default('week'),
    min_samples: minSamples.optional(),
  }),
});
export type AnomalyCondition = z.output<typeof anomalyCondition>;

/** One feature, or any, that is spread otherwise than in its reference, beyond what chance explains. */
export const driftCondition = z.strictObject({
  drift: z.strictObject({
    /** Absent: whichever moved furthest. */
    feature: z.string().min(1).max(128).optional(),
    /** Population stability index that it has to exceed. */
    threshold: z.number().min(0).max(100),
    window: window.default('1d'),
  }),
});
export type DriftCondition = z.output<typeof driftCondition>;
