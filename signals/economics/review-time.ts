import type { EstimateParameters } from '../estimate.ts';
import { MEAN_METHOD, findAround, standardErrors } from '../estimators/mean.ts';
import { varianceOf } from '../estimators/moments.ts';
import { notFound, percent, tooFew, wholeNumber } from '../finding.ts';
import type { Finding, NotFound } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

const SECONDS_PER_MINUTE = 60;
/** Share of reviews that must state their seconds, and of runs their minutes, to speak for the rest. */
const LEAST_COVERAGE = 0.5;

/** Minutes of review per run, with the half-width of its sequence. */
interface ReviewMinutes {
  readonly mean: number;
  readonly halfWidth: number;
}

/**
 * Review minutes per run: seconds stated by reviews ÷ 60 ÷ runs. Its spread takes every review as a
 * run's only one, and every run without as 0 minutes.
 */
export function findReviewBurden(window: TelemetryWindow, params: EstimateParameters): Finding {
  const runs = window.sum('runs');
  const { designEffect = 1 } = params;
  const missing =
    tooFew(runs, Math.max(params.minSample, 2), 'runs', MEAN_METHOD, designEffect) ??
    tooFew(window.sum('reviews_timed'), 1, 'reviews that state their seconds', MEAN_METHOD) ??
    untimedReviews(window);
  if (missing !== null) return missing;
  const { mean, halfWidth } = reviewMinutes(window, runs, params);
  return findAround(mean, halfWidth, runs, { min: 0 }, runs / designEffect);
}

/**
 * Net minutes saved per run: mean minutes saved over the runs that state them, less review minutes
 * per run (rework is part of what reviews time).
 *
 * Saved and review minutes of the same run are not seen together, so the half-widths are added, which
 * holds whatever their correlation. Without any review, none is subtracted.
 * @returns `too_few` where less than half of the runs state minutes, or of the reviews seconds
 */
export function findNetMinutesSaved(window: TelemetryWindow, params: EstimateParameters): Finding {
  const noun = 'runs that state minutes saved';
  const { designEffect = 1 } = params;
  const runs = window.sum('runs');
  const saved = {
    n: window.sum('saved_n'),
    sum: window.sum('saved_sum'),
    sumSquares: window.sum('saved_sq'),
  };
  const missing =
    tooFew(saved.n, Math.max(params.minSample, 2), noun, MEAN_METHOD, designEffect) ??
    thinCoverage(saved.n, runs, noun) ??
    untimedReviews(window);
  if (missing !== null) return missing;
  const review = reviewMinutes(window, Math.max(runs, saved.n), params);
  const worth = saved.n / designEffect;
  const savedWidth = standardErrors(worth, params) * Math.sqrt(varianceOf(saved) / worth);
  const halfWidth = savedWidth + review.halfWidth;
  return findAround(saved.sum / saved.n - review.mean, halfWidth, saved.n, {}, worth);
}

function reviewMinutes(
  window: TelemetryWindow,
  runs: number,
  params: EstimateParameters,
): ReviewMinutes {
  const worth = runs / (params.designEffect ?? 1);
  const minutes = {
    n: runs,
    sum: window.sum('review_seconds') / SECONDS_PER_MINUTE,
    sumSquares: window.sum('review_seconds_sq') / SECONDS_PER_MINUTE ** 2,
  };
  return {
    mean: minutes.sum / runs,
    halfWidth: standardErrors(worth, params) * Math.sqrt(varianceOf(minutes) / worth),
  };
}

function thinCoverage(stating: number, all: number, noun: string): NotFound | null {
  if (!(all > 0 && stating < LEAST_COVERAGE * all)) return null;
  const reason = `${wholeNumber(stating)} of ${wholeNumber(all)} (${percent(stating / all)}) are ${noun}; at least half must be.`;
  return notFound('too_few', Math.max(0, stating), MEAN_METHOD, reason);
}

function untimedReviews(window: TelemetryWindow): NotFound | null {
  return thinCoverage(
    window.sum('reviews_timed'),
    window.sum('reviews'),
    'reviews that state their seconds',
  );
}
