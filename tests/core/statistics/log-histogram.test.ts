import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketIndex,
  bucketValue,
  countAbove,
  HISTOGRAM_FLOOR,
  histogramOf,
  histogramTotal,
  mergeHistograms,
  sumBuckets,
  quantileFromHistogram,
  subtractHistogram,
  valueAtRank,
} from '../../../core/statistics/log-histogram.ts';

const RELATIVE_ERROR = 0.005;
const milliseconds = fc.oneof(
  fc.constantFrom(0, 1, 0.001),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.integer({ min: 0, max: 60_000 }),
);
const samples = fc.array(milliseconds, { maxLength: 60 });

function plain(histogram: { buckets: ArrayLike<number>; counts: ArrayLike<number> }) {
  return { buckets: Array.from(histogram.buckets), counts: Array.from(histogram.counts) };
}

describe('a bucket', () => {
  it('stands for every value in it within 0.5 %', () => {
    fc.assert(
      fc.property(fc.double({ min: HISTOGRAM_FLOOR, max: 1e12, noNaN: true }), (x) => {
        expect(Math.abs(bucketValue(bucketIndex(x)) / x - 1)).toBeLessThanOrEqual(RELATIVE_ERROR);
      }),
      { numRuns: 1000 },
    );
  });

  // ClickHouse 26.7: toInt16(ceil(log(greatest(x, 0.001)) / log(1.01)))
  it.each([
    [0, -694],
    [0.001, -694],
    [0.999, 0],
    [1, 0],
    [1.01, 1],
    [1.0201, 2],
    [100, 463],
    [3_600_000, 1518],
    [1e9, 2083],
  ])('of %d is the one ClickHouse computes', (x, bucket) => {
    expect(bucketIndex(x)).toBe(bucket);
  });

  it('of zero and of less than a microsecond is the lowest', () => {
    for (const x of [0, -0, 1e-9, -5, 0.0009])
      expect(bucketIndex(x)).toBe(bucketIndex(HISTOGRAM_FLOOR));
  });

  it('refuses what is not a number', () => {
    for (const x of [NaN, Infinity, -Infinity]) expect(() => bucketIndex(x)).toThrow(RangeError);
  });
});

describe('a histogram', () => {
  it('gives every rank of the sample within 0.5 %, and no others', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = histogramOf(values);
        const sorted = values
          .map((value) => Math.max(value, HISTOGRAM_FLOOR))
          .toSorted((a, b) => a - b);
        sorted.forEach((value, i) => {
          expect(Math.abs(valueAtRank(histogram, i + 1)! / value - 1)).toBeLessThanOrEqual(
            RELATIVE_ERROR,
          );
        });
        expect(valueAtRank(histogram, 0)).toBeNull();
        expect(valueAtRank(histogram, values.length + 1)).toBeNull();
      }),
    );
  });

  it('gives the quantile at rank ⌈qn⌉, however q·n rounds', () => {
    const hundred = histogramOf(Array.from({ length: 100 }, (_, i) => 2 ** (i / 4)));
    for (let percent = 1; percent <= 100; percent++) {
      expect(quantileFromHistogram(hundred, percent / 100)).toBe(valueAtRank(hundred, percent));
    }
    expect(quantileFromHistogram(hundred, 0)).toBe(valueAtRank(hundred, 1));
  });

  it('without values has no quantile', () => {
    expect(quantileFromHistogram(histogramOf([]), 0.5)).toBeNull();
    expect(histogramTotal(histogramOf([]))).toBe(0);
  });

  it('counts what is above a threshold exactly, but for values within 0.5 % of it', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.01, max: 1e6, noNaN: true }), (values, threshold) => {
        const above = countAbove(histogramOf(values), threshold);
        expect(above).toBeGreaterThanOrEqual(
          values.filter((x) => x > threshold * (1 + 2 * RELATIVE_ERROR)).length,
        );
        expect(above).toBeLessThanOrEqual(
          values.filter((x) => x > threshold * (1 - 2 * RELATIVE_ERROR)).length,
        );
      }),
    );
  });

  it('counts a bucket as above exactly when its value is', () => {
    fc.assert(
      fc.property(samples, milliseconds, (values, threshold) => {
        const expected = values.filter((x) => bucketValue(bucketIndex(x)) > threshold).length;
        expect(countAbove(histogramOf(values), threshold)).toBe(expected);
      }),
    );
  });
});

describe('merging', () => {
  it('is the histogram of all the values together, in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(samples, { maxLength: 6 }), (parts) => {
        const whole = plain(histogramOf(parts.flat()));
        const histograms = parts.map(histogramOf);
        expect(plain(mergeHistograms(histograms))).toEqual(whole);
        expect(plain(mergeHistograms(histograms.toReversed()))).toEqual(whole);
        const nested = [
          mergeHistograms(histograms.slice(0, 2)),
          mergeHistograms(histograms.slice(2)),
        ];
        expect(plain(mergeHistograms(nested))).toEqual(whole);
      }),
    );
  });

  it('is the same of buckets listed one after another, in any order', () => {
    fc.assert(
      fc.property(fc.array(samples, { maxLength: 6 }), (parts) => {
        const listed = parts.toReversed().map(histogramOf);
        const all = {
          buckets: listed.flatMap(({ buckets }) => Array.from(buckets)),
          counts: listed.flatMap(({ counts }) => Array.from(counts)),
        };
        expect(plain(sumBuckets(all))).toEqual(plain(histogramOf(parts.flat())));
      }),
    );
  });

  it('is undone by subtracting', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const both = mergeHistograms([histogramOf(a), histogramOf(b)]);
        expect(plain(subtractHistogram(both, histogramOf(b)))).toEqual(plain(histogramOf(a)));
      }),
    );
  });

  it('lets a correction cancel what it corrects', () => {
    const correction = { buckets: [463, 480], counts: [-1, 1] };
    expect(plain(mergeHistograms([histogramOf([100]), correction]))).toEqual({
      buckets: [480],
      counts: [1],
    });
    expect(plain(mergeHistograms([correction, histogramOf([100])]))).toEqual({
      buckets: [480],
      counts: [1],
    });
  });
});
