import { z } from 'zod';
import { MISSING_STATES } from '../../signals/estimate.ts';
import { AXES, AXIS_STATES, VERDICTS } from '../policy/policy.ts';

const instant = z.iso.datetime();
const finite = z.number().nullable();
const verdict = z.enum(VERDICTS);

/** Shown to be inside its limit, shown to be beyond it, or neither. */
export const SIGNAL_STATUSES = ['pass', 'fail', 'uncertain'] as const;
export type SignalStatus = (typeof SIGNAL_STATUSES)[number];

/** One signal inside an assessment: its recent window, its evidence, and what follows. */
export const assessedSignal = z.object({
  signal: z.string(),
  title: z.string(),
  axis: z.enum(AXES),
  role: z.enum(['required', 'advisory', 'not_applicable']),
  better: z.enum(['higher', 'lower']),
  value: finite,
  low: finite,
  high: finite,
  n: z.number(),
  n_effective: z.number(),
  unit: z.string(),
  limit: finite,
  status: z.enum(SIGNAL_STATUSES),
  state: z.enum(['ok', ...MISSING_STATES]),
  method: z.string(),
  window: z.string(),
  evidence: z.object({
    value: finite,
    low: finite,
    high: finite,
    n: z.number(),
    since: instant,
    state: z.enum(['ok', ...MISSING_STATES]),
    /** What the evidence waits for since then: the window's length, or the change that restarted it. */
    restarted_by: z.string().nullable(),
  }),
  reason: z.string(),
});
export type AssessedSignal = z.infer<typeof assessedSignal>;

/** A proposal that is published at `until` if it stands until then. */
export const pendingVerdict = z.object({ verdict, since: instant, until: instant });

/** What would change the verdict. */
export const counterfactual = z.object({
  binding: z.array(z.string()),
  changes: z.array(z.object({ signal: z.string(), from: finite, to: z.number() })),
  samples_needed: z.array(z.object({ signal: z.string(), more: z.number(), days: finite })),
  turning_points: z.array(z.object({ quantity: z.string(), at: z.number(), verdict })),
});
export type Counterfactual = z.infer<typeof counterfactual>;

/** A policy applied to a workload's telemetry at one instant: everything needed to explain it. */
export const assessment = z.object({
  workload: z.string(),
  at: instant,
  policy: z.object({
    id: z.string(),
    version: z.number(),
    hash: z.string(),
    /** Why the policy makes an exception for this workload; absent where it makes none. */
    override: z.string().optional(),
  }),
  verdict,
  proposed: verdict,
  since: instant.nullable(),
  pending: pendingVerdict.nullable(),
  sentence: z.string(),
  axes: z.array(z.object({ axis: z.enum(AXES), state: z.enum(AXIS_STATES), because: z.string() })),
  signals: z.array(assessedSignal),
  gates: z.array(
    z.object({
      gate: z.string(),
      state: z.enum(['passed', 'open']),
      required: z.boolean(),
      evidence: z.string(),
    }),
  ),
  row: z.object({
    index: z.number(),
    value: z.string(),
    operations: z.string(),
    economics: z.string(),
    verdict,
    words: z.string(),
  }),
  blocked_by: z.array(z.string()),
  counterfactual,
  playbook: z.object({ headline: z.string(), steps: z.array(z.string()) }),
  evidence_hash: z.string(),
});
export type Assessment = z.infer<typeof assessment>;

/** One change of the published verdict, or of what is proposed, in a workload's history. */
export const verdictChange = z.object({
  at: instant,
  verdict,
  proposed: verdict,
  previous: verdict.nullable(),
  because: z.string(),
});
export type VerdictChange = z.infer<typeof verdictChange>;
