import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { AlertLog } from '../alerts/alert-log.ts';
import { RESEND_MS } from '../alerts/deliver/build-alertmanager.ts';
import { createSender, sendThrough, testDelivery } from '../alerts/deliver/create-sender.ts';
import { SEND_TIMEOUT_MS } from '../alerts/deliver/delivery-lane.ts';
import { buildAlertTelling, type AlertTelling } from '../alerts/deliver/alert-telling.ts';
import { createGuardedPost } from '../alerts/deliver/guarded-post.ts';
import { createNotifier, type Notifier } from '../alerts/deliver/notifier.ts';
import { openOutbox, type Outbox } from '../alerts/deliver/outbox.ts';
import type { SendOutcome } from '../alerts/deliver/post.ts';
import type { AllowEntry } from '../alerts/deliver/refuse-address.ts';
import { createMailSender } from '../alerts/deliver/smtp-mail.ts';
import type { Episode } from '../alerts/episode/episode.ts';
import type { AlertEngine } from '../alerts/engine/alert-engine.ts';
import { createPeopleRegistry, type PeopleRegistry } from '../alerts/people/people-registry.ts';
import {
  createReceiverRegistry,
  type ReceiverRegistry,
} from '../alerts/people/receiver-registry.ts';
import type { ReceiverDocument } from '../alerts/people/receiver.ts';
import { openSecret, sealSecret, SEAL_NONCE_BYTES } from '../alerts/people/seal-secret.ts';
import { tellEpisode, tellEpisodes } from '../alerts/people/tell-episode.ts';
import { sendEventThrough, webhookOfLane } from '../alerts/webhooks/send-event.ts';
import {
  createWebhookRegistry,
  type WebhookRegistry,
} from '../alerts/webhooks/webhook-registry.ts';
import { BellwetherError } from '../core/errors.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { repeat } from './repeat.ts';

/** Who is told of alerts, and how that goes. */
export interface Notifying {
  readonly receivers: ReceiverRegistry;
  readonly people: PeopleRegistry;
  readonly webhooks: WebhookRegistry;
  readonly outbox: Outbox;
  readonly notifier: Notifier;
  /**
   * Sends a receiver a test at once, past every route.
   * @throws BellwetherError `not_found`
   */
  test(id: string): Promise<SendOutcome>;
  /** Who was told of an episode, who is next, and what holds it back. */
  telling(episode: Episode): AlertTelling;
}

const TEST_ID_BYTES = 6;

/** What notifying is made of. */
export interface NotifyingParts {
  readonly ledger: Ledger;
  readonly log: AlertLog;
  readonly engine: Pick<AlertEngine, 'open' | 'ended' | 'revision'>;
  /** Seals secrets in the ledger. */
  readonly receiverKey: Buffer;
  readonly receiverAllow: readonly AllowEntry[];
  /** Where people reach the dashboard; null: links are left out. */
  readonly publicUrl: () => string | null;
  readonly now: () => number;
  readonly random: () => number;
}

/** Opens everything about telling people but its clock: see {@link keepNotifying}. */
export async function openNotifying(parts: NotifyingParts): Promise<Notifying> {
  const { ledger, log, engine, receiverKey: key, receiverAllow: allowed, now, random } = parts;
  const seal = {
    seal: (text: string) => sealSecret(text, key, randomBytes(SEAL_NONCE_BYTES)),
    open: (sealed: string) => openSecret(sealed, key),
  };
  const receivers = createReceiverRegistry(ledger, seal);
  const webhooks = createWebhookRegistry(ledger, seal);
  const people = createPeopleRegistry(ledger, receivers);
  const find = async (host: string): Promise<string[]> =>
    (await lookup(host, { all: true })).map(({ address }) => address);
  const post = createGuardedPost({ httpRequest, httpsRequest, lookup: find, allowed });
  const sender = createSender({
    post,
    sendMail: createMailSender({
      lookup: find,
      allowed,
      createTransport: (options) => createTransport(options),
    }),
    now,
    linkOf: ({ id, episode }) => {
      const url = parts.publicUrl();
      return url === null ? null : `${url.replace(/\/$/, '')}/alerts?alert=${id}-${episode}`;
    },
  });
  const sendNotices = sendThrough(sender, (id) => receivers.find(id));
  const sendEvent = sendEventThrough({ post, find: (id) => webhooks.find(id), now });
  const outbox = await openOutbox({
    log,
    send: (delivery, signal) =>
      delivery.event === undefined
        ? sendNotices(delivery, signal)
        : sendEvent(delivery, delivery.event, signal),
    limitOf: (id) => receivers.limitOf(id),
    isReceiver: (id) => {
      const webhook = webhookOfLane(id);
      return (webhook === null ? receivers.get(id) : webhooks.get(webhook)) !== null;
    },
    now,
    random,
    startTimer: (run, ms) => {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  });
  const notifier = await createNotifier({
    log,
    outbox,
    sender,
    alerts: (nowMs) => tellEpisodes(engine.open(), engine.ended(), nowMs),
    revision: () => engine.revision(),
    people: () => people.people(now()),
    receivers: () => receivers.kinds().flatMap(({ id }) => findUsable(receivers, id) ?? []),
    now,
  });
  return {
    receivers,
    people,
    webhooks,
    outbox,
    notifier,
    telling: (episode) =>
      buildAlertTelling(tellEpisode(episode), {
        deliveries: outbox.deliveries(),
        state: notifier.state(),
        people: people.people(now()),
        nowMs: now(),
      }),
    async test(id) {
      const receiver = receivers.find(id);
      if (receiver === null) throw new BellwetherError('not_found', `there is no receiver ${id}`);
      const delivery = testDelivery(id, randomBytes(TEST_ID_BYTES).toString('hex'), now());
      const outcome = await sender.send(receiver, delivery, AbortSignal.timeout(SEND_TIMEOUT_MS));
      outbox.note(id, outcome);
      return outcome;
    },
  };
}

/** A receiver with its secrets; null where they cannot be opened, which sending to it tells. */
function findUsable(receivers: ReceiverRegistry, id: string): ReceiverDocument | null {
  try {
    return receivers.find(id);
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'unavailable') return null;
    throw error;
  }
}

/** Groups wait for seconds to hours; this often, none is told noticeably late. */
const PLAN_MS = 1000;

/**
 * Tells people for as long as it runs.
 * @returns how to stop; resolves when nothing is on its way any more
 */
export function keepNotifying(parts: {
  readonly notifying: Notifying;
  readonly log: Logger;
}): () => Promise<void> {
  const { notifying, log } = parts;
  const stopPlanning = repeat(() => notifying.notifier.plan(), {
    everyMs: PLAN_MS,
    onError: (error) =>
      log.error({ err: error }, 'notifications could not be planned; they are tried again'),
  });
  const stopResending = repeat(() => notifying.notifier.resend(), {
    everyMs: RESEND_MS,
    onError: (error) => log.error({ err: error }, 'an Alertmanager was not told again'),
  });
  return async () => {
    await Promise.all([stopPlanning(), stopResending()]);
    await notifying.outbox.stop();
  };
}
