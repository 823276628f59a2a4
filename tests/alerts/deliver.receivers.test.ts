import { expect, test } from 'vitest';
import { openOutbox } from '../../alerts/deliver/outbox.ts';
import { parseReceiver, type ReceiverDocument } from '../../alerts/people/receiver.ts';
import { localSender, startReceiver, type LocalReceiver } from './deliver-servers.ts';
import { deliveryOf, MemoryLog, StoodClock } from './deliver-world.ts';

const hookOf = (id: string, { url }: LocalReceiver): ReceiverDocument =>
  parseReceiver(id, { type: 'webhook', url, secret: 'a secret of some length' }, null);

/** An outbox over the real network and a clock that is moved by hand. */
async function worldOf(receivers: readonly ReceiverDocument[]) {
  const [log, clock] = [new MemoryLog(), new StoodClock()];
  const sender = localSender();
  const outbox = await openOutbox({
    log,
    now: clock.now,
    random: () => 0.5,
    startTimer: clock.startTimer,
    limitOf: () => 1_000,
    isReceiver: () => true,
    send: (delivery, signal) => {
      const receiver = receivers.find(({ id }) => id === delivery.receiver);
      if (!receiver) return Promise.reject(new Error('there is no such receiver'));
      const sent = sender.send(receiver, delivery, signal);
      // The clock waits for answers, but not for a receiver that gives none.
      const isHanging = delivery.receiver === 'stuck' && stuck.answer === null;
      return isHanging ? sent : clock.hold(sent);
    },
  });
  const deliver = async (...deliveries: ReturnType<typeof deliveryOf>[]) => {
    await log.append(outbox.entriesFor(deliveries));
    outbox.take(deliveries);
    await clock.settle();
  };
  return { outbox, clock, deliver };
}

const stuck = await startReceiver();
const keysOf = ({ got }: LocalReceiver) => got.map(({ headers }) => headers['idempotency-key']);

test('a receiver that answers 500 for an hour gets everything in the end, accepted once per key', async () => {
  const server = await startReceiver();
  const { outbox, clock, deliver } = await worldOf([hookOf('ops', server)]);
  server.answer = 500;
  const deliveries = Array.from({ length: 20 }, (_, index) => deliveryOf(`a${index}`));
  for (const delivery of deliveries) {
    await deliver(delivery);
    await clock.pass(180_000);
  }
  expect(outbox.status('ops')).toMatchObject({
    isDead: true,
    waiting: 20,
    lastFailureReason: 'answered 500: noted',
  });
  const refused = server.got.length;
  server.answer = 200;
  await clock.pass(600_000);
  expect(keysOf(server).slice(refused)).toEqual(deliveries.map(({ key }) => key));
  expect(new Set(keysOf(server).slice(0, refused))).toEqual(new Set([deliveries[0]?.key]));
  expect(outbox.status('ops')).toMatchObject({ isDead: false, waiting: 0 });
});

test('a receiver that hangs is given up in time, does not hold up another, and gets its own later', async () => {
  const fine = await startReceiver();
  const { outbox, clock, deliver } = await worldOf([hookOf('ops', fine), hookOf('stuck', stuck)]);
  stuck.answer = null;
  const [mine, yours] = [deliveryOf('a', 'fire', { receiver: 'stuck' }), deliveryOf('a')];
  await deliver(mine, yours);
  await expect.poll(() => keysOf(fine)).toEqual([yours.key]);
  await expect.poll(() => stuck.got.length).toBe(1);
  await clock.pass(10_000);
  expect(outbox.status('stuck')).toMatchObject({
    lastFailureReason: 'no answer within 10 s',
    waiting: 1,
  });
  stuck.answer = 204;
  await clock.pass(60_000);
  expect(keysOf(stuck)).toEqual([mine.key, mine.key]);
  expect(outbox.status('stuck')).toMatchObject({ waiting: 0, failuresInRow: 0 });
});

test('a receiver that is not there at all says so', async () => {
  const gone = parseReceiver(
    'ops',
    { type: 'webhook', url: 'http://127.0.0.1:1', secret: 'a secret of some length' },
    null,
  );
  const { outbox, clock, deliver } = await worldOf([gone]);
  await deliver(deliveryOf('a'), deliveryOf('b', 'fire', { receiver: 'deleted' }));
  await clock.pass(1);
  expect(outbox.status('ops').lastFailureReason).toContain('ECONNREFUSED');
  expect(outbox.status('deleted').lastFailureReason).toBe('there is no such receiver');
});
