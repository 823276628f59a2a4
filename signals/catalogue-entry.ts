import type { Axis } from './axis.ts';
import type { EstimateParameters } from './estimate.ts';
import type { Finding } from './finding.ts';
import type { MeasureName } from './measures.ts';
import type { TelemetryWindow } from './window.ts';

/** How a signal's number and interval are worked out; `reported` signals only come as aggregates. */
export const ESTIMATOR_KINDS = [
  'proportion',
  'quantile',
  'mean',
  'ratio',
  'count',
  'reported',
] as const;
export type EstimatorKind = (typeof ESTIMATOR_KINDS)[number];

/** Which way a signal is better. */
export const DIRECTIONS = ['higher', 'lower'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Smallest sample of proportions, means and ratios where a policy names none. */
export const DEFAULT_MIN_SAMPLE = 30;

/** One signal: what people read about it, and how it is found in a window. */
export interface SignalEntry {
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
   * Measures any of which shows that the signal is fed: never seen → `not_instrumented`, none seen
   * lately → `stale`. Empty: the signal is fed by incidents or reports only, and `find` itself says.
   */
  readonly inputs: readonly MeasureName[];
  /** The number in one window, staleness and reported metrics left to `findSignal`. */
  find(window: TelemetryWindow, params: EstimateParameters): Finding;
}
