import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo, isoTime } from '../../core/time.ts';

/** A length of time that charts show, and the step they show it in. */
export interface Range {
  readonly id: string;
  readonly name: string;
  readonly lengthMs: number;
  readonly step: string;
  readonly stepMs: number;
}

export const RANGES: readonly [Range, ...Range[]] = [
  { id: '24h', name: '24 h', lengthMs: DAY_MS, step: '30m', stepMs: 30 * MINUTE_MS },
  { id: '7d', name: '7 d', lengthMs: 7 * DAY_MS, step: '3h', stepMs: 3 * HOUR_MS },
  { id: '28d', name: '28 d', lengthMs: 28 * DAY_MS, step: '12h', stepMs: 12 * HOUR_MS },
  { id: '90d', name: '90 d', lengthMs: 90 * DAY_MS, step: '1d', stepMs: DAY_MS },
  { id: '364d', name: '1 y', lengthMs: 364 * DAY_MS, step: '7d', stepMs: 7 * DAY_MS },
];

const DEFAULT_RANGE_ID = '28d';

/** The range of an address; the default where it names none. */
export function findRange(id: string | undefined): Range {
  return RANGES.find((range) => range.id === (id ?? DEFAULT_RANGE_ID)) ?? RANGES[0];
}

/** Both ends of a range that ends now, on whole steps, so that a question stays the same for one. */
export function spanOf({ lengthMs, stepMs }: Range, nowMs: number): { from: string; to: string } {
  const toMs = ceilTo(nowMs, stepMs);
  return { from: isoTime(toMs - lengthMs), to: isoTime(toMs) };
}
