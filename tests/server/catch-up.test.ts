import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createCatchUp } from '../../server/catch-up.ts';
import { createLiveHub, type LiveEvent } from '../../server/live-hub.ts';

/** A round under way: what it is about, and how it goes on. */
interface Round {
  readonly ids: readonly string[];
  readonly onDone: (id: string) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

/** Rounds that go on when told to. */
function setUp() {
  const told: string[][] = [];
  const logged: string[] = [];
  const rounds: Round[] = [];
  let behind: string[] = [];
  const hub = createLiveHub();
  hub.subscribe((event: LiveEvent) => {
    if (event.type === 'assessed') told.push([...event.data.workloads]);
  });
  const catchUp = createCatchUp({
    assessor: {
      behind: () => behind,
      workIn: (ids, onDone) =>
        new Promise((resolve, reject) => rounds.push({ ids, onDone, end: resolve, fail: reject })),
    },
    hub,
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    retryAfterMs: 20,
  });
  const finish = (round: Round): void => {
    for (const id of round.ids) round.onDone(id);
    round.end();
  };
  /** The nth round, once it has begun. */
  const begun = async (n: number): Promise<Round> => {
    await vi.waitFor(() => expect(rounds.length).toBeGreaterThanOrEqual(n), { interval: 5 });
    return rounds[n - 1]!;
  };
  return {
    catchUp,
    told,
    logged,
    rounds,
    begun,
    finish,
    setBehind: (ids: string[]) => (behind = ids),
  };
}

test('one round at a time, and one more for all that was asked meanwhile; pages are told of each workload', async () => {
  const { catchUp, told, rounds, begun, finish } = setUp();
  catchUp.ask(['a', 'b']);
  catchUp.ask(['b', 'c']);
  catchUp.ask(['d']);
  expect(rounds).toHaveLength(1);
  finish(await begun(1));
  const second = await begun(2);
  expect(second.ids).toEqual(['c', 'd']);
  finish(second);
  await vi.waitFor(() =>
    expect(told).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]),
  );
  catchUp.ask([]);
  await catchUp.close();
  expect(rounds).toHaveLength(2);
});

test('after a round it rests as long as that took', async () => {
  const { catchUp, begun, finish } = setUp();
  catchUp.ask(['a']);
  const first = await begun(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  catchUp.ask(['b']);
  const endedMs = performance.now();
  finish(first);
  finish(await begun(2));
  expect(performance.now() - endedMs).toBeGreaterThan(90);
  await catchUp.close();
});

test('a round that fails tells of what it did, and the rest is tried again by itself', async () => {
  const { catchUp, told, logged, begun, finish } = setUp();
  catchUp.ask(['a', 'b', 'c']);
  const first = await begun(1);
  first.onDone('b');
  first.fail(new Error('the database is away'));
  const second = await begun(2);
  expect(told).toEqual([['b']]);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('tried again');
  expect(second.ids).toEqual(['a', 'c']);
  finish(second);
  await vi.waitFor(() => expect(told).toEqual([['b'], ['a', 'c']]));
  await catchUp.close();
});

test('whoever waits for it waits for a round with everything that had come, and no longer', async () => {
  const { catchUp, begun, finish, setBehind } = setUp();
  await catchUp.settle();
  catchUp.ask(['a']);
  setBehind(['b']);
  let isSettled = false;
  const settled = catchUp.settle().then(() => (isSettled = true));
  finish(await begun(1));
  const second = await begun(2);
  expect([isSettled, second.ids]).toEqual([false, ['b']]);
  second.fail(new Error('the database is away'));
  await settled;
  await catchUp.close();
});

test('closed, it waits for the round under way, begins none, and leaves nobody waiting', async () => {
  const { catchUp, rounds, begun, setBehind } = setUp();
  catchUp.ask(['a']);
  setBehind(['b']);
  const settled = catchUp.settle();
  let isClosed = false;
  const closed = catchUp.close().then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isClosed).toBe(false);
  (await begun(1)).end();
  await Promise.all([closed, settled]);
  catchUp.ask(['c']);
  await catchUp.settle();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rounds).toHaveLength(1);
});
