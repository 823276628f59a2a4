import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { NOTICE_EVENTS } from '../people/notice.ts';
import { RECEIVER_TYPES } from '../people/receiver.ts';
import type { ReceiverStatus } from './delivery-lane.ts';
import { outboxDocument, type OutboxItem } from './outbox-document.ts';
import type { SendOutcome } from './post.ts';

const instant = z.iso.datetime().nullable();
const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));

/** A receiver as the interface shows it: what its type has, without secrets. */
export const shownReceiver = z.looseObject({
  id: z.string(),
  type: z.enum(RECEIVER_TYPES),
  max_per_minute: z.number().int(),
});

/** How a receiver does, as the interface tells it. */
export const receiverStatusItem = z.object({
  receiver: z.string(),
  last_success: instant,
  last_failure: instant,
  last_failure_reason: z.string().nullable(),
  failures_in_row: z.number().int(),
  /** It has failed several times in a row; it is tried all the same. */
  dead: z.boolean(),
  dead_since: instant,
  waiting: z.number().int(),
  /** Deliveries of the last week that were given up after a day. */
  gave_up: z.number().int(),
});
export type ReceiverStatusItem = z.output<typeof receiverStatusItem>;

/** How a receiver does, in the form of the interface. */
export function toReceiverStatusItem(status: ReceiverStatus): ReceiverStatusItem {
  return {
    receiver: status.receiver,
    last_success: isoOrNull(status.lastSuccessMs),
    last_failure: isoOrNull(status.lastFailureMs),
    last_failure_reason: status.lastFailureReason,
    failures_in_row: status.failuresInRow,
    dead: status.isDead,
    dead_since: isoOrNull(status.deadSinceMs),
    waiting: status.waiting,
    gave_up: status.gaveUp,
  };
}

/** A delivery as the interface tells it. */
export const deliveryItem = z.object({
  key: z.string(),
  receiver: z.string(),
  state: outboxDocument.shape.state,
  planned_at: z.iso.datetime(),
  attempts: z.number().int(),
  next_attempt: instant,
  last_reason: z.string().nullable(),
  done_at: instant,
  notices: z.array(
    z.object({
      event: z.enum(NOTICE_EVENTS),
      alert: z.string(),
      episode: z.number().int(),
      summary: z.string(),
      note: z.string().nullable(),
    }),
  ),
});
export type DeliveryItem = z.output<typeof deliveryItem>;

/** A delivery in the form of the interface. */
export function toDeliveryItem(item: OutboxItem): DeliveryItem {
  const { delivery, state } = item;
  return {
    key: delivery.key,
    receiver: delivery.receiver,
    state,
    planned_at: isoTime(delivery.plannedMs),
    attempts: item.attempts,
    next_attempt: state === 'waiting' ? isoTime(item.nextAttemptMs) : null,
    last_reason: item.lastReason,
    done_at: isoOrNull(item.doneMs),
    notices: delivery.notices.map(({ event, note, alert }) => ({
      event,
      alert: alert.id,
      episode: alert.episode,
      summary: alert.summary,
      note,
    })),
  };
}

/** What the test button answers: whether it arrived, and why not. */
export const receiverTestItem = z.object({ sent: z.boolean(), reason: z.string().nullable() });
export type ReceiverTestItem = z.output<typeof receiverTestItem>;

/** What became of a test, in the form of the interface. */
export function toReceiverTestItem(outcome: SendOutcome): ReceiverTestItem {
  if (outcome.kind === 'sent') return { sent: true, reason: null };
  return { sent: false, reason: outcome.reason };
}
