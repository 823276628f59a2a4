import { z } from 'zod';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { END_REASONS, type Episode } from '../episode/episode.ts';
import { ruleAbsence, tellAbsences } from '../evaluate/tell-absence.ts';
import type { AbsentReason } from '../evaluate/reading.ts';
import { RULE_CUTS, SEVERITIES } from '../rule/rule.ts';

/** Episodes that are told one by one. */
export const MAX_PREVIEW_EPISODES = 1000;

const instant = z.iso.datetime();

/** What a rule would have done over some time, as the interface tells it. */
export const rulePreview = z.object({
  from: instant,
  to: instant,
  /** The first of them where there are many; `truncated` says so. */
  episodes: z.array(
    z.object({
      workload: z.string(),
      by: z.object({ dimension: z.enum(RULE_CUTS), value: z.string() }).nullable(),
      active_since: instant,
      fired_at: instant,
      /** Null: it still fires at the end. */
      resolved_at: instant.nullable(),
      reason: z.enum(END_REASONS).nullable(),
      /** The number that fired it, in the signal's unit. */
      value: z.number().nullable(),
      severity: z.enum(SEVERITIES),
    }),
  ),
  /** Episodes a week, told or not. */
  per_week: z.number(),
  /** How long alerts fired, all together. */
  firing_seconds: z.number(),
  /** Those with most episodes first; without those that have none. */
  by_workload: z.array(z.object({ workload: z.string(), episodes: z.number().int() })),
  truncated: z.boolean(),
  /** What is different from how the rule would be evaluated from now on; null: nothing. */
  note: z.string().nullable(),
  /** Workloads of which nothing can be told at the end, and why. */
  absent: z.array(ruleAbsence),
});
export type RulePreview = z.infer<typeof rulePreview>;

/** What is told of the episodes that a rule would have had. */
export function buildPreview(
  episodes: readonly Episode[],
  {
    fromMs,
    toMs,
    note,
    reasons,
  }: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly note: string | null;
    readonly reasons: ReadonlyMap<string, AbsentReason>;
  },
): RulePreview {
  const counts = new Map<string, number>();
  let firingMs = 0;
  for (const { workload, firedMs, resolvedMs } of episodes) {
    counts.set(workload, (counts.get(workload) ?? 0) + 1);
    firingMs += (resolvedMs ?? toMs) - firedMs;
  }
  const told = episodes
    .toSorted((a, b) => a.firedMs - b.firedMs || (a.alert < b.alert ? -1 : 1))
    .slice(0, MAX_PREVIEW_EPISODES);
  return {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    episodes: told.map(tellEpisode),
    per_week: (episodes.length * 7 * DAY_MS) / (toMs - fromMs),
    firing_seconds: firingMs / 1000,
    by_workload: [...counts]
      .map(([workload, count]) => ({ workload, episodes: count }))
      .sort((a, b) => b.episodes - a.episodes || (a.workload < b.workload ? -1 : 1)),
    truncated: told.length < episodes.length,
    note,
    absent: tellAbsences(reasons),
  };
}

const tellEpisode = (one: Episode): RulePreview['episodes'][number] => ({
  workload: one.workload,
  by: one.cut === null || one.value === null ? null : { dimension: one.cut, value: one.value },
  active_since: isoTime(one.activeMs),
  fired_at: isoTime(one.firedMs),
  resolved_at: one.resolvedMs === null ? null : isoTime(one.resolvedMs),
  reason: one.reason,
  value: one.firedValue,
  severity: one.severity,
});
