import { expect, test } from 'vitest';
import { createNotifier } from '../../alerts/deliver/notifier.ts';
import { openOutbox } from '../../alerts/deliver/outbox.ts';
import type { Sender } from '../../alerts/deliver/create-sender.ts';
import type { AlertmanagerReceiver } from '../../alerts/people/receiver.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';
import { MemoryLog, StoodClock } from './deliver-world.ts';
import { alertOf, firingUntil, minute, NOON_MS, peopleOf } from './people-world.ts';

const OPS = peopleOf({ routes: [{ receiver: 'ops' }] });
const AM: AlertmanagerReceiver = {
  id: 'ops',
  type: 'alertmanager',
  url: 'http://am',
  max_per_minute: 60,
};

/** A process that notifies, on a log that outlives it. */
async function processOf(
  log: MemoryLog,
  clock: StoodClock,
  alerts: (atMs: number) => ToldAlert[],
  revision?: () => number,
) {
  const got: string[] = [];
  const resent: string[][] = [];
  let isDead = false;
  const sender: Sender = {
    send: () => Promise.resolve({ kind: 'sent' }),
    resend: (_receiver, firing) => {
      resent.push(firing.map(({ id }) => id));
      return Promise.resolve({ kind: 'sent' });
    },
  };
  const outbox = await openOutbox({
    log,
    now: clock.now,
    random: () => 0,
    startTimer: clock.startTimer,
    limitOf: () => 1_000,
    isReceiver: () => true,
    send: (delivery) => {
      if (isDead) return new Promise(() => undefined);
      for (const { event, alert } of delivery.notices)
        got.push(`${event} ${alert.id} ${delivery.key}`);
      return Promise.resolve({ kind: 'sent' });
    },
  });
  const notifier = await createNotifier({
    log,
    outbox,
    sender,
    alerts,
    ...(revision === undefined ? {} : { revision }),
    people: () => OPS,
    receivers: () => [AM],
    now: clock.now,
  });
  const kill = () => {
    isDead = true;
  };
  return { notifier, outbox, got, resent, kill };
}

/** A copy of what is durable; appends to the first no longer count. */
function survivor(log: MemoryLog): MemoryLog {
  const copy = new MemoryLog();
  for (const [key, entry] of log.kept) copy.kept.set(key, entry);
  log.before = () => new Promise(() => undefined);
  return copy;
}

/** Appends in the run below: after each of them, and before it is durable, the process is killed once. */
const APPENDS = 8;
const all = firingUntil(20);

async function runUntil(killAt: number | null, isBefore: boolean): Promise<string[]> {
  const clock = new StoodClock();
  clock.nowMs = NOON_MS - 60_000;
  let log = new MemoryLog();
  let running = await processOf(log, clock, all);
  const told: string[] = [];
  let appends = 0;
  let hasDied = false;
  const watch = () => {
    log.before = () => {
      appends += 1;
      if (appends !== killAt || hasDied) return Promise.resolve();
      hasDied = true;
      return isBefore ? new Promise(() => undefined) : Promise.resolve();
    };
  };
  watch();
  for (let count = 0; count <= 60; count += 1) {
    clock.nowMs = minute(count);
    const wasAlive = !hasDied;
    void running.notifier.plan();
    await clock.settle();
    if (!wasAlive || !hasDied) continue;
    running.kill();
    told.push(...running.got.splice(0));
    log = survivor(log);
    running = await processOf(log, clock, all);
    watch();
    void running.notifier.plan();
    await clock.settle();
  }
  expect(killAt === null || hasDied, `append ${killAt}`).toBe(killAt === null || killAt <= appends);
  return [...told, ...running.got];
}

test('a kill between any two steps loses no alert and no end, and repeats carry the same key', async () => {
  const whole = await runUntil(null, false);
  expect(whole.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['fire a', 'resolve a']);
  for (let killAt = 1; killAt <= APPENDS; killAt += 1) {
    for (const isBefore of [true, false]) {
      const told = await runUntil(killAt, isBefore);
      expect([...new Set(told)], `append ${killAt}, before: ${isBefore}`).toEqual(whole);
    }
  }
});

test('an append that fails is repeated as it was, before anything new is planned', async () => {
  const [log, clock] = [new MemoryLog(), new StoodClock()];
  const second = alertOf({ id: 'b', labels: { workload: 'v' } });
  let alerts = [alertOf()];
  const { notifier, got } = await processOf(log, clock, () => alerts);
  await notifier.plan();
  clock.nowMs = minute(1);
  const tried: string[] = [];
  log.before = (entries) => {
    tried.push(JSON.stringify(entries));
    return Promise.reject(new Error('away'));
  };
  await expect(notifier.plan()).rejects.toThrow('away');
  alerts = [alertOf(), second];
  await expect(notifier.plan()).rejects.toThrow('away');
  expect(tried[0]).toBe(tried[1]);
  log.before = () => Promise.resolve();
  await notifier.plan();
  await clock.settle();
  expect(got.map((one) => one.slice(0, 6))).toEqual(['fire a', 'fire b']);
});

test('what fires is said again to an Alertmanager until it is over', async () => {
  const [log, clock] = [new MemoryLog(), new StoodClock()];
  clock.nowMs = NOON_MS - 1;
  const { notifier, resent, outbox } = await processOf(log, clock, all);
  await notifier.plan();
  await notifier.resend();
  clock.nowMs = minute(1);
  await notifier.plan();
  await notifier.resend();
  clock.nowMs = minute(30);
  await notifier.plan();
  await notifier.resend();
  expect(resent).toEqual([['a']]);
  expect(outbox.status('ops')).toMatchObject({ failuresInRow: 0, isDead: false });
});

test('nothing is gone through again that did not change and is not due, and all is told the same', async () => {
  const run = async (isTold: boolean) => {
    const [log, clock] = [new MemoryLog(), new StoodClock()];
    clock.nowMs = NOON_MS - 60_000;
    let looks = 0;
    const alerts = (atMs: number) => {
      looks += 1;
      return all(atMs);
    };
    const revision = () => Number(clock.nowMs >= NOON_MS) + Number(clock.nowMs >= minute(20));
    const { notifier, got } = await processOf(log, clock, alerts, isTold ? revision : undefined);
    // A planning a second over thirty minutes.
    for (let second = -60; second <= 30 * 60; second += 1) {
      clock.nowMs = NOON_MS + second * 1000;
      await notifier.plan();
    }
    await clock.settle();
    return { got, looks };
  };
  const [skipping, whole] = [await run(true), await run(false)];
  expect(skipping.got).toEqual(whole.got);
  expect(whole.looks).toBe(30 * 60 + 61);
  expect(skipping.looks).toBeLessThan(50);
});
