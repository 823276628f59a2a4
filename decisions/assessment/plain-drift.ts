import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { type DriftRow, FEATURE_ROLES } from '../../signals/history-rows.ts';

/** One `drift` event as plain data. */
export const plainDrift = z.object({
  at: z.iso.datetime(),
  feature: z.string(),
  role: z.enum(FEATURE_ROLES),
  score: z.number(),
  method: z.string(),
  p_value: z.number().nullable(),
});

/** A `drift` event as plain data. */
export function recordDrift({ tsMs, pValue, ...same }: DriftRow): z.infer<typeof plainDrift> {
  return { ...same, at: isoTime(tsMs), p_value: pValue };
}

/** The event that {@link recordDrift} recorded. */
export function readDrift({ at, p_value, ...same }: z.infer<typeof plainDrift>): DriftRow {
  return { ...same, tsMs: Date.parse(at), pValue: p_value };
}
