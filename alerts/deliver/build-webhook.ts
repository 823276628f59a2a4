import { createHmac } from 'node:crypto';
import { isoTime } from '../../core/time.ts';
import type { Delivery, Notice } from '../people/notice.ts';
import type { WebhookReceiver } from '../people/receiver.ts';
import type { AlertLink } from './notice-words.ts';
import type { PostRequest } from './post.ts';

function noticeBody({ event, sequence, note, alert }: Notice, linkOf: AlertLink) {
  return {
    event,
    sequence,
    note,
    alert: {
      id: alert.id,
      episode: alert.episode,
      status: alert.status,
      severity: alert.severity,
      labels: alert.labels,
      summary: alert.summary,
      description: alert.description,
      runbook_url: alert.runbookUrl,
      owner: alert.owner,
      started_at: isoTime(alert.startedMs),
      resolved_at: alert.resolvedMs === null ? null : isoTime(alert.resolvedMs),
      reason: alert.reason,
      value: alert.value,
      threshold: alert.threshold,
      acknowledged: alert.isAcknowledged,
      url: linkOf(alert),
    },
  };
}

/** The body of a webhook: the same text each time a delivery is sent. */
export function webhookBody(delivery: Delivery, linkOf: AlertLink): string {
  return JSON.stringify({
    key: delivery.key,
    receiver: delivery.receiver,
    group_labels: delivery.groupLabels,
    planned_at: isoTime(delivery.plannedMs),
    notices: delivery.notices.map((notice) => noticeBody(notice, linkOf)),
  });
}

/**
 * The header `bellwether-signature`: HMAC-SHA256 over the second, a dot and the body. Receivers compare
 * it in constant time and refuse seconds that are long past.
 * @example signBody('{}', 'secret', 1_000) // 't=1,v1=…'
 */
export function signBody(body: string, secret: string, nowMs: number): string {
  const second = Math.floor(nowMs / 1_000);
  const digest = createHmac('sha256', secret).update(`${second}.${body}`).digest('hex');
  return `t=${second},v1=${digest}`;
}

/** The POST that tells a webhook. */
export function buildWebhook(
  receiver: WebhookReceiver,
  delivery: Delivery,
  edges: { readonly linkOf: AlertLink; readonly nowMs: number },
): PostRequest {
  const body = webhookBody(delivery, edges.linkOf);
  return {
    url: receiver.url,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': delivery.key,
      'bellwether-signature': signBody(body, receiver.secret, edges.nowMs),
    },
    body,
  };
}
