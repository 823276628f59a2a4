import type { DriftRow, FeatureRole, ReleaseChange } from './history-rows.ts';
import type { MeasureName, SumName } from './measures.ts';

/** What feeds a signal besides measures: input data of a stated age, distributions, drift, quarantine. */
export const ROW_INPUTS = ['data_as_of', 'distribution', 'drift', 'quarantined'] as const;
/** Anything whose last sighting tells whether a signal is still fed. */
export type InputName = MeasureName | (typeof ROW_INPUTS)[number];

/** Cost stated by `cost` events that falls into a window, by category, in USD. */
export type CostByCategory = Readonly<
  Record<'inference' | 'review' | 'support' | 'infrastructure' | 'incident' | 'other', number>
>;

/** One incident as its phases tell it; a phase that was not reported is null. Epoch milliseconds. */
export interface IncidentPhases {
  readonly incident: string;
  readonly startedMs: number | null;
  readonly detectedMs: number | null;
  readonly mitigatedMs: number | null;
  readonly restoredMs: number | null;
  readonly rollback: boolean;
  readonly drill: boolean;
}

/** What senders reported about a signal as an aggregate (`metric` events), over a window. */
export interface ReportedMetric {
  /** Events in the window. */
  readonly reports: number;
  /** Mean of the values, weighted by n where every report states it. */
  readonly value: number;
  /** Sum of n; null unless every report states it. */
  readonly n: number | null;
  /** Mean of the stated bounds, weighted like the value; null unless every report states them. */
  readonly low: number | null;
  readonly high: number | null;
}

/** What the events of a window say about the age of their input data. */
export interface DataAsOf {
  /** The newest state of input data that any of them named, epoch milliseconds. */
  readonly newestMs: number;
  /** Hours with an event that names one. */
  readonly hours: number;
}

/** The period that features are compared with: between two instants, or a release's first days. */
export type FeatureReference =
  | { readonly fromMs: number; readonly toMs: number }
  | { readonly release: string };

/** One feature's counts over bins that its reference fixed, then and now. */
export interface FeatureSpread {
  readonly feature: string;
  readonly role: FeatureRole;
  /** End of the latest hour that told it, at or before the window's end. Epoch milliseconds. */
  readonly lastSeenMs: number;
  /** End of its reference, from when on it is compared; null where the release was never seen. Epoch milliseconds. */
  readonly comparedFromMs: number | null;
  /** Counts by bin; null while the reference is still being collected or where it holds nothing. */
  readonly reference: readonly number[] | null;
  /** Counts by the same bins in the window's hours after the reference; empty without one. */
  readonly current: readonly number[];
  /** For numbers: means by bin (null where it is empty) and the reference's standard deviation, else null. */
  readonly numbers: {
    readonly deviation: number;
    readonly referenceMeans: readonly (number | null)[];
    readonly currentMeans: readonly (number | null)[];
  } | null;
}

/**
 * All that a signal may know about one workload over one span of time. An interface, so that the
 * same estimators run over prefix sums in a replay and over one query's row on a page.
 */
export interface TelemetryWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Sum of a measure over the window. Judgements are already one a run. */
  sum(measure: SumName): number;
  /** Minutes with a run that states whether it succeeded, and with a successful run. */
  readonly runMinutes: number;
  readonly okMinutes: number;
  /** Log-bucket histogram of run latency in milliseconds: bucket index → count. */
  latencyHistogram(): ReadonlyMap<number, number>;
  /** Runs whose latency lies above a limit in milliseconds (to the bucket). */
  latencyAbove(limitMs: number): number;
  /** Milliseconds (to the bucket) at a 1-based rank of the sorted run latencies; null where there is none. */
  latencyAtRank(rank: number): number | null;
  readonly costs: CostByCategory;
  /**
   * Incidents of the 365 days that end with the window, as known then: restored ones by when they were
   * restored, open ones (a phase that is missing is null) by their latest phase.
   */
  readonly incidents: readonly IncidentPhases[];
  metric(signal: string): ReportedMetric | null;
  /** Start of the first hour with any telemetry, if that lies before the window's end; else null. */
  readonly firstMs: number | null;
  /** Events that claimed the workload and were rejected, by when they came. */
  readonly quarantined: number;
  /** Null where no event of the window says. */
  readonly dataAsOf: DataAsOf | null;
  /** `drift` events of the window, ascending by time. */
  readonly drifts: readonly DriftRow[];
  /**
   * Features seen before the window's end, each against its reference.
   * @param reference null: a feature's first days
   */
  features(reference: FeatureReference | null): readonly FeatureSpread[];
  /** How many trials of a signal are worth one, as known before the window's end; at least 1. */
  designEffect(signal: string): number;
  /**
   * The hours [fromMs, toMs) of the same workload, as known at this window's end: a longer window with
   * the same end, or a day of it. Ends on the hour or at this window's end; throws a RangeError else.
   */
  part(fromMs: number, toMs: number): TelemetryWindow;
  /**
   * End of the latest bucket (at most an hour wide) in which an input or a reported metric was
   * seen, at or before the window's end, whenever that was; null if never. Epoch milliseconds.
   */
  lastSeenMs(input: InputName | `metric:${string}`): number | null;
}

/** One workload's telemetry over time, cut into windows. */
export interface TelemetryHistory {
  /** Start of the first hour with any telemetry; null if there is none. */
  readonly firstMs: number | null;
  readonly endMs: number;
  /**
   * The window [fromMs, toMs), as known at toMs: judgements and costs with a later time are left
   * out. Both ends on the hour, or toMs = endMs.
   */
  window(fromMs: number, toMs: number): TelemetryWindow;
  /** Releases, models and prompt versions that newly came to carry a fifth of the runs, ascending. */
  readonly releaseChanges: readonly ReleaseChange[];
}
