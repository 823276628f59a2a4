import type { ReceiverItem, ReceiverType } from '../api/receiver-queries.ts';

/** How receivers can be told, in the order they are offered. */
export const TYPE_CHOICES = [
  'webhook',
  'slack',
  'pagerduty',
  'email',
  'alertmanager',
] as const satisfies readonly ReceiverType[];

/** One field of a type. */
export interface ReceiverField {
  /** In the document. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Written and never shown again; left empty it stays what it was. */
  readonly isSecret: boolean;
  /** Whether a new receiver may leave it empty. */
  readonly isOptional: boolean;
  /** Several, one a line or separated by commas. */
  readonly isList: boolean;
}

const field = (
  name: string,
  label: string,
  hint: string,
  is: Partial<Pick<ReceiverField, 'isSecret' | 'isOptional' | 'isList'>> = {},
): ReceiverField => ({
  name,
  label,
  hint,
  isSecret: false,
  isOptional: false,
  isList: false,
  ...is,
});

const SECRET = { isSecret: true };
const REACHED = 'Private addresses are refused unless BELLWETHER_RECEIVER_ALLOW names them.';

/** The fields of each type. */
export const RECEIVER_FIELDS: Readonly<Record<ReceiverType, readonly ReceiverField[]>> = {
  webhook: [
    field('url', 'Address', REACHED),
    field('secret', 'Secret', 'At least 16 characters; signs every delivery.', SECRET),
  ],
  slack: [field('url', 'Address of the incoming webhook', 'https://hooks.slack.com/…', SECRET)],
  pagerduty: [
    field('routing_key', 'Integration key', 'Of the service’s Events v2 integration.', SECRET),
    field('url', 'Address', 'Empty: that of PagerDuty in the US.', { isOptional: true }),
  ],
  email: [
    field('to', 'To', 'Addresses, separated by commas.', { isList: true }),
    field('from', 'From', 'What the mail says it comes from.'),
    field('url', 'Mail server', 'smtps://user:password@mail.example:465', SECRET),
  ],
  alertmanager: [
    field('url', 'Address', 'Its base address, without /api/v2/alerts.'),
    field('authorization', 'Authorization', 'The header’s value, where a proxy asks for one.', {
      isSecret: true,
      isOptional: true,
    }),
  ],
};

/** A receiver as it stands in its fields. */
export interface ReceiverForm {
  readonly id: string;
  readonly type: ReceiverType;
  readonly perMinute: string;
  /** By the name in the document; secrets are empty until they are written anew. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A document that can be sent, or what is wrong in which field. */
export type ReadReceiverForm =
  | { readonly kind: 'document'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

/** What a new receiver starts from. */
export const NEW_RECEIVER: ReceiverForm = { id: '', type: 'webhook', perMinute: '', texts: {} };

/** The form for another type, of which nothing but the id stays: what a webhook bears no person does. */
export function withType({ id }: ReceiverForm, type: ReceiverType): ReceiverForm {
  return { id, type, perMinute: '', texts: {} };
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : '';
};

/** A receiver as it stands in its fields. */
export function writeReceiverForm(receiver: ReceiverItem): ReceiverForm {
  const fields = RECEIVER_FIELDS[receiver.type];
  return {
    id: receiver.id,
    type: receiver.type,
    perMinute: String(receiver.max_per_minute),
    texts: Object.fromEntries(fields.map(({ name }) => [name, textOf(receiver[name])])),
  };
}

function readPerMinute(text: string): number | null {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 6000 ? Number(text) : null;
}

/**
 * The document that fields stand for; what only the server can know is left to it.
 * @param isNew whether nothing is kept that an empty secret could stay
 */
export function readReceiverForm(form: ReceiverForm, isNew: boolean): ReadReceiverForm {
  const faults: Record<string, string> = {};
  const document: Record<string, unknown> = { id: form.id.trim(), type: form.type };
  if (form.id.trim() === '') faults['id'] = 'A receiver needs an id: a-z, 0-9 and -';
  for (const { name, isSecret, isOptional, isList } of RECEIVER_FIELDS[form.type]) {
    const text = (form.texts[name] ?? '').trim();
    if (text !== '') document[name] = isList ? text.split(/[\s,;]+/).filter(Boolean) : text;
    else if (!isOptional && (isNew || !isSecret)) faults[name] = 'This is needed';
  }
  const perMinute = form.perMinute.trim();
  const limit = readPerMinute(perMinute);
  if (perMinute !== '' && limit === null) faults['max_per_minute'] = 'A number from 1 to 6000';
  if (limit !== null) document['max_per_minute'] = limit;
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  return { kind: 'document', document };
}
