import { HOUR_MS } from '../../core/time.ts';
import type { AlertLog, AlertLogEntry } from '../alert-log.ts';
import type { Delivery } from '../people/notice.ts';
import { DeliveryLane, type LaneEdges, type ReceiverStatus } from './delivery-lane.ts';
import { createMarkQueue } from './mark-queue.ts';
import {
  isForgotten,
  itemEntry,
  outboxDocument,
  waitingItem,
  type OutboxItem,
} from './outbox-document.ts';
import type { SendOutcome } from './post.ts';

/** What the outbox needs of the outside. */
export interface OutboxEdges extends LaneEdges {
  readonly log: AlertLog;
  /** Whether there still is such a receiver: nothing is taken for one that was removed. */
  readonly isReceiver: (receiver: string) => boolean;
}

/** What is on its way to people: durable before it is sent, and sent until it is taken or a day is over. */
export interface Outbox {
  /** What the log has to take of new deliveries, in one act with the state they were planned with. */
  entriesFor(deliveries: readonly Delivery[]): AlertLogEntry[];
  /** Sends deliveries whose entries are durable. Those it knows already are left alone. */
  take(deliveries: readonly Delivery[]): void;
  /** Counts an attempt made elsewhere for the status of a receiver: a test, a resend. */
  note(receiver: string, outcome: SendOutcome): void;
  /** How a receiver does; one that was never told anything does well. */
  status(receiver: string): ReceiverStatus;
  /** Of every receiver that was told something, by id. */
  statuses(): ReceiverStatus[];
  /** Deliveries of a receiver, newest first: waiting, of the last day sent, of the last week given up. */
  deliveriesTo(receiver: string): OutboxItem[];
  /** Every delivery that is shown, the oldest first. */
  deliveries(): readonly OutboxItem[];
  /** Forgets a receiver that is there no more, and all that waits for it. */
  forgetReceiver(receiver: string): Promise<void>;
  /** Sends nothing more, calls off what is on its way and writes down what became of the rest. */
  stop(): Promise<void>;
}

/** Opens the outbox on what the log holds, and sends what was left waiting. */
export async function openOutbox(edges: OutboxEdges): Promise<Outbox> {
  const { log, now, startTimer } = edges;
  const items = new Map<string, OutboxItem>();
  const lanes = new Map<string, DeliveryLane>();
  const marks = createMarkQueue(log, startTimer);
  let forgotMs = now();

  const remember = (item: OutboxItem): void => {
    items.set(item.delivery.key, item);
  };
  const laneOf = (receiver: string): DeliveryLane => {
    const known = lanes.get(receiver);
    if (known) return known;
    const lane = new DeliveryLane(receiver, edges, (item) => {
      remember(item);
      marks.mark(item.delivery.key, item);
    });
    lanes.set(receiver, lane);
    return lane;
  };
  const isNew = ({ key, receiver }: Delivery): boolean =>
    !items.has(key) && edges.isReceiver(receiver);
  const forget = (): void => {
    forgotMs = now();
    for (const [key, item] of items) {
      if (!isForgotten(item, forgotMs)) continue;
      items.delete(key);
      marks.mark(key, null);
    }
  };
  const gaveUpOf = (receiver: string): number =>
    [...items.values()].filter(
      ({ state, delivery }) => state === 'gave_up' && delivery.receiver === receiver,
    ).length;

  for (const document of (await log.load('delivery')).values()) {
    const item = outboxDocument.parse(document);
    remember(item);
    laneOf(item.delivery.receiver).recall(item);
  }
  forget();
  for (const lane of lanes.values()) lane.wake();

  return {
    entriesFor: (deliveries) =>
      deliveries.filter(isNew).map((delivery) => itemEntry(waitingItem(delivery, now()))),
    take(deliveries) {
      const added = deliveries.filter(isNew);
      for (const delivery of added) {
        const item = waitingItem(delivery, now());
        remember(item);
        laneOf(delivery.receiver).add(item);
      }
      for (const { receiver } of added) laneOf(receiver).wake();
      if (now() - forgotMs >= HOUR_MS) forget();
    },
    note: (receiver, outcome) => laneOf(receiver).note(outcome),
    status: (receiver) => laneOf(receiver).status(gaveUpOf(receiver)),
    statuses: () =>
      [...lanes.keys()].sort().map((receiver) => laneOf(receiver).status(gaveUpOf(receiver))),
    deliveriesTo: (receiver) =>
      [...items.values()].filter(({ delivery }) => delivery.receiver === receiver).reverse(),
    deliveries: () => [...items.values()],
    async forgetReceiver(receiver) {
      await lanes.get(receiver)?.stop();
      lanes.delete(receiver);
      for (const [key, { delivery }] of items) {
        if (delivery.receiver !== receiver) continue;
        items.delete(key);
        marks.mark(key, null);
      }
    },
    async stop() {
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
      await marks.close();
    },
  };
}
