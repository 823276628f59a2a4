import { z } from 'zod';
import { slug } from '../labels/matcher.ts';
import { receiverAddress, webhookSecret } from '../people/receiver.ts';

/** What a webhook can be told of, as CloudEvents name it. */
export const EVENT_TYPES = [
  'org.bellwether.verdict.changed',
  'org.bellwether.decision.signed',
  'org.bellwether.decision.overdue',
  'org.bellwether.mode.changed',
  'org.bellwether.workload.paused',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** An address that is told of what becomes of workloads. */
export const webhookDocument = z.strictObject({
  id: slug,
  url: receiverAddress,
  secret: webhookSecret,
  types: z
    .array(z.enum(EVENT_TYPES))
    .min(1)
    .default([...EVENT_TYPES]),
  /** Null: all. */
  workloads: z.array(z.string().min(1).max(128)).min(1).max(1000).nullable().default(null),
});
export type WebhookDocument = z.output<typeof webhookDocument>;

/** A webhook as it is shown: without its secret. */
export const shownWebhook = webhookDocument.omit({ secret: true });
export type ShownWebhook = z.output<typeof shownWebhook>;

/** Whether a webhook wants an event. */
export function wantsEvent(
  { types, workloads }: Pick<WebhookDocument, 'types' | 'workloads'>,
  event: { readonly type: EventType; readonly workload: string },
): boolean {
  return types.includes(event.type) && (workloads === null || workloads.includes(event.workload));
}
