import { z } from 'zod';
import { RULE_CUTS, SEVERITIES } from '../rule/rule.ts';

/** Why an episode came to its end. */
export const END_REASONS = [
  'cleared',
  'no_data',
  'rule_changed',
  'rule_deleted',
  'rule_disabled',
  'not_selected',
  'closed',
] as const;
export type EpisodeEnd = (typeof END_REASONS)[number];

/** What people made of an episode. */
export const RESPONSE_STATES = ['open', 'acknowledged', 'snoozed', 'closed'] as const;

const instant = z.number();
const act = z.object({
  atMs: instant,
  by: z.string(),
  /** What was done. */
  act: z.enum(['acknowledge', 'assign', 'comment', 'snooze', 'close']),
  /** A note, whom it was assigned to, or until when it is snoozed. */
  text: z.string(),
});
export type ResponseAct = z.infer<typeof act>;

/** The response to one episode. */
export const response = z.object({
  state: z.enum(RESPONSE_STATES),
  by: z.string().nullable(),
  acknowledgedMs: instant.nullable(),
  assignee: z.string().nullable(),
  snoozedUntilMs: instant.nullable(),
  acts: z.array(act),
});
export type Response = z.infer<typeof response>;

/** One time that an alert fired, from its first breach to its end; instants in epoch milliseconds. */
export const episode = z.object({
  alert: z.string(),
  /** From 1, per alert. */
  number: z.number().int(),
  rule: z.string(),
  ruleVersion: z.number().int(),
  title: z.string(),
  workload: z.string(),
  cut: z.enum(RULE_CUTS).nullable(),
  value: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  severity: z.enum(SEVERITIES),
  blocksScale: z.boolean(),
  summary: z.string(),
  description: z.string(),
  runbookUrl: z.string().nullable(),
  owner: z.string().nullable(),
  activeMs: instant,
  firedMs: instant,
  /** Since when it is clear, while it may still fire again; null else. */
  recoveringMs: instant.nullable(),
  resolvedMs: instant.nullable(),
  reason: z.enum(END_REASONS).nullable(),
  /** The number that fired it, the latest, and the worst is not told: a threshold has two sides. */
  firedValue: z.number().nullable(),
  lastValue: z.number().nullable(),
  threshold: z.number().nullable(),
  /** The change of its alert, in this episode or before, from which it flaps; null: it does not. */
  flappingSinceMs: instant.nullable().default(null),
  response,
});
export type Episode = z.infer<typeof episode>;

/** How nobody has responded yet. */
export const NO_RESPONSE: Response = {
  state: 'open',
  by: null,
  acknowledgedMs: null,
  assignee: null,
  snoozedUntilMs: null,
  acts: [],
};

/** Key of an episode in the log and in addresses. */
export const episodeKey = ({ alert, number }: Pick<Episode, 'alert' | 'number'>): string =>
  `${alert}-${number}`;
