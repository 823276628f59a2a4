import type { Delivery } from '../people/notice.ts';
import type { NotificationState } from '../people/notification-state.ts';
import type { AlertmanagerReceiver, ReceiverDocument } from '../people/receiver.ts';
import type { ToldAlert } from '../people/told-alert.ts';
import { buildAlertmanager } from './build-alertmanager.ts';
import { buildEmail } from './build-email.ts';
import { buildPagerduty } from './build-pagerduty.ts';
import { buildSlack } from './build-slack.ts';
import { buildWebhook } from './build-webhook.ts';
import type { AlertLink } from './notice-words.ts';
import {
  failure,
  judgeAnswer,
  type Mail,
  type Post,
  type PostRequest,
  type SendMail,
  type SendOutcome,
} from './post.ts';

/** What sending needs of the outside. */
export interface SenderEdges {
  readonly post: Post;
  readonly sendMail: SendMail;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly linkOf: AlertLink;
}

/** Sends to receivers of every type. Outcomes are values: neither method rejects. */
export interface Sender {
  /** One attempt at one delivery. */
  send(receiver: ReceiverDocument, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
  /** Says again what fires, to an Alertmanager that would else take it for over. */
  resend(
    receiver: AlertmanagerReceiver,
    alerts: readonly ToldAlert[],
    signal: AbortSignal,
  ): Promise<SendOutcome>;
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function postOne(
  request: PostRequest,
  { post }: SenderEdges,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    return judgeAnswer(await post(request, signal));
  } catch (error) {
    return failure(wordsOf(error));
  }
}

/** Posts one after another, and goes on where an earlier attempt at the same delivery came to. */
async function postEach(
  key: string,
  requests: readonly PostRequest[],
  progress: Map<string, number>,
  postIt: (request: PostRequest) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  for (const request of requests.slice(progress.get(key) ?? 0)) {
    const outcome = await postIt(request);
    if (outcome.kind === 'failed') return outcome;
    progress.set(key, (progress.get(key) ?? 0) + 1);
  }
  progress.delete(key);
  return { kind: 'sent' };
}

async function mailOne(
  mail: Mail,
  { sendMail }: SenderEdges,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    await sendMail(mail, signal);
    return { kind: 'sent' };
  } catch (error) {
    return failure(wordsOf(error));
  }
}

/** Makes the sender. */
export function createSender(edges: SenderEdges): Sender {
  const { linkOf } = edges;
  /** By delivery: how many of its posts were taken. Lost with the process: then they are repeated. */
  const progress = new Map<string, number>();
  return {
    send(receiver, delivery, signal) {
      const posted = (request: PostRequest) => postOne(request, edges, signal);
      switch (receiver.type) {
        case 'webhook':
          return posted(buildWebhook(receiver, delivery, { linkOf, nowMs: edges.now() }));
        case 'slack':
          return posted(buildSlack(receiver, delivery, linkOf));
        case 'pagerduty':
          return postEach(
            delivery.key,
            buildPagerduty(receiver, delivery, linkOf),
            progress,
            posted,
          );
        case 'alertmanager':
          return posted(buildAlertmanager(receiver, alertsOf(delivery), linkOf));
        case 'email':
          return mailOne(buildEmail(receiver, delivery, linkOf), edges, signal);
      }
    },
    resend: (receiver, alerts, signal) =>
      alerts.length === 0
        ? Promise.resolve({ kind: 'sent' })
        : postOne(buildAlertmanager(receiver, alerts, linkOf), edges, signal),
  };
}

/**
 * One attempt at a delivery, to whoever its receiver is by now: what an outbox sends by.
 * @param find a receiver with its secrets; null: there is none of this id
 */
export function sendThrough(
  sender: Sender,
  find: (id: string) => ReceiverDocument | null,
): (delivery: Delivery, signal: AbortSignal) => Promise<SendOutcome> {
  return async (delivery, signal) => {
    const receiver = find(delivery.receiver);
    if (receiver === null) return failure('there is no such receiver');
    return sender.send(receiver, delivery, signal);
  };
}

const alertsOf = ({ notices }: Delivery): ToldAlert[] => notices.map(({ alert }) => alert);

/**
 * What a receiver was told fires and not yet that it is over: what an Alertmanager is told again every
 * `RESEND_MS`, silenced or not, because it would take silence for the end.
 */
export function firingToldTo(state: NotificationState, receiver: string): ToldAlert[] {
  return Object.values(state.alerts)
    .flatMap(({ episodes }) => Object.values(episodes))
    .filter(({ alert, told }) => alert.resolvedMs === null && Object.hasOwn(told, receiver))
    .map(({ alert }) => alert);
}

/**
 * A delivery for the test button of a receiver: an alert that says it is a test, and its end, so that
 * nothing stays open where it arrives.
 * @param id of this test; the same is taken as a repeat
 */
export function testDelivery(receiver: string, id: string, nowMs: number): Delivery {
  const firing: ToldAlert = {
    id: `test/${id}`,
    episode: 1,
    status: 'firing',
    labels: { rule: 'bellwether-test', workload: 'test', severity: 'info' },
    severity: 'info',
    summary: 'This is a test from Bellwether',
    description: 'Somebody pressed the test button of this receiver. There is nothing to do.',
    runbookUrl: null,
    owner: null,
    startedMs: nowMs,
    resolvedMs: null,
    reason: null,
    value: null,
    threshold: null,
    isAcknowledged: false,
    snoozedUntilMs: null,
    flappingSinceMs: null,
  };
  const over: ToldAlert = { ...firing, status: 'resolved', resolvedMs: nowMs, reason: 'cleared' };
  return {
    key: `test-${id}`,
    receiver,
    groupLabels: {},
    plannedMs: nowMs,
    notices: [
      { event: 'fire', sequence: 1, note: null, alert: firing },
      { event: 'resolve', sequence: 2, note: null, alert: over },
    ],
  };
}
