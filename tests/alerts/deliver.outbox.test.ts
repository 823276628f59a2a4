import { expect, test } from 'vitest';
import type { Delivery } from '../../alerts/people/notice.ts';
import { openOutbox, type Outbox } from '../../alerts/deliver/outbox.ts';
import { tellDeadReceivers } from '../../alerts/deliver/tell-dead-receivers.ts';
import { failure, type SendOutcome } from '../../alerts/deliver/post.ts';
import { deliveryOf, MemoryLog, StoodClock } from './deliver-world.ts';

type Answer = (delivery: Delivery, signal: AbortSignal) => Promise<SendOutcome>;
const WELL: SendOutcome = { kind: 'sent' };

/** An outbox over a log and a clock, and everything it tried to send. */
async function worldOf(
  answer: Answer,
  log = new MemoryLog(),
  clock = new StoodClock(),
  limit = 1_000,
) {
  const tried: { key: string; receiver: string; atMs: number }[] = [];
  const outbox = await openOutbox({
    log,
    now: clock.now,
    random: () => 0.5,
    startTimer: clock.startTimer,
    limitOf: () => limit,
    isReceiver: () => true,
    send: (delivery, signal) => {
      tried.push({ key: delivery.key, receiver: delivery.receiver, atMs: clock.nowMs });
      return answer(delivery, signal);
    },
  });
  return { outbox, log, clock, tried };
}

async function deliver(outbox: Outbox, log: MemoryLog, ...deliveries: Delivery[]): Promise<void> {
  await log.append(outbox.entriesFor(deliveries));
  outbox.take(deliveries);
}

const statesIn = (log: MemoryLog): unknown[] =>
  [...log.kept.values()].map(({ document }) => (document as { state: string }).state);

test('a delivery is durable before it is sent, and marked after', async () => {
  let stateThen: unknown[] = [];
  const log = new MemoryLog();
  const { outbox, clock } = await worldOf(() => {
    stateThen = statesIn(log);
    return Promise.resolve(WELL);
  }, log);
  await deliver(outbox, log, deliveryOf('a'));
  await clock.settle();
  expect(stateThen).toEqual(['waiting']);
  expect(statesIn(log)).toEqual(['sent']);
  expect(outbox.status('ops')).toMatchObject({
    waiting: 0,
    isDead: false,
    lastSuccessMs: clock.nowMs,
  });
});

test('the same delivery given twice is sent once', async () => {
  const { outbox, log, clock, tried } = await worldOf(() => Promise.resolve(WELL));
  await deliver(outbox, log, deliveryOf('a'));
  await deliver(outbox, log, deliveryOf('a'));
  await clock.settle();
  expect(tried).toHaveLength(1);
});

test('a receiver that is gone for an hour gets everything in the end, in order, once per key', async () => {
  const got: string[] = [];
  const clock = new StoodClock();
  const backMs = clock.nowMs + 3_600_000;
  const world = await worldOf(
    (delivery) => {
      if (clock.nowMs < backMs) return Promise.resolve(failure('connection refused'));
      got.push(delivery.key);
      return Promise.resolve(WELL);
    },
    new MemoryLog(),
    clock,
  );
  const sent = Array.from({ length: 30 }, (_, index) => deliveryOf(`a${index}`));
  for (const delivery of sent) {
    await deliver(world.outbox, world.log, delivery);
    await clock.pass(60_000);
  }
  const during = world.outbox.status('ops');
  expect(during).toMatchObject({
    isDead: true,
    waiting: 30,
    lastFailureReason: 'connection refused',
  });
  expect(world.tried.length).toBeLessThan(20);
  await clock.pass(3_600_000);
  expect(got).toEqual(sent.map(({ key }) => key));
  expect(world.outbox.status('ops')).toMatchObject({ isDead: false, failuresInRow: 0, waiting: 0 });
});

