import { expect, test } from 'vitest';
import { createSteadyClock } from '../../server/steady-clock.ts';

const START_MS = Date.parse('2026-11-26T12:00:00Z');
const MINUTE_MS = 60_000;

/** A clock whose wall time is `jumpMs` from what has gone by. */
function clockInHand() {
  const hand = { elapsedMs: 0, jumpMs: 0 };
  const read = createSteadyClock(
    () => START_MS + hand.elapsedMs + hand.jumpMs,
    () => hand.elapsedMs,
  );
  return { hand, read: () => read() - START_MS };
}

test('a jump ahead that is set right within a minute is never seen', () => {
  const { hand, read } = clockInHand();
  hand.jumpMs = 30 * MINUTE_MS;
  expect(read()).toBe(0);
  hand.elapsedMs = MINUTE_MS - 1;
  expect(read()).toBe(MINUTE_MS - 1);
  hand.jumpMs = 0;
  hand.elapsedMs = 2 * MINUTE_MS;
  expect(read()).toBe(2 * MINUTE_MS);
});

test('a jump ahead that lasts a minute is believed', () => {
  const { hand, read } = clockInHand();
  hand.jumpMs = 30 * MINUTE_MS;
  read();
  hand.elapsedMs = MINUTE_MS;
  expect(read()).toBe(31 * MINUTE_MS);
});

test('a second jump is held back anew', () => {
  const { hand, read } = clockInHand();
  hand.jumpMs = 30 * MINUTE_MS;
  read();
  hand.jumpMs = 0;
  hand.elapsedMs = 2 * MINUTE_MS;
  read();
  hand.jumpMs = 30 * MINUTE_MS;
  expect(read()).toBe(2 * MINUTE_MS);
});

test('a clock that is set back, or runs a little ahead, is followed at once', () => {
  const { hand, read } = clockInHand();
  hand.jumpMs = -4 * MINUTE_MS;
  expect(read()).toBe(-4 * MINUTE_MS);
  hand.jumpMs += 2000;
  expect(read()).toBe(-4 * MINUTE_MS + 2000);
});
