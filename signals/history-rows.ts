import type { MeasureName } from './measures.ts';

/**
 * One workload's telemetry as the hour roll-up holds it: what a history is built from. The last
 * row may cover only a part of its hour, when the history ends inside it. Times: epoch milliseconds.
 */
export interface HourRow {
  readonly hourMs: number;
  /** Sums of the hour; a measure that is absent is 0. Judgements here are the runs' own flags. */
  readonly sums: Readonly<Partial<Record<MeasureName, number>>>;
  /** Minutes of the hour (0 to 60) with a run that states its status, and with a successful run. */
  readonly runMinutes: number;
  readonly okMinutes: number;
  /** Latency histogram: bucket index → count. */
  readonly latency: ReadonlyMap<number, number>;
}

/**
 * What a later, better judgement (a review or an evaluation) changes about the runs of one hour.
 * Kept by both times, so that an assessment at a past instant leaves out what was judged after it.
 */
export interface JudgementCorrection {
  readonly runHourMs: number;
  readonly judgedMs: number;
  /** Change in judged runs: 1 where the run had no judgement before, else 0. */
  readonly judged: number;
  /** Change in hallucinated runs: −1, 0 or 1 a run. */
  readonly hallucinated: number;
}

/** What a cost event can be for. */
export const COST_CATEGORIES = [
  'inference',
  'review',
  'support',
  'infrastructure',
  'incident',
  'other',
] as const;
export type CostCategory = (typeof COST_CATEGORIES)[number];

/** One `cost` event; spread evenly over [startMs, endMs), or all at startMs where both are equal. */
export interface CostRow {
  readonly tsMs: number;
  readonly category: CostCategory;
  readonly amountUsd: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** One phase of one incident. */
export interface IncidentRow {
  readonly tsMs: number;
  readonly incident: string;
  readonly phase: 'started' | 'detected' | 'mitigated' | 'restored';
  readonly rollback: boolean;
  readonly drill: boolean;
}

/** Sums of the `metric` events of one signal in one hour. */
export interface MetricRow {
  readonly hourMs: number;
  readonly signal: string;
  readonly reports: number;
  readonly reportsWithN: number;
  readonly reportsWithBounds: number;
  readonly n: number;
  readonly valueSum: number;
  readonly lowSum: number;
  readonly highSum: number;
  /** The same, each report weighted by its n. */
  readonly valueByN: number;
  readonly lowByN: number;
  readonly highByN: number;
}

/** The dimensions whose change makes evidence start anew. */
export const RELEASE_DIMENSIONS = ['release', 'model', 'prompt_version'] as const;
export type ReleaseDimension = (typeof RELEASE_DIMENSIONS)[number];

/** Runs of one hour that carried one release, model or prompt version. */
export interface DimensionRow {
  readonly hourMs: number;
  readonly dimension: ReleaseDimension;
  readonly value: string;
  readonly runs: number;
}

/** Everything about one workload up to endMs. */
export interface HistoryRows {
  /** Ascending by hour, at most one row an hour. */
  readonly hours: readonly HourRow[];
  readonly corrections: readonly JudgementCorrection[];
  readonly costs: readonly CostRow[];
  readonly incidents: readonly IncidentRow[];
  readonly metrics: readonly MetricRow[];
  readonly dimensions: readonly DimensionRow[];
  readonly endMs: number;
}

/** A change that makes evidence start anew: a release, model or prompt version that took a fifth. */
export interface ReleaseChange {
  readonly atMs: number;
  readonly dimension: ReleaseDimension;
  readonly value: string;
}
