import { expect, test } from 'vitest';
import { createWaitingTime } from '../../ingest/waiting-time.ts';

test('a row waits as long as either clock says, and a clock that is set back hides nothing', () => {
  let [wallMs, elapsedMs] = [1_000_000, 0];
  const waitingMs = createWaitingTime(
    () => wallMs,
    () => elapsedMs,
  );
  expect(waitingMs(null)).toBe(0);
  expect(waitingMs(wallMs - 500)).toBe(500);
  const oldestMs = wallMs - 500;
  wallMs -= 240_000;
  elapsedMs += 30_000;
  expect(waitingMs(oldestMs)).toBe(30_000);
  expect(waitingMs(wallMs + 100)).toBe(0);
  expect(waitingMs(null)).toBe(0);
});
