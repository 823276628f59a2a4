import { z } from 'zod';
import { verdictChange } from '../assessment/assessment.ts';
import { policyDifference } from '../policy/policy-difference.ts';
import { policyDocument, VERDICTS } from '../policy/policy.ts';

const instant = z.iso.datetime();
const verdict = z.enum(VERDICTS);
const pairOf = <Side extends z.ZodType>(side: Side) => z.object({ before: side, after: side });
const version = z.number().int().min(1).max(1e9);

/**
 * What is to be tried on past telemetry, and against what. The candidate is a document that is not
 * kept yet or an earlier version; by default the current one.
 */
export const backtestRequest = z.strictObject({
  document: policyDocument.partial({ id: true }).optional(),
  version: version.optional(),
  /** A version of the same policy, or another policy as `id` or `id@version`; default: the current version. */
  against: z
    .union([
      version,
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,62}(@\d{1,9})?$/, 'expected a version, id or id@version'),
    ])
    .optional(),
  /** Default: 90 days before `to`. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Default: now, which is also the latest. */
  to: z.iso.datetime({ offset: true }).optional(),
  /** Default: those that the policy decides about, itself or through one that builds on it. */
  workloads: z.array(z.string().max(63)).min(1).max(1000).optional(),
});
export type BacktestRequest = z.infer<typeof backtestRequest>;

/** A time in which the two policies published different verdicts. */
export const verdictDifference = z.object({
  from: instant,
  to: instant,
  before: verdict,
  after: verdict,
});
export type VerdictDifference = z.infer<typeof verdictDifference>;

/** How the two policies' published verdicts on one workload compare over the time asked about. */
export const verdictComparison = z.object({
  /** Published at the end. */
  verdict: pairOf(verdict),
  /** Ascending; empty where they agree all the time. */
  differences: z.array(verdictDifference),
  /** Changes of the published verdict, ascending. */
  changes: pairOf(z.array(verdictChange)),
  /** Changes after the verdict first settled, scaled to a quarter of a year. */
  flips_per_quarter: pairOf(z.number()),
  /**
   * Days by which the candidate published the verdict that finally stood earlier; negative: later;
   * null where it did not.
   */
  lead_days: z.number().nullable(),
});
export type VerdictComparison = z.infer<typeof verdictComparison>;

/** One workload of a backtest. */
export const backtestItem = verdictComparison.extend({ workload: z.string(), title: z.string() });
export type BacktestItem = z.infer<typeof backtestItem>;

/** All workloads of a backtest together. */
export const backtestSummary = z.object({
  workloads: z.number(),
  /** Workloads on which the two published different verdicts at any time. */
  affected: z.number(),
  /** Changes of the published verdict. */
  changes: pairOf(z.number()),
  /** Mean over the workloads. */
  flips_per_quarter: pairOf(z.number()),
  /** Median over the affected workloads where it is known; null where it is for none. */
  lead_days: z.number().nullable(),
});
export type BacktestSummary = z.infer<typeof backtestSummary>;

/**
 * Two policies over the same past: `before` is what the candidate was compared with, `after` the
 * candidate. Both are taken as having been in force all along, so no evidence restarts because a limit
 * was changed on the way, as it would in live operation.
 */
export const backtest = z.object({
  /** The candidate; its version is null while it is not kept. */
  policy: z.object({ id: z.string(), version: z.number().nullable(), hash: z.string() }),
  against: z.object({ id: z.string(), version: z.number(), hash: z.string() }),
  from: instant,
  to: instant,
  summary: backtestSummary,
  /** The affected workloads first, then by id. */
  items: z.array(backtestItem),
  /** What the two documents say differently. */
  policy_differences: z.array(policyDifference),
  /** What the candidate may not have meant, e.g. a row of its table that never matches. */
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type Backtest = z.infer<typeof backtest>;
