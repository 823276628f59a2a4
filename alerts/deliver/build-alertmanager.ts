import { isoTime } from '../../core/time.ts';
import type { AlertmanagerReceiver } from '../people/receiver.ts';
import type { ToldAlert } from '../people/told-alert.ts';
import type { AlertLink } from './notice-words.ts';
import type { PostRequest } from './post.ts';

/** How often what fires is sent again: well below the five minutes after which Alertmanager ends it. */
export const RESEND_MS = 60_000;

function alertBody(alert: ToldAlert, linkOf: AlertLink): object {
  const link = linkOf(alert);
  const labels = Object.entries(alert.labels).filter(([, value]) => value !== '');
  return {
    labels: { alertname: alert.labels['rule'] ?? 'alert', ...Object.fromEntries(labels) },
    annotations: {
      summary: alert.summary,
      ...(alert.description === '' ? {} : { description: alert.description }),
      ...(alert.runbookUrl === null ? {} : { runbook_url: alert.runbookUrl }),
      ...(alert.reason === null ? {} : { reason: alert.reason }),
    },
    startsAt: isoTime(alert.startedMs),
    ...(alert.resolvedMs === null ? {} : { endsAt: isoTime(alert.resolvedMs) }),
    ...(link === null ? {} : { generatorURL: link }),
  };
}

/**
 * The POST of alerts to an Alertmanager. What fires has no end: Alertmanager gives it one by its
 * `resolve_timeout`, and moves it on each time the alert is sent again.
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function buildAlertmanager(
  receiver: AlertmanagerReceiver,
  alerts: readonly ToldAlert[],
  linkOf: AlertLink,
): PostRequest {
  const base = receiver.url.endsWith('/') ? receiver.url : `${receiver.url}/`;
  const { authorization } = receiver;
  return {
    url: new URL('api/v2/alerts', base).href,
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify(alerts.map((alert) => alertBody(alert, linkOf))),
  };
}
