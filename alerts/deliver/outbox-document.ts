import { z } from 'zod';
import { DAY_MS } from '../../core/time.ts';
import type { AlertLogEntry } from '../alert-log.ts';
import { deliveryDocument, type Delivery } from '../people/notice.ts';

/** A delivery in the outbox, as the alert log holds it. */
export const outboxDocument = z.object({
  delivery: deliveryDocument,
  /** `gave_up`: a day of attempts was in vain. */
  state: z.enum(['waiting', 'sent', 'gave_up']),
  enqueuedMs: z.number(),
  /** Those that failed. */
  attempts: z.number(),
  /** Not tried again before this. */
  nextAttemptMs: z.number(),
  lastFailureMs: z.number().nullable(),
  lastReason: z.string().nullable(),
  /** When it was sent or given up. */
  doneMs: z.number().nullable(),
});
export type OutboxItem = z.output<typeof outboxDocument>;

/** For how long a delivery is tried. */
export const GIVE_UP_AFTER_MS = DAY_MS;
/** How long what was sent is shown; what was given up is shown for a week. */
const SHOW_SENT_MS = DAY_MS;
const SHOW_GIVEN_UP_MS = 7 * DAY_MS;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 600_000;

/** A delivery that has just been planned. */
export function waitingItem(delivery: Delivery, nowMs: number): OutboxItem {
  return {
    delivery,
    state: 'waiting',
    enqueuedMs: nowMs,
    attempts: 0,
    nextAttemptMs: nowMs,
    lastFailureMs: null,
    lastReason: null,
    doneMs: null,
  };
}

/** What the alert log takes of an item. */
export function itemEntry(item: OutboxItem): AlertLogEntry {
  return { kind: 'delivery', id: item.delivery.key, document: item };
}

/** Whether an item is no longer shown. */
export function isForgotten({ state, doneMs }: OutboxItem, nowMs: number): boolean {
  if (doneMs === null) return false;
  return nowMs - doneMs >= (state === 'sent' ? SHOW_SENT_MS : SHOW_GIVEN_UP_MS);
}

/**
 * How long to wait after failures in a row: doubling from a second to ten minutes, half of it by chance,
 * so that what failed together is not tried together.
 * @param failures at least 1
 * @param chance from 0 to below 1
 * @example backOffMs(1, 0, null) // 500
 */
export function backOffMs(
  failures: number,
  chance: number,
  retryAfterSeconds: number | null,
): number {
  const fullMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 30));
  const askedMs = Math.min(LONGEST_WAIT_MS, (retryAfterSeconds ?? 0) * 1_000);
  return Math.max(askedMs, Math.round(fullMs * (0.5 + chance / 2)));
}
