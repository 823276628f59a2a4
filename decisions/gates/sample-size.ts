import { clopperPearson } from '../../core/statistics/clopper-pearson.ts';

/** Beyond this many reviews a rate is too small to be shown by reading. */
const MOST_REVIEWS = 100_000;

/**
 * How many random reviews it takes to show that a workload which is wrong half as often as accepted stays
 * within what is accepted: the smallest sample whose upper bound (Clopper–Pearson) does with the errors
 * expected of it.
 * @param acceptedRate in (0, 1]; throws a RangeError outside
 * @param alpha error level of the interval, in (0, 1)
 * @returns a whole number from 1 to 100,000
 * @example reviewSampleSize(0.1, 0.05) // 142
 */
export function reviewSampleSize(acceptedRate: number, alpha: number): number {
  if (!(acceptedRate > 0 && acceptedRate <= 1)) {
    throw new RangeError(`not a rate that can be accepted: ${acceptedRate}`);
  }
  const isShown = (n: number): boolean =>
    clopperPearson((n * acceptedRate) / 2, n, alpha).high <= acceptedRate;
  let low = 1;
  let high = MOST_REVIEWS;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isShown(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
