/** Growth from one bucket to the next; a bucket's value is within (1.01 − 1) / (1.01 + 1) = 0.4975 % of what fell into it. */
export const HISTOGRAM_GAMMA = 1.01;
/** Values at or below this (ms: a microsecond; zero included) share the lowest bucket, as a logarithm has no zero. */
export const HISTOGRAM_FLOOR = 0.001;

const LN_GAMMA = Math.log(HISTOGRAM_GAMMA);
const MIDPOINT = 2 / (HISTOGRAM_GAMMA + 1);
/** q·n is a whole number only up to rounding (0.55 · 100 > 55); four ulps, as R's type 1 quantile forgives. */
const RANK_ROUNDING = 1 - 4 * Number.EPSILON;

/**
 * Counts by bucket: two arrays of equal length, bucket indices strictly ascending.
 *
 * This is what ClickHouse's `sumMap` returns. Merging 672 hours of some 285 buckets takes 0.5 ms through one dense
 * array, 3 ms through a Map, which also has to be sorted before a quantile can be read.
 */
export interface LogHistogram {
  readonly buckets: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/**
 * The bucket of a value: bucket i holds (1.01ⁱ⁻¹, 1.01ⁱ].
 *
 * Equal to `toInt16(ceil(log(greatest(x, 0.001)) / log(1.01)))` in ClickHouse; where x is a power of 1.01 up to
 * the last bit the two logarithms may round apart, by one bucket. Source: Masson, Rim, Lee 2019 (DDSketch).
 * @param x finite, in the signal's unit; up to 1e141, where Int16 ends. Throws a RangeError when not finite
 * @returns an integer ≥ −694
 * @example bucketIndex(100) // 463
 * @example bucketIndex(0) // -694
 */
export function bucketIndex(x: number): number {
  if (!Number.isFinite(x)) throw new RangeError(`a histogram holds finite values, got ${x}`);
  return Math.ceil(Math.log(Math.max(x, HISTOGRAM_FLOOR)) / LN_GAMMA) + 0; // −0 + 0 = 0
}

/**
 * The value that stands for a bucket, 2·1.01ⁱ / 2.01, with the same relative error to both of its edges.
 * @param i bucket index
 * @returns a value in the signal's unit, > 0
 * @example bucketValue(463) // 99.68504
 */
export function bucketValue(i: number): number {
  return MIDPOINT * Math.pow(HISTOGRAM_GAMMA, i);
}

/**
 * The histogram of some values.
 * @param values finite numbers in the signal's unit; throws a RangeError when one is not
 * @example histogramOf([100, 0, 100]) // {buckets: [-694, 463], counts: [1, 2]}
 */
export function histogramOf(values: readonly number[]): LogHistogram {
  return mergeHistograms(values.map((value) => ({ buckets: [bucketIndex(value)], counts: [1] })));
}

/**
 * The sum of any number of histograms; empty buckets are left out.
 * @param histograms in any order; a count below 0 (a correction) is carried and cancels what it corrects
 * @example mergeHistograms([{buckets: [1, 2], counts: [5, 1]}, {buckets: [2, 9], counts: [1, 3]}]) // {buckets: [1, 2, 9], counts: [5, 2, 3]}
 */
export function mergeHistograms(histograms: readonly LogHistogram[]): LogHistogram {
  return combine(histograms, 1);
}

/**
 * The histogram of counts in no order, where a bucket may come more than once; empty buckets are left out.
 * @example sumBuckets({buckets: [2, 9, 1, 2], counts: [1, 3, 5, 1]}) // {buckets: [1, 2, 9], counts: [5, 2, 3]}
 */
export function sumBuckets({ buckets, counts }: LogHistogram): LogHistogram {
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < buckets.length; i++) {
    first = Math.min(first, buckets[i]!);
    last = Math.max(last, buckets[i]!);
  }
  const sums = new Float64Array(Math.max(0, last - first + 1));
  for (let i = 0; i < buckets.length; i++) sums[buckets[i]! - first]! += counts[i]!;
  return withoutEmpty(sums, first);
}

