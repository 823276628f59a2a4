import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Names the method of counts, which have no interval, for people. */
export const COUNT_METHOD = 'count';

/**
 * A plain count. It has no interval, so it never decides; 0 is a true 0 as long as the source is alive.
 * @param n things counted
 * @param noun what they are, plural
 */
export function findCount(n: number, params: EstimateParameters, noun: string): Finding {
  if (n >= params.minSample) return foundWithin(Math.max(0, n), null, Math.max(0, n), COUNT_METHOD);
  const reason = `${Math.max(0, Math.floor(n))} of ${params.minSample} ${noun} needed.`;
  return notFound('too_few', Math.max(0, n), COUNT_METHOD, reason);
}
