import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { noncentralChiSquareQuantile, noncentralityBound } from './noncentral-chi-square.ts';
import { requireLevel } from './require-level.ts';

/** Sample sizes behind a distance of two binned distributions. */
export interface DriftSample {
  /** Bins, ≥ 2. */
  readonly bins: number;
  /** Observations in the reference and since, each > 0, fractional where they come in clusters. */
  readonly referenceN: number;
  readonly currentN: number;
}

/** Quantiles asked for before: a replay asks for the same few a hundred thousand times, at 50 µs each. */
const known = new Map<string, number>();

/**
 * The population stability index that chance alone exceeds with probability alpha where nothing drifted:
 * without drift it is about χ² with bins − 1 degrees of freedom, times 1/N + 1/M.
 *
 * Source: Yurdakul and Naranjo 2020 (Journal of Risk Model Validation 14). At one look.
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @example driftCriticalValue({ bins: 10, referenceN: 200, currentN: 200 }, 0.05) // 0.16919
 * @example driftCriticalValue({ bins: 10, referenceN: 10000, currentN: 10000 }, 0.05) // 0.0033838
 */
export function driftCriticalValue(sample: DriftSample, alpha: number): number {
  requireLevel(alpha);
  const key = `${sample.bins} ${alpha}`;
  let quantile = known.get(key);
  if (quantile === undefined) {
    quantile = chiSquareQuantile(1 - alpha, sample.bins - 1);
    known.set(key, quantile);
  }
  return noiseOf(sample) * quantile;
}

/**
 * The largest drift that would still have stayed at or below an observed distance with probability
 * alpha: an upper confidence bound of the true population stability index, whose estimate is about
 * noncentral χ² times 1/N + 1/M for small drifts. Below a limit, the sample would have shown a drift of the
 * limit's size. A distance below what chance gives on average counts as that average, so that a lucky
 * small sample shows nothing. At one look.
 * @param observed index of the two samples, ≥ 0
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @returns ≥ observed
 * @example largestDrift(0.09, { bins: 10, referenceN: 200, currentN: 200 }, 0.05) // 0.1137884
 * @example largestDrift(0, { bins: 10, referenceN: 200, currentN: 200 }, 0.05) // 0.1137884
 */
export function largestDrift(observed: number, sample: DriftSample, alpha: number): number {
  const { noise, df, ratio } = scaled(observed, sample, alpha);
  return Math.max(observed, noise * noncentralityBound(ratio, df, alpha));
}

/**
 * Whether {@link largestDrift} lies below a limit, without working it out.
 * @param limit of the index
 * @example wouldHaveShown(0.12, 0.09, { bins: 10, referenceN: 200, currentN: 200 }, 0.05) // true
 * @example wouldHaveShown(0.11, 0.09, { bins: 10, referenceN: 200, currentN: 200 }, 0.05) // false
 */
export function wouldHaveShown(
  limit: number,
  observed: number,
  sample: DriftSample,
  alpha: number,
): boolean {
  const { noise, df, ratio } = scaled(observed, sample, alpha);
  return observed < limit && noncentralChiSquareQuantile(alpha, df, limit / noise) > ratio;
}

function scaled(
  observed: number,
  sample: DriftSample,
  alpha: number,
): { readonly noise: number; readonly df: number; readonly ratio: number } {
  requireLevel(alpha);
  const noise = noiseOf(sample);
  const df = sample.bins - 1;
  return { noise, df, ratio: Math.max(observed / noise, df) };
}

/** What one unit of χ² is worth, in the index's unit. */
function noiseOf({ bins, referenceN, currentN }: DriftSample): number {
  if (!(bins >= 2 && referenceN > 0 && currentN > 0))
    throw new RangeError(`not two samples: ${referenceN} and ${currentN} in ${bins} bins`);
  return 1 / referenceN + 1 / currentN;
}
