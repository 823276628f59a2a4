import { expect, test } from 'vitest';
import { waitingItem } from '../../alerts/deliver/outbox-document.ts';
import { failure } from '../../alerts/deliver/post.ts';
import {
  deliveryItem,
  receiverStatusItem,
  receiverTestItem,
  shownReceiver,
  toDeliveryItem,
  toReceiverStatusItem,
  toReceiverTestItem,
} from '../../alerts/deliver/receiver-item.ts';
import { parseReceiver, showReceiver } from '../../alerts/people/receiver.ts';
import { deliveryOf } from './deliver-world.ts';
import { NOON_MS } from './people-world.ts';

test('what the interface tells of receivers and deliveries has the form it promises', () => {
  const status = toReceiverStatusItem({
    receiver: 'ops',
    lastSuccessMs: NOON_MS,
    lastFailureMs: null,
    lastFailureReason: null,
    failuresInRow: 0,
    isDead: false,
    deadSinceMs: null,
    waiting: 1,
    gaveUp: 0,
  });
  expect(receiverStatusItem.parse(status)).toEqual(status);
  expect(status.last_success).toBe('2026-01-01T12:00:00.000Z');
  const waiting = toDeliveryItem(waitingItem(deliveryOf('a'), NOON_MS));
  expect(deliveryItem.parse(waiting)).toEqual(waiting);
  expect(waiting).toMatchObject({ state: 'waiting', notices: [{ event: 'fire', alert: 'a' }] });
  const failed = toReceiverTestItem(failure('answered 500'));
  expect(receiverTestItem.parse(failed)).toEqual({ sent: false, reason: 'answered 500' });
  const hook = { type: 'webhook', url: 'https://x.example', secret: 'a secret of some length' };
  const shown = showReceiver(parseReceiver('ops', hook, null));
  expect(shownReceiver.parse(shown)).toEqual(shown);
});
