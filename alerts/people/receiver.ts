import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { parseDocument } from '../../core/parse-document.ts';
import { slug } from '../labels/matcher.ts';

/**
 * Deliveries a minute where a receiver names no limit: what people and the services they pay by
 * the message can bear, and more for programs, which are to hear of a storm while it is one.
 */
export const USUAL_PER_MINUTE = {
  webhook: 600,
  slack: 60,
  pagerduty: 60,
  email: 60,
  alertmanager: 600,
} as const;

const commonTo = <T extends keyof typeof USUAL_PER_MINUTE>(type: T) => ({
  id: slug,
  type: z.literal(type),
  /** Most deliveries in a minute; more wait. */
  max_per_minute: z.number().int().min(1).max(6_000).default(USUAL_PER_MINUTE[type]),
});

const hasNoLogin = (url: string) => {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
};
/** An address that is shown to everyone who may see receivers, so it holds no password. */
export const receiverAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine(hasNoLogin, { error: 'may not hold a user or password' });
const mailAddress = z.email().max(320);
/** Text that fits in a header. */
const headerText = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[\x20-\x7e]+$/, 'expected printable ASCII');

/** What a POST is signed with. */
export const webhookSecret = z.string().min(16).max(500);

/** A POST of JSON, signed with a secret. */
export const webhookReceiver = z.strictObject({
  ...commonTo('webhook'),
  url: receiverAddress,
  secret: webhookSecret,
});
export type WebhookReceiver = z.output<typeof webhookReceiver>;

/** A Slack incoming webhook; its address is its secret. */
export const slackReceiver = z.strictObject({
  ...commonTo('slack'),
  url: receiverAddress,
});
export type SlackReceiver = z.output<typeof slackReceiver>;

/** A PagerDuty service, by the routing key of its Events v2 integration. */
export const pagerdutyReceiver = z.strictObject({
  ...commonTo('pagerduty'),
  routing_key: z.string().regex(/^[A-Za-z0-9]{16,64}$/, 'expected an integration key'),
  /** Other regions have an address of their own. */
  url: receiverAddress.default('https://events.pagerduty.com/v2/enqueue'),
});
export type PagerdutyReceiver = z.output<typeof pagerdutyReceiver>;

/** Mail by SMTP; the address of the server may hold user and password. */
export const emailReceiver = z.strictObject({
  ...commonTo('email'),
  url: z.url({ protocol: /^smtps?$/ }).max(2_000),
  from: mailAddress,
  to: z.array(mailAddress).min(1).max(50),
});
export type EmailReceiver = z.output<typeof emailReceiver>;

/** A Prometheus Alertmanager, by its base address. */
export const alertmanagerReceiver = z.strictObject({
  ...commonTo('alertmanager'),
  url: receiverAddress,
  /** Sent as the header of this name, where a proxy before it asks for one. */
  authorization: headerText.optional(),
});
export type AlertmanagerReceiver = z.output<typeof alertmanagerReceiver>;

/** Who can be told, as people write it, secrets included. */
export const receiverDocument = z.discriminatedUnion('type', [
  webhookReceiver,
  slackReceiver,
  pagerdutyReceiver,
  emailReceiver,
  alertmanagerReceiver,
]);
export type ReceiverDocument = z.output<typeof receiverDocument>;

/** What is written and never read back, by type. */
const SECRETS = {
  webhook: ['secret'],
  slack: ['url'],
  pagerduty: ['routing_key'],
  email: ['url'],
  alertmanager: ['authorization'],
} as const satisfies Record<ReceiverDocument['type'], readonly string[]>;

/** How receivers can be told. */
export const RECEIVER_TYPES = ['webhook', 'slack', 'pagerduty', 'email', 'alertmanager'] as const;

/** Fields that an earlier secret may only be kept for while this one stays: where it is sent to. */
const SENT_TO: Partial<Record<ReceiverDocument['type'], string>> = {
  pagerduty: 'url',
  alertmanager: 'url',
};

/** A document with members that are not known. */
type Loose = Record<string, unknown>;

function keptSecrets(stated: Loose, previous: ReceiverDocument | null): Loose {
  if (previous === null || (stated['type'] ?? previous.type) !== previous.type) return {};
  const before: Loose = { ...previous };
  const place = SENT_TO[previous.type];
  // Else whoever may edit the address could have the secret sent to a place of their own.
  if (place !== undefined && stated[place] !== undefined && stated[place] !== before[place])
    return {};
  return Object.fromEntries(
    SECRETS[previous.type]
      .filter((name) => stated[name] === undefined && before[name] !== undefined)
      .map((name) => [name, before[name]]),
  );
}

/**
 * A receiver as somebody wrote it, checked. A secret that is left out stays what it was.
 * @param previous the receiver as it is, secrets included; null: there is none of this id
 * @throws BellwetherError `invalid` with every problem
 */
export function parseReceiver(
  id: string,
  input: unknown,
  previous: ReceiverDocument | null,
): ReceiverDocument {
  if (typeof input !== 'object' || input === null) {
    throw new BellwetherError('invalid', 'expected a JSON object');
  }
  return parseDocument(id, input, {
    schema: receiverDocument,
    noun: 'a receiver',
    defaults: keptSecrets({ ...input }, previous),
  });
}

/**
 * A receiver as it is shown: without its secrets. What is shown can be written back as it is.
 * @example showReceiver(hook) // { id: 'ops-hook', type: 'webhook', url: 'https://…', max_per_minute: 600 }
 */
export function showReceiver(
  receiver: Readonly<Record<string, unknown>> & { readonly type: ReceiverDocument['type'] },
): Readonly<Record<string, unknown>> {
  const secrets: readonly string[] = SECRETS[receiver.type];
  return Object.fromEntries(Object.entries(receiver).filter(([name]) => !secrets.includes(name)));
}

/**
 * A receiver with each secret changed: sealed before it is kept, opened after it is loaded.
 * @param change makes one secret's text another
 */
export function mapSecrets(
  receiver: Readonly<Record<string, unknown>> & { readonly type: ReceiverDocument['type'] },
  change: (text: string) => string,
): Record<string, unknown> {
  const secrets: readonly string[] = SECRETS[receiver.type];
  return Object.fromEntries(
    Object.entries(receiver).map(([name, value]) => [
      name,
      secrets.includes(name) && typeof value === 'string' ? change(value) : value,
    ]),
  );
}
