import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBucketWindow } from '../../alerts/check/bucket-window.ts';

const bucket = fc.record({
  gap: fc.integer({ min: 1, max: 200 }),
  bad: fc.nat(1000),
  total: fc.nat(1000),
  isNull: fc.boolean(),
});

test('a window that moves on holds what a fresh look at its buckets holds', () => {
  fc.assert(
    fc.property(
      fc.array(bucket, { maxLength: 60 }),
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 1, max: 300 }),
      (buckets, length, step) => {
        let t = 0;
        const points = buckets.map(({ gap, bad, total, isNull }) => {
          t += gap;
          return isNull ? { t, bad: null, total: null } : { t, bad, total };
        });
        const sumsAt = createBucketWindow(points, length);
        for (let at = 0; at <= t + length + step; at += step) {
          const held = points.filter((one) => one.t <= at && one.t > at - length);
          const counted = held.filter(({ bad }) => bad !== null);
          const sum = (part: 'bad' | 'total'): number =>
            counted.reduce((all, one) => all + (one[part] ?? 0), 0);
          const expected = counted.length > 0 ? { bad: sum('bad'), total: sum('total') } : null;
          expect(sumsAt(at)).toEqual(expected);
        }
      },
    ),
  );
});

test('what leaves a window leaves nothing behind, even of numbers that cannot be added exactly', () => {
  const shares = [0.1, 0.2, 0.3, 1e-9, 123_456.7, 0.7];
  const points = Array.from({ length: 5000 }, (_, i) => {
    const bad = i < 4900 ? shares[i % shares.length]! : 0;
    return { t: i, bad, total: bad };
  });
  const sumsAt = createBucketWindow(points, 50);
  for (let t = 0; t < 4999; t++) sumsAt(t);
  expect(sumsAt(4999)).toEqual({ bad: 0, total: 0 });
});
