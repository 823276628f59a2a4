import { z } from 'zod';

const text = z.string().trim().min(1).max(2000);
const day = z.iso.date();

/** Something that somebody does until a day. */
export const reviewAction = z.strictObject({
  what: text,
  /** Who answers for it: a role, or a person's id or email. */
  owner: z.string().trim().min(1).max(200),
  due: day,
  done: z.boolean().default(false),
});
export type ReviewAction = z.infer<typeof reviewAction>;

/** What an agenda is about, in its order. */
export const AGENDA_TOPICS = [
  'verdict',
  'signals',
  'alerts',
  'decisions',
  'cost',
  'adoption',
  'actions',
] as const;

/** One line of an agenda; `changed` false where there is nothing to talk about. */
export const agendaItem = z.object({
  topic: z.enum(AGENDA_TOPICS),
  words: z.string(),
  changed: z.boolean(),
});
export type AgendaItem = z.infer<typeof agendaItem>;

/** What people state when they hold a review. */
export const heldReview = z.strictObject({
  notes: z.string().trim().min(1).max(20_000),
  /** Roles or people, as they are called in the organisation. */
  attendees: z.array(z.string().trim().min(1).max(200)).min(1).max(50),
  actions: z.array(reviewAction).max(100).default([]),
  /** Day of the next review; absent: the last one's day plus the cadence. */
  next_date: day.optional(),
});
export type HeldReview = z.infer<typeof heldReview>;

/** What may change about a review afterwards: its actions. */
export const reviewChange = z.strictObject({ actions: z.array(reviewAction).max(100) });

/** A business review that was held: with the agenda as it was then. */
export const reviewDocument = z.strictObject({
  /** `<workload>/<number>`. */
  id: z.string(),
  workload: z.string(),
  /** From 1, per workload. */
  number: z.number().int(),
  held_at: z.iso.datetime(),
  held_by: z.string(),
  /** Since when the agenda told changes. */
  since: z.iso.datetime(),
  agenda: z.array(agendaItem),
  notes: z.string(),
  attendees: z.array(z.string()),
  actions: z.array(reviewAction),
  next_date: day.nullable(),
});
export type ReviewDocument = z.infer<typeof reviewDocument>;

/** When a workload's next review is due, and what the last one left open. */
export const dueReview = z.object({
  workload: z.string(),
  title: z.string(),
  /** `30d`; null where the workload's record states none. */
  cadence: z.string().nullable(),
  /** Null where neither a cadence nor the last review names a day. */
  due: day.nullable(),
  overdue: z.boolean(),
  last_held: z.iso.datetime().nullable(),
  open_actions: z.number(),
  /** Open actions whose day has passed. */
  late_actions: z.number(),
});
export type DueReview = z.infer<typeof dueReview>;
