import { z } from 'zod';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { EpisodeCount } from '../../store/questions/count-episodes.ts';
import type { RuleNotes } from '../engine/rule-notes.ts';
import { ruleAbsence, tellAbsences } from '../evaluate/tell-absence.ts';

/** Over how long episodes are counted: a week has every day's work in it. */
export const STATS_SPAN_MS = 7 * DAY_MS;

const instant = z.iso.datetime().nullable();

/** How one rule does, as the interface tells it. */
export const ruleStats = z.object({
  rule: z.string(),
  /** Episodes that fired in the last 7 days, told or not. */
  episodes: z.number().int(),
  /** Of those, how many somebody acknowledged; the rest is noise, or was nobody's. */
  acknowledged: z.number().int(),
  /** Null: never. */
  last_fired_at: instant,
  /** Workloads of which nothing can be told, and why, at the last evaluation. */
  absent: z.array(ruleAbsence),
  /** Until when some workload's usual numbers are being learnt; null: no workload's. */
  learning_until: instant,
  /** Parts of workloads (values of `by`) that were too many to be watched. */
  parts_not_watched: z.number().int(),
});
export type RuleStats = z.infer<typeof ruleStats>;

/**
 * How rules do.
 * @param rules ids
 * @param counts by rule and workload
 * @param notes of the last evaluation, by rule
 * @param mayKnow whether somebody is told of a workload
 */
export function buildRuleStats(
  rules: readonly string[],
  counts: readonly EpisodeCount[],
  notes: ReadonlyMap<string, RuleNotes>,
  mayKnow: (workload: string) => boolean,
): RuleStats[] {
  const allowed = counts.filter(({ workload }) => mayKnow(workload));
  return rules.map((rule) => {
    const own = allowed.filter((one) => one.rule === rule);
    const note = notes.get(rule);
    const absent = tellAbsences(note?.reasons ?? new Map()).filter((one) => mayKnow(one.workload));
    const unwatched = [...(note?.unwatched ?? [])].filter(([workload]) => mayKnow(workload));
    const lastMs = Math.max(...own.map(({ lastFiredMs }) => lastFiredMs));
    const untils = absent.flatMap(({ until }) => until ?? []).sort();
    return {
      rule,
      episodes: own.reduce((sum, { episodes }) => sum + episodes, 0),
      acknowledged: own.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      last_fired_at: own.length === 0 ? null : isoTime(lastMs),
      absent,
      learning_until: untils.at(-1) ?? null,
      parts_not_watched: unwatched.reduce((sum, [, parts]) => sum + parts, 0),
    };
  });
}
