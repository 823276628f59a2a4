import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { heldBack, nextNotices } from '../people/next-notice.ts';
import { NOTICE_EVENTS } from '../people/notice.ts';
import type { NotificationState } from '../people/notification-state.ts';
import type { People } from '../people/people.ts';
import type { ToldAlert } from '../people/told-alert.ts';
import { outboxDocument, type OutboxItem } from './outbox-document.ts';

const instant = z.iso.datetime();

/** Who was told of an alert, and who is next, as the interface tells it. */
export const alertTelling = z.object({
  /** The earliest first; what was sent is known for a day, what was given up for a week. */
  told: z.array(
    z.object({
      receiver: z.string(),
      event: z.enum(NOTICE_EVENTS),
      /** When it was taken or given up; while it waits, when it was due. */
      at: instant,
      outcome: outboxDocument.shape.state,
      /** Why the last attempt failed; null: none did. */
      reason: z.string().nullable(),
    }),
  ),
  /** Who is told next if nobody does anything; null: nobody is. */
  next: z.object({ receiver: z.string(), event: z.enum(NOTICE_EVENTS), at: instant }).nullable(),
  /** What keeps it from being told at present; null: nothing. */
  held: z
    .object({
      by: z.enum(['acknowledged', 'snoozed', 'silenced', 'flapping', 'muted']),
      until: instant.nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type AlertTelling = z.output<typeof alertTelling>;

/** What telling is read from. */
export interface TellingSources {
  /** Everything the outbox knows. */
  readonly deliveries: readonly OutboxItem[];
  readonly state: NotificationState;
  readonly people: People;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/** Who was told of an episode and how that went, who is next, and what holds it back. */
export function buildAlertTelling(alert: ToldAlert, sources: TellingSources): AlertTelling {
  const { deliveries, state, people, nowMs } = sources;
  const told = deliveries
    .flatMap(({ delivery, state: outcome, doneMs, lastReason: reason }) =>
      delivery.notices
        .filter((one) => one.alert.id === alert.id && one.alert.episode === alert.episode)
        .map(({ event }) => ({
          receiver: delivery.receiver,
          event,
          atMs: doneMs ?? delivery.plannedMs,
          outcome,
          reason,
        })),
    )
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, ...rest }) => ({ ...rest, at: isoTime(atMs) }));
  const held = alert.resolvedMs === null ? heldBack(alert, people, nowMs) : null;
  const notes = state.alerts[alert.id]?.episodes[alert.episode] ?? null;
  const [next] = held === null ? nextNotices(alert, notes, people) : [];
  return {
    told,
    next: next ? { receiver: next.receiver, event: next.event, at: isoTime(next.atMs) } : null,
    held: held && {
      by: held.by,
      until: held.untilMs === null ? null : isoTime(held.untilMs),
      reason: held.reason,
    },
  };
}
