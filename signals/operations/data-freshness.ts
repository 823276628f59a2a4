import { MAX_EVENT_AHEAD_MS } from '../../core/event.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

/** Names the method of ages, which have no interval, for people. */
export const AGE_METHOD = 'age at the window’s end';

/**
 * Minutes from the newest state of input data that any event of the window named to the window's end.
 * @returns n = hours with an event that names one; `provider_error` where the newest lies further ahead
 * than clocks differ
 */
export function findDataFreshness(window: TelemetryWindow, params: EstimateParameters): Finding {
  const { hours, newestMs } = window.dataAsOf ?? { hours: 0, newestMs: -Infinity };
  const few = tooFew(hours, params.minSample, 'hours with input data of a known age', AGE_METHOD);
  if (few !== null) return few;
  const ageMs = window.toMs - newestMs;
  if (ageMs < -MAX_EVENT_AHEAD_MS) {
    const reason = `The newest input data is said to be ${Math.ceil(-ageMs / MINUTE_MS)} minutes in the future.`;
    return notFound('provider_error', hours, AGE_METHOD, reason);
  }
  return foundWithin(Math.max(0, ageMs) / MINUTE_MS, null, hours, AGE_METHOD);
}
