import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration as documents write it: a whole number and one of s, m, h, d (`7d`, `12h`, `15m`). */
export const durationText = z
  .string()
  .regex(/^\d{1,5}[smhd]$/, 'expected a duration such as 7d, 12h or 15m');

/**
 * Milliseconds of a duration text.
 * @param text e.g. `7d`; throws a RangeError on any other form
 * @example durationMs('15m') // 900000
 */
export function durationMs(text: string): number {
  const unit = UNIT_MS[text.slice(-1)];
  if (unit === undefined || !/^\d{1,5}[smhd]$/.test(text)) {
    throw new RangeError(`not a duration: ${JSON.stringify(text)}`);
  }
  return Number(text.slice(0, -1)) * unit;
}