test('waits double up to ten minutes, and what the receiver asks for is heeded', async () => {
  const { outbox, log, clock, tried } = await worldOf(() =>
    Promise.resolve(failure('answered 500')),
  );
  await deliver(outbox, log, deliveryOf('a'));
  await clock.pass(7_200_000);
  const waits = tried.slice(1).map(({ atMs }, index) => atMs - (tried[index]?.atMs ?? 0));
  expect(waits.slice(0, 4)).toEqual([750, 1_500, 3_000, 6_000]);
  expect(Math.max(...waits)).toBe(450_000);
  const polite = await worldOf(() => Promise.resolve(failure('answered 429', 'receiver', 90)));
  await deliver(polite.outbox, polite.log, deliveryOf('a'));
  await polite.clock.pass(100_000);
  expect(polite.tried.map(({ atMs }) => atMs - (tried[0]?.atMs ?? 0))).toEqual([0, 90_000]);
});

test('after a day it is given up, which is shown, and the receiver is told the next all the same', async () => {
  let isBack = false;
  const { outbox, log, clock } = await worldOf(() =>
    Promise.resolve(isBack ? WELL : failure('answered 500')),
  );
  await deliver(outbox, log, deliveryOf('a'), deliveryOf('b'));
  await clock.pass(23 * 3_600_000);
  await deliver(outbox, log, deliveryOf('c'));
  expect(outbox.status('ops')).toMatchObject({ waiting: 3, gaveUp: 0 });
  await clock.pass(2 * 3_600_000);
  expect(outbox.status('ops')).toMatchObject({ waiting: 1, gaveUp: 2, isDead: true });
  isBack = true;
  await clock.pass(3_600_000);
  expect(outbox.status('ops')).toMatchObject({ waiting: 0, gaveUp: 2, isDead: false });
  expect(outbox.deliveriesTo('ops').map(({ state }) => state)).toEqual([
    'sent',
    'gave_up',
    'gave_up',
  ]);
});

test('a delivery that is not taken holds up only what is about the same alert', async () => {
  const got: string[] = [];
  const { outbox, log, clock } = await worldOf(({ notices: [notice] }) => {
    if (notice?.alert.id === 'bad' && notice.event === 'fire')
      return Promise.resolve(failure('answered 400', 'delivery'));
    got.push(`${notice?.event} ${notice?.alert.id}`);
    return Promise.resolve(WELL);
  });
  await deliver(outbox, log, deliveryOf('bad'), deliveryOf('bad', 'resolve'), deliveryOf('good'));
  await clock.pass(60_000);
  expect(got).toEqual(['fire good']);
  expect(outbox.status('ops')).toMatchObject({ waiting: 2, isDead: false });
});

test('a receiver that hangs is given up after ten seconds and does not hold up the others', async () => {
  const aborted: boolean[] = [];
  const { outbox, log, clock, tried } = await worldOf(({ receiver }, signal) =>
    receiver === 'ops'
      ? Promise.resolve(WELL)
      : new Promise(() => signal.addEventListener('abort', () => aborted.push(true))),
  );
  await deliver(outbox, log, deliveryOf('a', 'fire', { receiver: 'stuck' }), deliveryOf('a'));
  await clock.settle();
  expect(outbox.status('ops').waiting).toBe(0);
  await clock.pass(10_000);
  expect(aborted).toEqual([true]);
  expect(outbox.status('stuck').lastFailureReason).toBe('no answer within 10 s');
  await clock.pass(12_000);
  expect(tried.filter(({ receiver }) => receiver === 'stuck')).toHaveLength(2);
});

test('one receiver is told one thing at a time and no more a minute than its limit', async () => {
  let [atOnce, most] = [0, 0];
  const clock = new StoodClock();
  const send: Answer = async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    atOnce -= 1;
    return WELL;
  };
  const answer: Answer = (delivery, signal) => clock.hold(send(delivery, signal));
  const { outbox, log, tried } = await worldOf(answer, new MemoryLog(), clock, 5);
  await deliver(outbox, log, ...Array.from({ length: 12 }, (_, index) => deliveryOf(`a${index}`)));
  await clock.pass(59_000);
  expect([tried.length, most]).toEqual([5, 1]);
  await clock.pass(60_000);
  expect(tried).toHaveLength(10);
  await clock.pass(60_000);
  expect(tried).toHaveLength(12);
});

