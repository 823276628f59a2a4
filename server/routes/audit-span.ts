import { DAY_MS } from '../../core/time.ts';
import { instantParam } from './request-schemas.ts';

/** Raw events are kept this long where nothing else is configured. */
const USUAL_REACH_MS = 90 * DAY_MS;

/** When reviews were made that are asked for. */
export const auditSpanParams = { from: instantParam.optional(), to: instantParam.optional() };

/** The span asked for, up to now where nothing is said; epoch milliseconds. */
export function auditSpan(
  query: { readonly from?: number | undefined; readonly to?: number | undefined },
  nowMs: number,
): { fromMs: number; toMs: number } {
  const toMs = query.to ?? nowMs;
  return { fromMs: query.from ?? toMs - USUAL_REACH_MS, toMs };
}
