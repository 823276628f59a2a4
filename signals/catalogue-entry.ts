import type { Axis } from './axis.ts';
import type { EstimateParameters } from './estimate.ts';
import type { Finding } from './finding.ts';
import type { InputName, TelemetryWindow } from './window.ts';

/** How a signal's number and interval are worked out. */
export const ESTIMATOR_KINDS = [
  'proportion',
  'quantile',
  'mean',
  'ratio',
  'distance',
  'trend',
  'count',
  'projection',
  'age',
] as const;
export type EstimatorKind = (typeof ESTIMATOR_KINDS)[number];

/** Those that have no interval: what they estimate may be advisory or alert, never be required. */
export const KINDS_WITHOUT_INTERVAL: ReadonlySet<EstimatorKind> = new Set([
  'count',
  'projection',
  'age',
]);

/** Which way a signal is better. */
export const DIRECTIONS = ['higher', 'lower'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Smallest sample of proportions where a policy names none. */
export const DEFAULT_MIN_SAMPLE = 30;

/**
 * Smallest sample of means and ratios where a policy names none: from here on their sequence misses the
 * truth at most three points more often than it says, for skewed data and where one run in twenty counts.
 */
export const MEAN_MIN_SAMPLE = 100;

/** One signal: what people read about it, and how it is found in a window. */
export interface SignalDefinition {
  readonly id: string;
  readonly title: string;
  readonly axis: Axis;
  /** For people, e.g. `ratio`, `ms`, `USD`. */
  readonly unit: string;
  readonly better: Direction;
  readonly estimator: EstimatorKind;
  /** What is counted or summed, and over what, in words. */
  readonly numerator: string;
  readonly denominator: string;
  /** The trials, plural, as a reason names them: "12 of 100 judged runs needed". */
  readonly trials: string;
  /** Trials below which the signal is `too_few` where a policy names no other; 0 for counts. */
  readonly minSample: number;
  /** For a board member, in plain words. */
  readonly description: string;
  /**
   * What shows that the signal is fed, any of it: never seen → `not_instrumented`, none seen for the
   * policy's `stale_after` → `stale`. Empty: incidents feed it, `find` itself says, and it is never stale.
   */
  readonly inputs: readonly InputName[];
  /** The number in one window, staleness and reported metrics left to `findSignal`. */
  find(window: TelemetryWindow, params: EstimateParameters): Finding;
}

/** A signal as the catalogue holds it. */
export interface SignalEntry extends SignalDefinition {
  /** Where it is told in the documents, from the repository's root. */
  readonly link: string;
}
