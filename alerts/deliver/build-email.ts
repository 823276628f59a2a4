import type { Delivery, Notice } from '../people/notice.ts';
import type { EmailReceiver } from '../people/receiver.ts';
import { eventWords, noticeLines, oneLine, subjectOf, type AlertLink } from './notice-words.ts';
import type { Mail } from './post.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text that HTML shows as it is, also within attributes.
 * @example escapeHtml('<b>&') // '&lt;b&gt;&amp;'
 */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

const titleOf = ({ event, alert }: Notice): string =>
  `${eventWords(event)} (${alert.severity}): ${oneLine(alert.summary, 300)}`;

function linksOf({ alert }: Notice, linkOf: AlertLink): { words: string; url: string }[] {
  const link = linkOf(alert);
  return [
    ...(link === null ? [] : [{ words: 'Alert', url: link }]),
    ...(alert.runbookUrl === null ? [] : [{ words: 'Runbook', url: alert.runbookUrl }]),
  ];
}

function asText(notice: Notice, linkOf: AlertLink): string {
  const links = linksOf(notice, linkOf).map(({ words, url }) => `${words}: ${url}`);
  return [titleOf(notice), ...noticeLines(notice), ...links].join('\n');
}

function asHtml(notice: Notice, linkOf: AlertLink): string {
  const lines = noticeLines(notice).map((line) => escapeHtml(line).replaceAll('\n', '<br>'));
  const links = linksOf(notice, linkOf)
    .filter(({ url }) => /^https?:\/\//i.test(url))
    .map(({ words, url }) => `<a href="${escapeHtml(url)}">${words}</a>`);
  return `<h3>${escapeHtml(titleOf(notice))}</h3>\n<p>${[...lines, ...links].join('<br>\n')}</p>`;
}

/** The mail that tells a delivery. */
export function buildEmail(receiver: EmailReceiver, delivery: Delivery, linkOf: AlertLink): Mail {
  const domain = receiver.from.slice(receiver.from.lastIndexOf('@') + 1);
  return {
    server: receiver.url,
    from: receiver.from,
    to: receiver.to,
    subject: subjectOf(delivery),
    text: delivery.notices.map((notice) => asText(notice, linkOf)).join('\n\n'),
    html: delivery.notices.map((notice) => asHtml(notice, linkOf)).join('\n'),
    // Mail servers drop a second mail of the same id, where a repeat reaches the same mailbox.
    messageId: `<${delivery.key}@${domain}>`,
  };
}
