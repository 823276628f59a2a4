import { bucketIndex, bucketValue } from './log-histogram.ts';

/** Sizes up to this, in whatever unit, count as zero: a trillionth, as far below 1 as the contract's largest measure lies above it. */
export const SIGNED_BUCKET_FLOOR = 1e-12;

/**
 * The bucket of a number of any sign: bucket k > 0 holds (1e-12 · 1.01ᵏ⁻¹, 1e-12 · 1.01ᵏ], bucket −k the same below
 * zero, bucket 0 everything nearer to zero.
 *
 * Equal to `toInt32(sign(x) * ceil(log(greatest(abs(x), 1e-12) / 1e-12) / log(1.01)))` in ClickHouse, up to the last
 * bit of the two logarithms. Source: as {@link bucketIndex}.
 * @param x finite; throws a RangeError when not
 * @returns a whole number, −5,554 to 5,554 for measures of the contract
 * @example signedBucket(100) // 3240
 * @example signedBucket(-100) // -3240
 * @example signedBucket(0) // 0
 */
export function signedBucket(x: number): number {
  const size = Math.abs(x) / SIGNED_BUCKET_FLOOR;
  return size <= 1 ? 0 : Math.sign(x) * bucketIndex(size);
}

/**
 * The number that stands for a bucket: its middle, within 0.5 % of all it holds.
 * @param k bucket, a whole number
 * @example signedBucketValue(3240) // 99.789534
 * @example signedBucketValue(0) // 0
 */
export function signedBucketValue(k: number): number {
  return k === 0 ? 0 : Math.sign(k) * SIGNED_BUCKET_FLOOR * bucketValue(Math.abs(k));
}
