import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createCatchUp } from '../../server/catch-up.ts';
import { createLiveHub, type LiveEvent } from '../../server/live-hub.ts';

/** Rounds that end when told to, of one workload each that is named by its number. */
function setUp() {
  const told: LiveEvent[] = [];
  const logged: string[] = [];
  const rounds: { end: (found: string[]) => void; fail: (error: Error) => void }[] = [];
  const hub = createLiveHub();
  hub.subscribe((event) => void told.push(event));
  const catchUp = createCatchUp({
    assessor: {
      catchUp: () => new Promise((resolve, reject) => rounds.push({ end: resolve, fail: reject })),
    },
    hub,
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
  });
  return { catchUp, told, logged, rounds };
}

test('one round at a time, and one more for all that asked meanwhile; pages are told of each', async () => {
  const { catchUp, told, rounds } = setUp();
  for (let i = 0; i < 10; i += 1) catchUp.ask();
  expect(rounds).toHaveLength(1);
  rounds[0]!.end(['a', 'b']);
  await vi.waitFor(() => expect(rounds).toHaveLength(2));
  expect(told).toEqual([{ type: 'assessed', data: { workloads: ['a', 'b'] } }]);
  rounds[1]!.end([]);
  await catchUp.close();
  expect(rounds).toHaveLength(2);
  expect(told).toHaveLength(1);
});

test('after a round it rests as long as that took', async () => {
  const { catchUp, rounds } = setUp();
  catchUp.ask();
  await new Promise((resolve) => setTimeout(resolve, 100));
  rounds[0]!.end(['a']);
  const endedMs = performance.now();
  await Promise.resolve();
  catchUp.ask();
  await vi.waitFor(() => expect(rounds).toHaveLength(2), { timeout: 5000, interval: 5 });
  expect(performance.now() - endedMs).toBeGreaterThan(90);
  rounds[1]!.end([]);
  await catchUp.close();
});

test('a round that fails is told, and the next is begun when somebody asks again', async () => {
  const { catchUp, told, logged, rounds } = setUp();
  catchUp.ask();
  rounds[0]!.fail(new Error('the database is away'));
  await vi.waitFor(() => expect(logged).toHaveLength(1));
  expect(logged[0]).toContain('tried again');
  expect(told).toEqual([]);
  catchUp.ask();
  await vi.waitFor(() => expect(rounds).toHaveLength(2));
  rounds[1]!.end(['a']);
  await vi.waitFor(() => expect(told).toHaveLength(1));
  await catchUp.close();
});

test('closed, it waits for the round under way and begins none', async () => {
  const { catchUp, rounds } = setUp();
  catchUp.ask();
  catchUp.ask();
  let isClosed = false;
  const closed = catchUp.close().then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isClosed).toBe(false);
  rounds[0]!.end([]);
  await closed;
  catchUp.ask();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rounds).toHaveLength(1);
});
