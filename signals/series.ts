import { z } from 'zod';
import { cutOf } from './cut.ts';
import { MISSING_STATES } from './estimate.ts';

const finite = z.number().nullable();

/** One signal's value over one step; a gap has null values. */
export const seriesPoint = z.object({
  at: z.iso.datetime(),
  value: finite,
  low: finite,
  high: finite,
  n: z.number(),
});
export type SeriesPoint = z.infer<typeof seriesPoint>;

/** One signal over a window, as `GET …/signals` answers it. */
export const signalItem = z.object({
  signal: z.string(),
  title: z.string(),
  axis: z.enum(['value', 'operations', 'economics']),
  value: finite,
  low: finite,
  high: finite,
  n: z.number(),
  n_effective: z.number(),
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  method: z.string(),
  state: z.enum(['ok', ...MISSING_STATES]),
  reason: z.string().nullable(),
  /** The part of the workload it is about; null: all of it. */
  by: cutOf.nullable(),
});
export type SignalItem = z.infer<typeof signalItem>;

/** One signal of one part of a workload over time. */
export const seriesCut = z.object({ by: cutOf, points: z.array(seriesPoint) });
export type SeriesCut = z.infer<typeof seriesCut>;
