import { isoTime } from '../../core/time.ts';
import type { Delivery, Notice, NoticeEvent } from '../people/notice.ts';
import type { ToldAlert } from '../people/told-alert.ts';

/** Where an alert is found in the dashboard; null: its address is not known. */
export type AlertLink = (alert: ToldAlert) => string | null;

const WORDS: Readonly<Record<NoticeEvent, string>> = {
  fire: 'Firing',
  repeat: 'Still firing',
  escalate: 'Escalated',
  acknowledge: 'Acknowledged',
  resolve: 'Resolved',
};
const REASONS: Readonly<Record<string, string>> = {
  cleared: 'the condition is over',
  no_data: 'there is no more data',
  rule_changed: 'its rule was changed',
  rule_deleted: 'its rule was deleted',
  rule_disabled: 'its rule was turned off',
  not_selected: 'its rule no longer looks at this workload',
  closed: 'somebody closed it',
  gone: 'it is no longer reported',
};

/** What happened, in a word or two. */
export function eventWords(event: NoticeEvent): string {
  return WORDS[event];
}

/** Text on one line and of bounded length. */
export function oneLine(text: string, most: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/**
 * The subject of a delivery: its loudest alert, and how many more there are.
 * @example subjectOf(delivery) // 'Firing (page): support: Tool calls fail, 82 % (+3)'
 */
export function subjectOf({ notices }: Delivery): string {
  const order = { page: 0, warn: 1, info: 2 };
  const [first] = [...notices].sort((a, b) => order[a.alert.severity] - order[b.alert.severity]);
  if (!first) return 'Nothing to tell';
  const more = notices.length > 1 ? ` (+${notices.length - 1})` : '';
  const { severity, summary } = first.alert;
  return `${WORDS[first.event]} (${severity}): ${oneLine(summary, 150)}${more}`;
}

/** What is known of one alert, in the order people need it at night; plain text. */
export function noticeLines({ alert, event, note }: Notice): string[] {
  const lines = alert.description === '' ? [] : [alert.description];
  if (note !== null) lines.push(note);
  const since = `since ${isoTime(alert.startedMs)}`;
  if (event === 'resolve') {
    const why = REASONS[alert.reason ?? ''] ?? alert.reason ?? 'no reason given';
    lines.push(`Fired ${since}, ended ${isoTime(alert.resolvedMs ?? alert.startedMs)}: ${why}`);
  } else lines.push(`Fires ${since}`);
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`);
  lines.push(labels.join('  '));
  if (alert.owner !== null) lines.push(`Owner: ${alert.owner}`);
  return lines;
}
