import type { Delivery, Notice } from '../people/notice.ts';
import type { SlackReceiver } from '../people/receiver.ts';
import { eventWords, noticeLines, oneLine, subjectOf, type AlertLink } from './notice-words.ts';
import type { PostRequest } from './post.ts';

/** Slack takes fifty blocks; the rest is counted. */
const MAX_BLOCKS = 40;
/** Slack takes 3,000 characters in a section; the escaped form may be five times the text. */
const MAX_TEXT = 2_900;

const MARKS = {
  fire: ':red_circle:',
  repeat: ':red_circle:',
  escalate: ':rotating_light:',
  acknowledge: ':eyes:',
  resolve: ':large_green_circle:',
};

/**
 * Text of which Slack makes no mention, link or entity.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 * @example escapeSlack('<!here> & x') // '&lt;!here&gt; &amp; x'
 */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The beginning of an escaped text that is not cut within an entity. */
function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT).replace(/&[a-z]{0,4}$/, '')}…`;
}

/** A link; its address is encoded so that nothing in it ends the link. */
function slackLink(url: string, text: string): string {
  const address = url
    .replaceAll('&', '&amp;')
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('|', '%7C');
  return `<${address}|${text}>`;
}

function noticeBlock(notice: Notice, linkOf: AlertLink) {
  const { alert, event } = notice;
  const head = `${eventWords(event)} (${alert.severity})`;
  const link = linkOf(alert);
  const links = [
    ...(link === null ? [] : [slackLink(link, 'Alert')]),
    ...(alert.runbookUrl === null ? [] : [slackLink(alert.runbookUrl, 'Runbook')]),
  ];
  const title = `${MARKS[event]} *${head}* ${escapeSlack(oneLine(alert.summary, 300))}`;
  const text = noticeLines(notice).map(escapeSlack).join('\n');
  // Links last and never cut: they are what the reader needs next.
  const parts = [title, cut(text), ...(links.length > 0 ? [links.join('  ')] : [])];
  const fits = parts.join('\n').length <= 3_000;
  const shown = fits ? parts : [title, ...parts.slice(2)];
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: shown.join('\n').slice(0, 3_000), verbatim: true },
  };
}

/** The POST that tells a Slack channel. */
export function buildSlack(
  receiver: SlackReceiver,
  delivery: Delivery,
  linkOf: AlertLink,
): PostRequest {
  const shown = delivery.notices.slice(0, MAX_BLOCKS);
  const blocks: object[] = shown.map((notice) => noticeBlock(notice, linkOf));
  const rest = delivery.notices.length - shown.length;
  if (rest > 0) {
    const text = `and ${rest} more`;
    blocks.push({ type: 'context', elements: [{ type: 'plain_text', text }] });
  }
  return {
    url: receiver.url,
    headers: { 'content-type': 'application/json', 'idempotency-key': delivery.key },
    body: JSON.stringify({
      text: escapeSlack(subjectOf(delivery)),
      blocks,
      unfurl_links: false,
    }),
  };
}
