import type { BusinessCase } from '../core/workload.ts';
import type { FeatureReference } from './window.ts';

/** Why a signal has no number. None of these ever counts as good, and none is drawn as 0. */
export const MISSING_STATES = [
  'not_instrumented',
  'stale',
  'too_few',
  'provider_error',
  'not_applicable',
] as const;
export type MissingState = (typeof MISSING_STATES)[number];

/** A number with its uncertainty. */
export interface KnownEstimate {
  readonly state: 'ok';
  readonly value: number;
  /** The deciding interval; null where the source states none (a reported aggregate without n). */
  readonly low: number | null;
  readonly high: number | null;
  /** Raw number of trials. */
  readonly n: number;
  /** What the trials are worth after the design effect; equals n where none was estimated. */
  readonly nEffective: number;
  /** Name of the interval's method, e.g. `beta-binomial confidence sequence`. */
  readonly method: string;
}

/** A signal that is not known, and why in one sentence for people. */
export interface MissingEstimate {
  readonly state: MissingState;
  readonly value: null;
  readonly low: null;
  readonly high: null;
  readonly n: number;
  readonly nEffective: number;
  readonly method: string;
  readonly reason: string;
}

/** A signal's number with its uncertainty, or why there is none. */
export type Estimate = KnownEstimate | MissingEstimate;

/** Where the whole interval lies, seen from a limit; `open` when it holds the limit or is missing. */
export type LimitSide = 'good' | 'bad' | 'open';

/** How often a judge is right, and on how many cases of known truth that was found. */
export interface StatedJudge {
  readonly sensitivity: number;
  readonly specificity: number;
  /** Cases that were so, and that were not; absent: sensitivity and specificity are taken as exact. */
  readonly n_positive?: number | undefined;
  readonly n_negative?: number | undefined;
}

/** What a policy and a workload's record say about estimating one signal. */
export interface EstimateParameters {
  /** 1 − confidence, in (0, 1). */
  readonly alpha: number;
  /** Sample size at which the asymptotic sequences are tightest. */
  readonly expectedSample: number;
  /** Trials below which the signal is `too_few`. */
  readonly minSample: number;
  /** The number alone is asked for: `minSample` is enough, also where so few have no interval. */
  readonly isNumberOnly?: true;
  readonly staleAfterMs: number;
  /** Share of runs without a price above which economics are `too_few`, 0 to 1. */
  readonly unpricedTolerance: number;
  readonly businessCase: BusinessCase;
  /** Quality of the judge behind hallucination flags; absent: taken as perfect. */
  readonly judge?: StatedJudge;
  /** What features are compared with; absent: the first days of each. */
  readonly reference?: FeatureReference;
  /** How many trials are worth one, at least 1; absent: 1. Filled in from the window by `findSignal`. */
  readonly designEffect?: number;
  /**
   * Whether the number is evidence, on which a workload is trusted over a window that moves on: intervals
   * that are only true of many samples (means, ratios) are then wider.
   */
  readonly evidence?: boolean;
}
