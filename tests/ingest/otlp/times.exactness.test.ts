import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asMs } from '../../../ingest/otlp/read-fields.ts';

test('milliseconds are exact and microseconds kept, in both encodings, up to the last nanosecond', () => {
  const anyNanos = fc.oneof(
    fc.bigInt({ min: 0n, max: 4_000_000_000n * 1_000_000_000n }),
    fc.nat(4_000_000).map((ms) => (1_700_000_000_000n + BigInt(ms)) * 1_000_000n),
    fc.nat(4_000_000).map((ms) => (1_700_000_000_000n + BigInt(ms)) * 1_000_000n - 1n),
  );
  fc.assert(
    fc.property(anyNanos, (nanos) => {
      const halves = { high: Number(nanos >> 32n), low: Number(nanos & 0xffff_ffffn) };
      const ms = asMs(halves);
      expect(asMs(String(nanos))).toBe(ms);
      expect(Math.floor(ms)).toBe(Number(nanos / 1_000_000n));
      expect(Math.round((ms % 1) * 1000)).toBe(Number((nanos / 1000n) % 1000n));
    }),
    { numRuns: 5000 },
  );
});

test('an absent time is 0, and what is none is no number', () => {
  expect([undefined, null, '', '12:00', {}, true].map(asMs)).toEqual([0, 0, NaN, NaN, NaN, NaN]);
});
