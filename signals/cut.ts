import { z } from 'zod';

/** What telemetry can be cut by; `tool` knows tool calls only. */
export const CUT_DIMENSIONS = ['release', 'model', 'segment', 'stage', 'tool'] as const;
export type CutDimension = (typeof CUT_DIMENSIONS)[number];

/** What the values beyond the most frequent ones are summed under. */
export const OTHER_VALUE = 'other';

/** How many values of a dimension are told apart, by runs; the rest is summed as `other`. */
export const MAX_CUT_VALUES = 100;

/** Which part of a workload's telemetry a figure is about. */
export const cutOf = z.object({ dimension: z.enum(CUT_DIMENSIONS), value: z.string() });
export type CutOf = z.infer<typeof cutOf>;
