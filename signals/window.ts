import type { ReleaseChange } from './history-rows.ts';
import type { MeasureName } from './measures.ts';

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

/**
 * All that a signal may know about one workload over one span of time. An interface, so that the
 * same estimators run over prefix sums in a replay and over one query's row on a page.
 */
export interface TelemetryWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Sum of a measure over the window. Judgements are already one a run. */
  sum(measure: MeasureName): number;
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
  /**
   * End of the latest bucket (at most an hour wide) in which a measure or a reported metric was
   * seen, at or before the window's end, whenever that was; null if never. Epoch milliseconds.
   */
  lastSeenMs(input: MeasureName | `metric:${string}`): number | null;
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
