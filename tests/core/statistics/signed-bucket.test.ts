import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signedBucket, signedBucketValue } from '../../../core/statistics/signed-bucket.ts';

const size = fc.double({ min: 1e-12, max: 1e12, minExcluded: true, noNaN: true });

it('a bucket’s number lies within half a percent of what falls into it, on either side of zero', () => {
  fc.assert(
    fc.property(size, fc.constantFrom(1, -1), (x, sign) => {
      const stands = signedBucketValue(signedBucket(sign * x));
      expect(Math.abs(stands - sign * x) / x).toBeLessThanOrEqual(0.005);
    }),
  );
});

it('zero has a bucket of its own, and buckets rise with the numbers in them', () => {
  expect([0, -0, 1e-12, -1e-12, 1e-300].map((x) => signedBucket(x) + 0)).toEqual([0, 0, 0, 0, 0]);
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(signedBucket(low)).toBeLessThanOrEqual(signedBucket(high));
      expect(signedBucket(-low)).toBeGreaterThanOrEqual(signedBucket(-high));
      expect(signedBucket(low)).toBeGreaterThan(0);
    }),
  );
  expect(() => signedBucket(Infinity)).toThrow(RangeError);
});
