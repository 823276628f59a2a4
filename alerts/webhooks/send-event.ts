import { createHash } from 'node:crypto';
import { signBody } from '../deliver/build-webhook.ts';
import { failure, judgeAnswer, type Post, type SendOutcome } from '../deliver/post.ts';
import type { Delivery, DeliveredEvent } from '../people/notice.ts';
import type { WebhookDocument } from './webhook.ts';

/** Receivers of alerts are slugs, so the two never meet in one lane. */
const PREFIX = 'webhook:';

/** The id of the webhook whose lane this is; null for the lane of a receiver of alerts. */
export const webhookOfLane = (receiver: string): string | null =>
  receiver.startsWith(PREFIX) ? receiver.slice(PREFIX.length) : null;

/**
 * One event for one webhook.
 * @param eventId the same for every webhook and every repeat
 */
export function eventDelivery(
  webhook: string,
  eventId: string,
  event: DeliveredEvent,
  nowMs: number,
): Delivery {
  const key = createHash('sha256').update(`${webhook}\n${eventId}`).digest('hex').slice(0, 32);
  return {
    key,
    receiver: PREFIX + webhook,
    groupLabels: {},
    plannedMs: nowMs,
    notices: [],
    event,
  };
}

/**
 * One attempt at the delivery of an event: signed as alerts are, in structured mode.
 * @param find a webhook with its secret; null: there is none any more
 */
export function sendEventThrough(edges: {
  readonly post: Post;
  readonly find: (id: string) => WebhookDocument | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): (delivery: Delivery, event: DeliveredEvent, signal: AbortSignal) => Promise<SendOutcome> {
  return async ({ key, receiver }, event, signal) => {
    const webhook = edges.find(receiver.slice(PREFIX.length));
    if (webhook === null) return failure('there is no such webhook any more', 'delivery');
    const headers = {
      ...event.headers,
      'idempotency-key': key,
      'bellwether-signature': signBody(event.body, webhook.secret, edges.now()),
    };
    try {
      return judgeAnswer(await edges.post({ url: webhook.url, headers, body: event.body }, signal));
    } catch (error) {
      return failure(error instanceof Error ? error.message : String(error));
    }
  };
}
