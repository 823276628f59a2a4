import type { ReceiverItem, ReceiverType } from '../api/receiver-queries.ts';
import { formatCount } from '../format/number.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';

/** One receiver, ready to draw. */
export interface ReceiverRow {
  readonly id: string;
  readonly type: string;
  /** Where it leads, as far as that is no secret. */
  readonly where: string;
  readonly state: 'works' | 'failing' | 'dead' | 'untried';
  readonly stateWord: string;
  /** When it last took something. */
  readonly last: string;
  readonly lastExplanation: string;
  /** What does not get through; empty where all does. */
  readonly trouble: string;
  /** The last test alert that arrived; null where none ever did. */
  readonly test: { readonly words: string; readonly isSeen: boolean } | null;
}

/** How a type is called, and what it is. */
export const TYPE_WORDS: Readonly<Record<ReceiverType, { name: string; meaning: string }>> = {
  webhook: { name: 'Webhook', meaning: 'JSON by a signed POST.' },
  slack: { name: 'Slack', meaning: 'A channel’s incoming webhook.' },
  pagerduty: { name: 'PagerDuty', meaning: 'A service’s Events v2 key.' },
  email: { name: 'Email', meaning: 'Mail by a server (SMTP).' },
  alertmanager: { name: 'Alertmanager', meaning: 'One you run already.' },
};

const STATES: Readonly<Record<ReceiverRow['state'], string>> = {
  works: 'Works',
  failing: 'Failing',
  dead: 'Takes nothing',
  untried: 'Nothing sent yet',
};

function whereOf(receiver: ReceiverItem): string {
  const { type, to, url } = receiver;
  if (type === 'email') return Array.isArray(to) ? `to ${to.map(String).join(', ')}` : '';
  return typeof url === 'string' ? url : 'its address is secret';
}

function stateOf({ dead, failures_in_row: failures, last_success: last }: ReceiverItem['status']) {
  if (dead) return 'dead';
  if (failures > 0) return 'failing';
  return last === null ? 'untried' : 'works';
}

function tellTrouble(status: ReceiverItem['status'], nowMs: number): string {
  const { waiting, gave_up: gaveUp, last_failure_reason: reason, dead_since: since } = status;
  const isFailing = status.failures_in_row > 0 || status.dead;
  return [
    since === null ? '' : `Failing since ${formatAgo(instantMs(since), nowMs)}.`,
    isFailing && reason !== null ? `Last answer: ${reason}.` : '',
    waiting > 0 ? `${formatCount(waiting)} waiting; tried again for a day.` : '',
    gaveUp > 0 ? `${formatCount(gaveUp)} given up in the last week.` : '',
  ]
    .filter((one) => one !== '')
    .join(' ');
}

function tellTest(test: ReceiverItem['test'], nowMs: number): ReceiverRow['test'] {
  if (test === null) return null;
  const arrived = `The last test alert arrived ${formatAgo(instantMs(test.delivered_at), nowMs)}`;
  if (test.acknowledged_at === null) {
    const words = `${arrived}. Did somebody see it? Monitoring counts as active once that is said.`;
    return { words, isSeen: false };
  }
  return { words: `${arrived}, and was seen.`, isSeen: true };
}

/** One receiver in words. */
export function buildReceiverRow(receiver: ReceiverItem, nowMs: number): ReceiverRow {
  const { id, type, status } = receiver;
  const state = stateOf(status);
  const lastMs = status.last_success === null ? null : instantMs(status.last_success);
  return {
    id,
    type: TYPE_WORDS[type].name,
    where: whereOf(receiver),
    state,
    stateWord: STATES[state],
    last: lastMs === null ? 'never' : formatAgo(lastMs, nowMs),
    lastExplanation:
      lastMs === null ? 'Nothing was taken yet' : `Last taken ${formatInstant(lastMs)}`,
    trouble: tellTrouble(status, nowMs),
    test: tellTest(receiver.test, nowMs),
  };
}
