import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { RULE_CUTS, SEVERITIES } from '../rule/rule.ts';
import { END_REASONS, RESPONSE_STATES, episodeKey, type Episode } from './episode.ts';

/** Where the condition of an episode stands. */
export const ALERT_STATES = ['firing', 'recovering', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

const instant = z.iso.datetime().nullable();

/** One episode of an alert as the interface tells it. */
export const alertItem = z.object({
  id: z.string(),
  /** The same for every episode of one rule and what it is split by. */
  alert: z.string(),
  episode: z.number().int(),
  rule: z.string(),
  rule_version: z.number().int(),
  title: z.string(),
  workload: z.string(),
  by: z.object({ dimension: z.enum(RULE_CUTS), value: z.string() }).nullable(),
  labels: z.record(z.string(), z.string()),
  severity: z.enum(SEVERITIES),
  state: z.enum(ALERT_STATES),
  blocks_scale: z.boolean(),
  summary: z.string(),
  description: z.string(),
  runbook_url: z.string().nullable(),
  owner: z.string().nullable(),
  /** First evaluation of the breach that it fired for. */
  active_since: z.iso.datetime(),
  fired_at: z.iso.datetime(),
  recovering_since: instant,
  resolved_at: instant,
  reason: z.enum(END_REASONS).nullable(),
  /** The latest number, in the signal's unit. */
  value: z.number().nullable(),
  fired_value: z.number().nullable(),
  threshold: z.number().nullable(),
  flapping: z.boolean(),
  response: z.object({
    state: z.enum(RESPONSE_STATES),
    by: z.string().nullable(),
    acknowledged_at: instant,
    assignee: z.string().nullable(),
    snoozed_until: instant,
    acts: z.array(
      z.object({ at: z.iso.datetime(), by: z.string(), act: z.string(), text: z.string() }),
    ),
  }),
  seconds_to_acknowledge: z.number().nullable(),
  seconds_to_resolve: z.number().nullable(),
});
export type AlertItem = z.infer<typeof alertItem>;

const timeOf = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
const secondsFrom = (fromMs: number, toMs: number | null): number | null =>
  toMs === null ? null : (toMs - fromMs) / 1000;

/** Where an episode's condition stands. */
export function stateOf({ resolvedMs, recoveringMs }: Episode): AlertState {
  if (resolvedMs !== null) return 'resolved';
  return recoveringMs === null ? 'firing' : 'recovering';
}

/** An episode as the interface tells it. */
export function buildAlertItem(one: Episode): AlertItem {
  const { response } = one;
  return {
    id: episodeKey(one),
    alert: one.alert,
    episode: one.number,
    rule: one.rule,
    rule_version: one.ruleVersion,
    title: one.title,
    workload: one.workload,
    by: one.cut === null || one.value === null ? null : { dimension: one.cut, value: one.value },
    labels: one.labels,
    severity: one.severity,
    state: stateOf(one),
    blocks_scale: one.blocksScale,
    summary: one.summary,
    description: one.description,
    runbook_url: one.runbookUrl,
    owner: one.owner,
    active_since: isoTime(one.activeMs),
    fired_at: isoTime(one.firedMs),
    recovering_since: timeOf(one.recoveringMs),
    resolved_at: timeOf(one.resolvedMs),
    reason: one.reason,
    value: one.lastValue,
    fired_value: one.firedValue,
    threshold: one.threshold,
    flapping: one.flappingSinceMs !== null,
    response: {
      state: response.state,
      by: response.by,
      acknowledged_at: timeOf(response.acknowledgedMs),
      assignee: response.assignee,
      snoozed_until: timeOf(response.snoozedUntilMs),
      acts: response.acts.map(({ atMs, by, act, text }) => ({ at: isoTime(atMs), by, act, text })),
    },
    seconds_to_acknowledge: secondsFrom(one.firedMs, response.acknowledgedMs),
    seconds_to_resolve: secondsFrom(one.firedMs, one.resolvedMs),
  };
}
