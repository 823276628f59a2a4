import { createHash } from 'node:crypto';
import { isoTime } from '../../core/time.ts';
import type { Delivery, Notice, NoticeEvent } from '../people/notice.ts';
import type { PagerdutyReceiver } from '../people/receiver.ts';
import type { ToldAlert } from '../people/told-alert.ts';
import { noticeLines, oneLine, type AlertLink } from './notice-words.ts';
import type { PostRequest } from './post.ts';

const ACTIONS = {
  fire: 'trigger',
  repeat: 'trigger',
  escalate: 'trigger',
  acknowledge: 'acknowledge',
  resolve: 'resolve',
} as const satisfies Record<NoticeEvent, string>;
const SEVERITIES = { page: 'critical', warn: 'warning', info: 'info' } as const;
/** Longest key that PagerDuty takes. */
const MAX_KEY = 255;

/** What PagerDuty knows an incident by: alert and episode. */
export function dedupKey({ id, episode }: Pick<ToldAlert, 'id' | 'episode'>): string {
  const key = `${id}#${episode}`;
  return key.length <= MAX_KEY ? key : createHash('sha256').update(key).digest('hex');
}

function eventBody(receiver: PagerdutyReceiver, notice: Notice, linkOf: AlertLink): object {
  const { alert, event } = notice;
  const action = ACTIONS[event];
  const base = {
    routing_key: receiver.routing_key,
    event_action: action,
    dedup_key: dedupKey(alert),
  };
  if (action !== 'trigger') return base;
  const link = linkOf(alert);
  return {
    ...base,
    client: 'Bellwether',
    ...(link === null ? {} : { client_url: link }),
    links: alert.runbookUrl === null ? [] : [{ href: alert.runbookUrl, text: 'Runbook' }],
    payload: {
      summary: oneLine(alert.summary, 1_000),
      source: alert.labels['workload'] ?? 'bellwether',
      severity: SEVERITIES[alert.severity],
      timestamp: isoTime(alert.startedMs),
      class: alert.labels['rule'] ?? 'alert',
      custom_details: {
        ...alert.labels,
        value: alert.value,
        threshold: alert.threshold,
        details: noticeLines(notice).join('\n'),
      },
    },
  };
}

/**
 * The POSTs that tell PagerDuty, one per alert: Events v2 takes no lists. One that is sent again is
 * harmless by its keys.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function buildPagerduty(
  receiver: PagerdutyReceiver,
  delivery: Delivery,
  linkOf: AlertLink,
): PostRequest[] {
  return delivery.notices.map((notice, index) => ({
    url: receiver.url,
    headers: { 'content-type': 'application/json', 'idempotency-key': `${delivery.key}-${index}` },
    body: JSON.stringify(eventBody(receiver, notice, linkOf)),
  }));
}
