import { afterEach, expect, test, vi } from 'vitest';
import { inTurns, nextTurn, urgently } from '../../store/take-turns.ts';

afterEach(() => void vi.useRealTimers());

test('of many that wait for their turn one goes on at a time, and what has come in goes in between', async () => {
  const order: string[] = [];
  const worker = async (name: string): Promise<void> => {
    for (let i = 0; i < 4; i++) {
      order.push(name);
      await nextTurn();
    }
  };
  let isOver = false;
  const arrivals = (async () => {
    while (!isOver) {
      order.push('arrival');
      await new Promise(setImmediate);
    }
  })();
  await Promise.all(['x', 'y', 'z'].map(worker));
  isOver = true;
  await arrivals;
  const after = order.slice(order.indexOf('z') + 1).join(' ');
  // Each resumption is followed by a look at what came in, before the next.
  expect(after).not.toMatch(/[xyz] [xyz]/);
  expect(order.filter((name) => name === 'z')).toHaveLength(4);
});

test('those that wait go on in the order in which they came', async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => nextTurn().then(() => order.push(n))));
  expect(order).toEqual([1, 2, 3]);
});

test('items are worked on in order, with a turn for others after so many', async () => {
  const done: number[] = [];
  let seen = -1;
  setImmediate(() => (seen = done.length));
  await inTurns([1, 2, 3, 4, 5], (item) => done.push(item), 2);
  expect(done).toEqual([1, 2, 3, 4, 5]);
  expect(seen).toBe(2);
});

test('while something urgent is under way each turn leaves it alone for a while first', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const order: string[] = [];
  let write = (): void => {};
  const acknowledged = urgently(
    () =>
      new Promise<void>((resolve) => {
        write = resolve;
      }),
  ).then(() => order.push('acknowledged'));
  const answered = nextTurn().then(() => order.push('turn'));
  // Many looks at what came in are over before the turn, not one.
  for (let look = 0; look < 5; look += 1) await new Promise(setImmediate);
  write();
  await acknowledged;
  vi.advanceTimersByTime(1);
  await answered;
  expect(order).toEqual(['acknowledged', 'turn']);
});

test('what is urgent and fails holds nobody up afterwards', async () => {
  await expect(urgently(() => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  // With a timer that nobody moves on, only a turn without a pause comes.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const turn = nextTurn();
  expect(vi.getTimerCount()).toBe(0);
  await turn;
});
