import { CloudEvent, HTTP } from 'cloudevents';
import { z } from 'zod';
import type { AlertLog, AlertLogEntry } from '../alerts/alert-log.ts';
import type { Outbox } from '../alerts/deliver/outbox.ts';
import type { Delivery } from '../alerts/people/notice.ts';
import { eventDelivery } from '../alerts/webhooks/send-event.ts';
import type { WebhookRegistry } from '../alerts/webhooks/webhook-registry.ts';
import { wantsEvent, type EventType } from '../alerts/webhooks/webhook.ts';
import { oneAtATime } from '../core/one-at-a-time.ts';
import { isoTime } from '../core/time.ts';

/** Something that became of a workload, for webhooks. */
export interface EffectEvent {
  readonly type: EventType;
  readonly workload: string;
  /** What tells it from all others of its type and workload: told again, it is the same event. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a workload's webhooks were told last. */
const toldDocument = z.object({ verdict: z.string().nullable(), due: z.string().nullable() });
const LEDGER = 'ledger';
const WORKLOAD = 'workload:';

/** A published verdict and how its decision stands, as a portfolio line tells it. */
export interface TellableVerdict {
  readonly workload: string;
  readonly verdict: string;
  readonly proposed: string;
  readonly sentence: string;
  readonly since: string | null;
  readonly overdue: boolean;
  readonly decision_due: string | null;
}

/** Tells webhooks; everything is durable before it is sent, and what was told is kept with it. */
export interface EffectEvents {
  /**
   * Tells of what the ledger holds beyond the sequence that was told last, at least once each. Rejects where
   * the log fails; calling again is safe.
   */
  emitUpTo(sequence: number, since: (sequence: number) => readonly EffectEvent[]): Promise<void>;
  /** Tells of verdicts that changed and of decisions that became overdue since they were told last. */
  emitVerdicts(verdicts: readonly TellableVerdict[], atMs: number): Promise<void>;
}

interface EventParts {
  readonly log: AlertLog;
  readonly outbox: Pick<Outbox, 'entriesFor' | 'take'>;
  readonly webhooks: Pick<WebhookRegistry, 'list'>;
  /** Where the events come from: an address of this installation; null: not known. */
  readonly source: () => string | null;
  readonly sha256: (text: string) => string;
  readonly now: () => number;
  /** What the ledger holds at a first start: all that came before is told to nobody. */
  readonly sequence: number;
}

/** Opens the events where the log left off. */
export async function openEffectEvents(parts: EventParts): Promise<EffectEvents> {
  const { log, outbox, webhooks, now, sha256 } = parts;
  const stored = await log.load('told');
  const sequenceDocument = z.number().default(parts.sequence);
  let toldSequence = sequenceDocument.parse(stored.get(LEDGER));
  // Where telling begins is kept from the first start on: what comes after it is told, whatever happens.
  if (!stored.has(LEDGER)) {
    await log.append([{ kind: 'told', id: LEDGER, document: toldSequence }]);
  }
  const told = new Map(
    [...stored].flatMap(([id, one]) =>
      id.startsWith(WORKLOAD)
        ? [[id.slice(WORKLOAD.length), toldDocument.parse(one)] as const]
        : [],
    ),
  );
  const inTurn = oneAtATime();

  const deliveriesOf = (event: EffectEvent): Delivery[] => {
    const wanting = webhooks.list().filter(({ document }) => wantsEvent(document, event));
    if (wanting.length === 0) return [];
    const id = sha256(JSON.stringify([event.type, event.workload, event.key])).slice(0, 32);
    const message = HTTP.structured(
      new CloudEvent({
        id,
        source: parts.source() ?? 'urn:bellwether',
        type: event.type,
        subject: event.workload,
        time: isoTime(event.atMs),
        datacontenttype: 'application/json',
        data: { workload: event.workload, ...event.data },
      }),
    );
    const headers = { 'content-type': String(message.headers['content-type']) };
    const body = String(message.body);
    return wanting.map(({ document }) =>
      eventDelivery(document.id, id, { subject: event.workload, headers, body }, now()),
    );
  };
  const keep = async (events: readonly EffectEvent[], more: readonly AlertLogEntry[]) => {
    const deliveries = events.flatMap(deliveriesOf);
    const entries = [...outbox.entriesFor(deliveries), ...more];
    if (entries.length > 0) await log.append(entries);
    outbox.take(deliveries);
  };

  return {
    emitUpTo: (sequence, since) =>
      inTurn(async () => {
        if (sequence === toldSequence) return;
        const events = since(toldSequence);
        const entry = { kind: 'told', id: LEDGER, document: sequence } as const;
        // Where nothing was to be told, a restart may as well look again.
        await keep(events, events.length === 0 ? [] : [entry]);
        toldSequence = sequence;
      }),
    emitVerdicts: (verdicts, atMs) =>
      inTurn(async () => {
        const changed = verdicts.flatMap((one) => {
          const before = told.get(one.workload);
          const due = one.overdue ? one.decision_due : null;
          if (before?.verdict === one.verdict && before.due === due) return [];
          return [{ one, before, after: { verdict: one.verdict, due } }];
        });
        const events = changed.flatMap(({ one, before }) => verdictEvents(one, before, atMs));
        const entries = changed.map(({ one, after }): AlertLogEntry => ({
          kind: 'told',
          id: WORKLOAD + one.workload,
          document: after,
        }));
        await keep(events, entries);
        for (const { one, after } of changed) told.set(one.workload, after);
      }),
  };
}

function verdictEvents(
  one: TellableVerdict,
  before: z.output<typeof toldDocument> | undefined,
  atMs: number,
): EffectEvent[] {
  const { workload, verdict, proposed, sentence, since } = one;
  const events: EffectEvent[] = [];
  if (before !== undefined && before.verdict !== verdict) {
    const data = { verdict, previous: before.verdict, proposed, sentence, since };
    const key = `${before.verdict}>${verdict}@${since ?? ''}`;
    events.push({ type: 'org.bellwether.verdict.changed', workload, key, atMs, data });
  }
  if (one.overdue && one.decision_due !== null && before?.due !== one.decision_due) {
    const data = { decision_due: one.decision_due, verdict, sentence };
    const key = one.decision_due;
    events.push({ type: 'org.bellwether.decision.overdue', workload, key, atMs, data });
  }
  return events;
}