test('a log that fails does not stop deliveries, and the mark is written when it is back', async () => {
  const { outbox, log, clock, tried } = await worldOf(() => Promise.resolve(WELL));
  await deliver(outbox, log, deliveryOf('a'));
  const later = [deliveryOf('b')];
  await log.append(outbox.entriesFor(later));
  log.before = () => Promise.reject(new Error('disk full'));
  outbox.take(later);
  await clock.pass(5_000);
  expect(tried).toHaveLength(2);
  expect(statesIn(log)).toContain('waiting');
  log.before = () => Promise.resolve();
  await clock.pass(2_000);
  expect(statesIn(log)).toEqual(['sent', 'sent']);
});

test.each([
  'before the append',
  'after the append',
  'while sending',
  'before the mark',
  'after the mark',
])('a kill %s loses nothing, and what is repeated has the same key', async (point) => {
  const got: string[] = [];
  const log = new MemoryLog();
  const never = new Promise<never>(() => undefined);
  const deliveries = [deliveryOf('a'), deliveryOf('b'), deliveryOf('a', 'resolve')];
  const first = await worldOf(({ key }) => {
    got.push(key);
    return point === 'while sending' ? never : Promise.resolve(WELL);
  }, log);
  const entries = first.outbox.entriesFor(deliveries);
  if (point !== 'before the append') await log.append(entries);
  if (point === 'before the mark') log.before = () => never;
  if (!point.endsWith('append')) first.outbox.take(deliveries);
  await first.clock.settle();
  // From here on the first process is dead: its log takes nothing and its clock stands still.
  const left = new MemoryLog();
  for (const [key, entry] of log.kept) left.kept.set(key, entry);
  const second = await worldOf(({ key }) => {
    got.push(key);
    return Promise.resolve(WELL);
  }, left);
  // What was planned from the same state has the same keys.
  await deliver(second.outbox, left, ...deliveries);
  await second.clock.settle();
  expect(new Set(got)).toEqual(new Set(deliveries.map(({ key }) => key)));
  if (point === 'after the mark') expect(got).toHaveLength(3);
  expect(second.tried.map(({ key }) => key)).toEqual(
    deliveries.map(({ key }) => key).filter((key) => second.tried.some((one) => one.key === key)),
  );
});

test('stopping calls off what is on its way, and the next start sends it', async () => {
  const log = new MemoryLog();
  const first = await worldOf(() => new Promise(() => undefined), log);
  await deliver(first.outbox, log, deliveryOf('a'));
  await first.outbox.stop();
  expect(statesIn(log)).toEqual(['waiting']);
  const second = await worldOf(() => Promise.resolve(WELL), log);
  await second.clock.settle();
  expect(second.tried).toHaveLength(1);
  expect(statesIn(log)).toEqual(['sent']);
});

test('a receiver that is dead is an alert of its own, the same after a restart, until it takes again', async () => {
  let isBack = false;
  const log = new MemoryLog();
  const answer: Answer = () => Promise.resolve(isBack ? WELL : failure('answered 500'));
  const first = await worldOf(answer, log);
  await deliver(first.outbox, log, deliveryOf('a'));
  await first.clock.pass(5_000);
  expect(tellDeadReceivers(first.outbox.statuses())).toEqual([]);
  await first.clock.pass(600_000);
  const [alert] = tellDeadReceivers(first.outbox.statuses());
  expect(alert).toMatchObject({ summary: 'The receiver ops takes no alerts: answered 500' });
  await first.outbox.stop();
  const second = await worldOf(answer, log, first.clock);
  expect(tellDeadReceivers(second.outbox.statuses())).toEqual([alert]);
  isBack = true;
  await second.clock.pass(600_000);
  expect(tellDeadReceivers(second.outbox.statuses())).toEqual([]);
});

test('what was sent is forgotten after a day, in the log too', async () => {
  const { outbox, log, clock } = await worldOf(() => Promise.resolve(WELL));
  await deliver(outbox, log, deliveryOf('a'));
  await clock.pass(25 * 3_600_000);
  await deliver(outbox, log, deliveryOf('b'));
  await clock.settle();
  expect(outbox.deliveriesTo('ops').map(({ delivery }) => delivery.notices[0]?.alert.id)).toEqual([
    'b',
  ]);
  expect(log.kept.size).toBe(1);
});
