import { z } from 'zod';
import { durationMs, durationText } from '../../core/duration.ts';
import {
  AXES,
  type ResolvedPolicy,
  type ResolvedSignalRule,
  signalRule,
  tableRow,
} from '../policy/policy.ts';
import { formatDuration } from './format-value.ts';

const { judge, reference } = signalRule.shape;

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
  judge: judge.unwrap().nullable(),
  reason: z.string().nullable(),
  reference,
  stale_after: durationText.optional(),
});
type PlainRule = z.infer<typeof plainRule>;

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
  const { gridMs, staleAfterMs, expectedSample, signals, dwellMs, ...others } = policy;
  const { table, gatesRequiredForScale, unpricedTolerance, ...same } = others;
  // Does not compile once a policy gets a part that is not carried over.
  const carried: Pick<PlainPolicy, keyof typeof same> = same;
  return {
    ...carried,
    grid: formatDuration(gridMs),
    stale_after: formatDuration(staleAfterMs),
    expected_sample: expectedSample,
    signals: Object.fromEntries([...signals].map(([id, rule]) => [id, recordRule(rule)])),
    dwell: {
      scale: formatDuration(dwellMs.scale),
      hold: formatDuration(dwellMs.hold),
      redesign: formatDuration(dwellMs.redesign),
      stop: formatDuration(dwellMs.stop),
    },
    table: [...table],
    gates_required_for_scale: [...gatesRequiredForScale],
    unpriced_tolerance: unpricedTolerance,
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

function recordRule(rule: ResolvedSignalRule): PlainRule {
  const { recentMs, evidenceMs, minSample, staleAfterMs, ...same } = rule;
  const carried: Pick<PlainRule, keyof typeof same> = same;
  return {
    ...carried,
    recent: formatDuration(recentMs),
    evidence: formatDuration(evidenceMs),
    min_sample: minSample,
    ...(staleAfterMs === undefined ? {} : { stale_after: formatDuration(staleAfterMs) }),
  };
}

function readRule(plain: PlainRule): ResolvedSignalRule {
  const { recent, evidence, min_sample, stale_after, reference: stated, ...same } = plain;
  return {
    ...same,
    recentMs: durationMs(recent),
    evidenceMs: durationMs(evidence),
    minSample: min_sample,
    ...(stated === undefined ? {} : { reference: stated }),
    ...(stale_after === undefined ? {} : { staleAfterMs: durationMs(stale_after) }),
  };
}
