import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SEVERITIES } from '../rule/rule.ts';
import type { ToldAlert } from './told-alert.ts';

/** What a receiver can be told about an alert. */
export const NOTICE_EVENTS = ['fire', 'repeat', 'escalate', 'acknowledge', 'resolve'] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** An alert as documents of the alert log hold it. */
export const toldAlertDocument: z.ZodType<ToldAlert> = z.object({
  id: z.string(),
  episode: z.number(),
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  severity: z.enum(SEVERITIES),
  summary: z.string(),
  description: z.string(),
  runbookUrl: z.string().nullable(),
  owner: z.string().nullable(),
  startedMs: z.number(),
  resolvedMs: z.number().nullable(),
  reason: z.string().nullable(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  isAcknowledged: z.boolean(),
  snoozedUntilMs: z.number().nullable(),
  flappingSinceMs: z.number().nullable().default(null),
});

/** One alert in a delivery. */
export const noticeDocument = z.object({
  event: z.enum(NOTICE_EVENTS),
  /** From 1, counted over everything that was told about this episode. */
  sequence: z.number(),
  /** Why it is told now, where that is not plain, e.g. that a silence ended; null: it is plain. */
  note: z.string().nullable(),
  alert: toldAlertDocument,
});
export type Notice = z.output<typeof noticeDocument>;

/** What a webhook is told instead of notices: ready to be sent, but for its signature. */
const deliveredEvent = z.object({
  /** Whom it is about: what is about the same is told in order. */
  subject: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type DeliveredEvent = z.output<typeof deliveredEvent>;

/** What one receiver is told at one instant about one group. */
export const deliveryDocument = z.object({
  /** The same when it is planned again from the same state: what receivers know repeats by. */
  key: z.string(),
  receiver: z.string(),
  /** Labels that the alerts of the group share. */
  groupLabels: z.record(z.string(), z.string()),
  /** When it was due, epoch milliseconds. */
  plannedMs: z.number(),
  notices: z.array(noticeDocument),
  event: deliveredEvent.optional(),
});
export type Delivery = z.output<typeof deliveryDocument>;

/** Most alerts in one delivery: what a receiver is sent stays bounded in a storm. */
export const MAX_NOTICES = 200;
/** The same for pagers, which take a call for each: all of them have to fit into one attempt's time. */
export const MAX_PAGES = 20;

/**
 * The idempotency key: a hash of the receiver and of (alert, episode, sequence) of every notice.
 * @returns 32 hex digits
 */
export function deliveryKey(receiver: string, notices: readonly Notice[]): string {
  const parts = notices.map(({ alert, sequence }) => [alert.id, alert.episode, sequence]);
  const text = JSON.stringify([receiver, parts]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Deliveries of notices to one receiver.
 * @param most notices in one of them
 */
export function packNotices(
  delivery: Omit<Delivery, 'key' | 'notices' | 'event'>,
  notices: readonly Notice[],
  most: number = MAX_NOTICES,
): Delivery[] {
  const deliveries: Delivery[] = [];
  for (let start = 0; start < notices.length; start += most) {
    const part = notices.slice(start, start + most);
    deliveries.push({ ...delivery, key: deliveryKey(delivery.receiver, part), notices: part });
  }
  return deliveries;
}