/**
 * What is left of a histogram without a part of it; empty buckets are left out.
 * @param whole e.g. the counts up to the end of a window
 * @param part e.g. the counts up to its start; a count missing from `whole` leaves one below 0
 * @example subtractHistogram({buckets: [1, 2], counts: [5, 1]}, {buckets: [1, 2], counts: [3, 1]}) // {buckets: [1], counts: [2]}
 */
export function subtractHistogram(whole: LogHistogram, part: LogHistogram): LogHistogram {
  return combine([whole, part], -1);
}

/**
 * How many values a histogram holds.
 * @example histogramTotal({buckets: [1, 2], counts: [5, 1]}) // 6
 */
export function histogramTotal({ counts }: LogHistogram): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  return total;
}

/**
 * The value at a rank of the sorted sample, within 0.5 %.
 * @param rank 1-based
 * @returns null where the histogram has no such rank
 * @example valueAtRank({buckets: [0, 463], counts: [5, 1]}, 6) // 99.68504
 * @example valueAtRank({buckets: [0, 463], counts: [5, 1]}, 7) // null
 */
export function valueAtRank({ buckets, counts }: LogHistogram, rank: number): number | null {
  if (!(rank >= 1)) return null;
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i]!;
    if (seen >= rank) return bucketValue(buckets[i]!);
  }
  return null;
}

/**
 * The q-quantile within 0.5 %: the value at rank ⌈q·n⌉, R's type 1.
 * @param q in [0, 1]; throws a RangeError otherwise
 * @returns null where the histogram is empty
 * @example quantileFromHistogram({buckets: [0, 463], counts: [5, 1]}, 0.5) // 0.9950249
 */
export function quantileFromHistogram(histogram: LogHistogram, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile's level must be in [0, 1], got ${q}`);
  const rank = Math.ceil(q * histogramTotal(histogram) * RANK_ROUNDING);
  return valueAtRank(histogram, Math.max(1, rank));
}

/**
 * How many values lie above a threshold: all of a bucket when the bucket's value does.
 * @param threshold in the signal's unit, finite; throws a RangeError otherwise
 * @example countAbove({buckets: [0, 463, 464], counts: [5, 2, 1]}, 99.9) // 1
 */
export function countAbove({ buckets, counts }: LogHistogram, threshold: number): number {
  const firstAbove = firstBucketAbove(threshold);
  let above = 0;
  for (let i = buckets.length - 1; i >= 0 && buckets[i]! >= firstAbove; i--) above += counts[i]!;
  return above;
}

/**
 * The lowest bucket whose value lies above a threshold.
 * @param threshold in the signal's unit, finite; throws a RangeError when not
 * @example firstBucketAbove(99.6) // 463
 * @example firstBucketAbove(99.9) // 464
 */
export function firstBucketAbove(threshold: number): number {
  const own = bucketIndex(threshold);
  return bucketValue(own) > threshold ? own : own + 1;
}

/** The first histogram plus (or minus) the others, through one dense array over the buckets they span. */
function combine(histograms: readonly LogHistogram[], signOfOthers: 1 | -1): LogHistogram {
  let first = Infinity;
  let last = -Infinity;
  for (const { buckets } of histograms) {
    if (buckets.length === 0) continue;
    first = Math.min(first, buckets[0]!);
    last = Math.max(last, buckets[buckets.length - 1]!);
  }
  const sums = new Float64Array(Math.max(0, last - first + 1));
  let sign = 1;
  for (const { buckets, counts } of histograms) {
    for (let i = 0; i < buckets.length; i++) sums[buckets[i]! - first]! += sign * counts[i]!;
    sign = signOfOthers;
  }
  return withoutEmpty(sums, first);
}

function withoutEmpty(sums: Float64Array, first: number): LogHistogram {
  const buckets: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sums.length; i++) {
    if (sums[i] === 0) continue;
    buckets.push(first + i);
    counts.push(sums[i]!);
  }
  return { buckets, counts };
}
