import { z } from 'zod';
import { CUT_DIMENSIONS } from './cut.ts';
import { MISSING_STATES } from './estimate.ts';

const finite = z.number().nullable();

/** What a comparison says of a signal: the later part is better or worse, or that is not shown. */
export const COMPARISON_VERDICTS = [
  'better',
  'worse',
  'no_clear_difference',
  'too_few',
  'not_applicable',
] as const;
export type ComparisonVerdict = (typeof COMPARISON_VERDICTS)[number];

/** One side of a comparison, with the interval it has by itself. */
const comparedSide = z.object({
  value: finite,
  low: finite,
  high: finite,
  n: z.number(),
  n_effective: z.number(),
  state: z.enum(['ok', ...MISSING_STATES]),
});

/** One signal of two parts of a workload's telemetry, as `GET …/compare` answers it. */
export const comparisonItem = z.object({
  signal: z.string(),
  title: z.string(),
  axis: z.enum(['value', 'operations', 'economics']),
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  role: z.enum(['required', 'advisory', 'not_applicable']),
  before: comparedSide,
  after: comparedSide,
  /** After − before; all intervals together hold with the confidence of the comparison. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  verdict: z.enum(COMPARISON_VERDICTS),
  /** Whether the difference rests on items that both sides answered. */
  paired: z.boolean(),
  method: z.string(),
  reason: z.string().nullable(),
});
export type ComparisonItem = z.infer<typeof comparisonItem>;

/** Items of one evaluation set that both sides answered. */
export const pairedSet = z.object({
  dataset: z.string(),
  name: z.string(),
  items: z.number(),
  /** Passed after and not before, and the other way round. */
  improved: z.number(),
  worsened: z.number(),
  unchanged: z.number(),
});
export type PairedSet = z.infer<typeof pairedSet>;

/** Two parts of a workload's telemetry over one window. */
export const comparison = z.object({
  workload: z.string(),
  by: z.enum(CUT_DIMENSIONS),
  before: z.string(),
  after: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** With which all intervals of differences hold together, at all looks. */
  confidence: z.number(),
  items: z.array(comparisonItem),
  paired: z.array(pairedSet),
});
export type Comparison = z.infer<typeof comparison>;
