import { expect, it } from 'vitest';
import { createBodyBuffers } from '../../server/body-buffers.ts';

it('lends a buffer to one body at a time, and again once it is back', () => {
  const buffers = createBodyBuffers();
  const first = buffers.take(100_000);
  const second = buffers.take(100_000);
  expect(first.length).toBeGreaterThanOrEqual(100_000);
  expect(second.buffer === first.buffer).toBe(false);
  buffers.release(first);
  expect(buffers.take(90_000) === first).toBe(true);
  expect(buffers.take(90_000) === first).toBe(false);
});

it('takes no buffer that is too small, and keeps none that is very large', () => {
  const buffers = createBodyBuffers();
  const small = buffers.take(10);
  buffers.release(small);
  expect(buffers.take(small.length + 1) === small).toBe(false);
  const large = buffers.take(8_000_000);
  buffers.release(large);
  expect(buffers.take(8_000_000) === large).toBe(false);
});

it('keeps a bounded sum of memory', () => {
  const buffers = createBodyBuffers();
  const all = Array.from({ length: 100 }, () => buffers.take(1_000_000));
  for (const buffer of all) buffers.release(buffer);
  const kept = new Set(all);
  const again = Array.from({ length: 100 }, () => buffers.take(1_000_000));
  const lentAgain = again.filter((buffer) => kept.has(buffer)).length;
  expect(lentAgain).toBeGreaterThan(0);
  expect(lentAgain * 1_000_000).toBeLessThanOrEqual(16 * 1_048_576);
});
