import { z } from 'zod';
import { REVIEW_VERDICTS } from './review-verdicts.ts';
import { runItem } from './run-item.ts';
import { DAY_MS, floorTo, isoTime } from './time.ts';

/** Most reviews a week that a workload's audit may be given. */
export const MAX_CAPACITY_PER_WEEK = 1000;

/** How a workload's random audit is drawn and by whom it is reviewed. */
export const auditSettings = z.strictObject({
  /** Share of runs that are drawn, above 0 to 1. */
  share: z.number().gt(0).max(1),
  /** Reviews that people have time for in a week (Monday to Sunday, UTC). */
  capacity_per_week: z.number().int().min(1).max(MAX_CAPACITY_PER_WEEK),
  /** Ids or emails of the people who review; absent: whoever may operate. */
  reviewers: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
});
export type AuditSettings = z.infer<typeof auditSettings>;

/** One week of a workload's audit: how far it is. */
export const auditProgress = z.object({
  /** The week's Monday (UTC). */
  week: z.iso.date(),
  /** Runs of the week that the share drew. */
  drawn: z.number(),
  /** Those of them that are to be reviewed: the lowest hashes of each day, as far as the capacity reaches. */
  kept: z.number(),
  /** Drawn runs of the week that have a random review. */
  reviewed: z.number(),
  capacity: z.number(),
});
export type AuditProgress = z.infer<typeof auditProgress>;

/** One run that waits for its review. */
export const auditItem = z.object({
  /** Why it is in the queue; only `random` counts towards the audited error rate. */
  source: z.literal('random'),
  week: z.iso.date(),
  run: runItem,
});
export type AuditItem = z.infer<typeof auditItem>;

/** What a reviewer says about a run. */
export const auditVerdict = z.strictObject({
  verdict: z.enum(REVIEW_VERDICTS),
  hallucination: z.boolean().optional(),
  failure_pattern: z.string().trim().min(1).max(256).optional(),
  /** Time it took, in seconds. */
  seconds: z.number().min(0).max(86_400),
});
export type AuditVerdict = z.infer<typeof auditVerdict>;

const MONDAY_MS = 4 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * Start of the week that an instant lies in: Monday, 00:00 UTC.
 * @param atMs epoch milliseconds
 * @example weekStart(Date.UTC(2026, 10, 26, 9)) // Date.UTC(2026, 10, 23)
 */
export function weekStart(atMs: number): number {
  return floorTo(atMs - MONDAY_MS, WEEK_MS) + MONDAY_MS;
}

/**
 * A week as it is named: the day of its Monday.
 * @param atMs an instant of the week, epoch milliseconds
 * @example weekName(Date.UTC(2026, 10, 26, 9)) // '2026-11-23'
 */
export function weekName(atMs: number): string {
  return isoTime(weekStart(atMs)).slice(0, 10);
}
