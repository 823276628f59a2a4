import { z } from 'zod';
import { durationMs, durationText } from '../../core/duration.ts';
import {
  AXES,
  driftReference,
  type ResolvedPolicy,
  type ResolvedSignalRule,
  tableRow,
} from '../policy/policy.ts';
import { formatDuration } from './format-value.ts';

const plainRule = z.object({
  axis: z.enum(AXES),
  better: z.enum(['higher', 'lower']),
  proportion: z.boolean(),
  role: z.enum(['required', 'advisory', 'not_applicable']),
  limit: z.number().nullable(),
  recent: durationText,
  evidence: durationText,
  recover: z.number(),
  min_sample: z.number(),
  judge: z
    .object({
      sensitivity: z.number(),
      specificity: z.number(),
      n_positive: z.number().optional(),
      n_negative: z.number().optional(),
    })
    .nullable(),
  reason: z.string().nullable(),
  reference: driftReference.optional(),
  stale_after: durationText.optional(),
});

/** A policy ready to decide, as plain data: inherited, defaulted, with every signal of the catalogue. */
export const plainPolicy = z.object({
  id: z.string(),
  version: z.number(),
  hash: z.string(),
  alpha: z.number(),
  grid: durationText,
  stale_after: durationText,
  expected_sample: z.number(),
  signals: z.record(z.string(), plainRule),
  dwell: z.object({
    scale: durationText,
    hold: durationText,
    redesign: durationText,
    stop: durationText,
  }),
  table: z.array(tableRow),
  gates_required_for_scale: z.array(z.string()),
  unpriced_tolerance: z.number(),
  override: z.object({ workload: z.string(), reason: z.string() }).optional(),
});
export type PlainPolicy = z.infer<typeof plainPolicy>;

/** A resolved policy as plain data. */
export function recordPolicy(policy: ResolvedPolicy): PlainPolicy {
  const { dwellMs } = policy;
  return {
    id: policy.id,
    version: policy.version,
    hash: policy.hash,
    alpha: policy.alpha,
    grid: formatDuration(policy.gridMs),
    stale_after: formatDuration(policy.staleAfterMs),
    expected_sample: policy.expectedSample,
    signals: Object.fromEntries([...policy.signals].map(([id, rule]) => [id, recordRule(rule)])),
    dwell: {
      scale: formatDuration(dwellMs.scale),
      hold: formatDuration(dwellMs.hold),
      redesign: formatDuration(dwellMs.redesign),
      stop: formatDuration(dwellMs.stop),
    },
    table: [...policy.table],
    gates_required_for_scale: [...policy.gatesRequiredForScale],
    unpriced_tolerance: policy.unpricedTolerance,
    ...(policy.override === undefined ? {} : { override: { ...policy.override } }),
  };
}

/** The policy that {@link recordPolicy} recorded. */
export function readPlainPolicy(plain: PlainPolicy): ResolvedPolicy {
  const { dwell } = plain;
  return {
    id: plain.id,
    version: plain.version,
    hash: plain.hash,
    alpha: plain.alpha,
    gridMs: durationMs(plain.grid),
    staleAfterMs: durationMs(plain.stale_after),
    expectedSample: plain.expected_sample,
    signals: new Map(Object.entries(plain.signals).map(([id, rule]) => [id, readRule(rule)])),
    dwellMs: {
      scale: durationMs(dwell.scale),
      hold: durationMs(dwell.hold),
      redesign: durationMs(dwell.redesign),
      stop: durationMs(dwell.stop),
    },
    table: plain.table,
    gatesRequiredForScale: plain.gates_required_for_scale,
    unpricedTolerance: plain.unpriced_tolerance,
    ...(plain.override === undefined ? {} : { override: plain.override }),
  };
}

function recordRule(rule: ResolvedSignalRule): z.infer<typeof plainRule> {
  const { recentMs, evidenceMs, minSample, judge, staleAfterMs, ...same } = rule;
  return {
    ...same,
    ...(staleAfterMs === undefined ? {} : { stale_after: formatDuration(staleAfterMs) }),
    recent: formatDuration(recentMs),
    evidence: formatDuration(evidenceMs),
    min_sample: minSample,
    judge: judge === null ? null : { ...judge },
  };
}

function readRule(plain: z.infer<typeof plainRule>): ResolvedSignalRule {
  const { recent, evidence, min_sample, stale_after, reference, ...same } = plain;
  return {
    ...same,
    ...(reference === undefined ? {} : { reference }),
    ...(stale_after === undefined ? {} : { staleAfterMs: durationMs(stale_after) }),
    recentMs: durationMs(recent),
    evidenceMs: durationMs(evidence),
    minSample: min_sample,
  };
}
