import type { DimensionColumns } from './history/dimension-columns.ts';
import type { HourColumns } from './history/hour-columns.ts';
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
  /** The same changes among the runs that people judged; absent: none. */
  readonly judgedByPeople?: number;
  readonly hallucinatedByPeople?: number;
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

/** What a feature's values are, seen from the system. */
export const FEATURE_ROLES = ['input', 'output', 'behaviour'] as const;
export type FeatureRole = (typeof FEATURE_ROLES)[number];

/** How the `distribution` events of a feature told it. */
export const FEATURE_SHAPES = ['values', 'histogram', 'categories'] as const;
export type FeatureShape = (typeof FEATURE_SHAPES)[number];

/** What one feature looked like in one hour, summed over its `distribution` events. */
export interface FeatureRow {
  readonly hourMs: number;
  readonly feature: string;
  readonly role: FeatureRole;
  /** As the events state it; empty where they state none. */
  readonly release: string;
  readonly shape: FeatureShape;
  /**
   * Counts by bin. Keys of `values`: the middle of a log bucket as a decimal number (relative error at
   * most 0.5 %); of `histogram`: the bin's two edges as `low|high`; of `categories`: the label.
   */
  readonly counts: ReadonlyMap<string, number>;
}

/** One `drift` event: a distance that the sender worked out. */
export interface DriftRow {
  readonly tsMs: number;
  readonly feature: string;
  readonly role: FeatureRole;
  readonly score: number;
  readonly method: string;
  readonly pValue: number | null;
}

/** How much less the trials of a signal are worth for coming in clusters, as estimated on one day. */
export interface DesignEffectRow {
  /** Known from this instant on. */
  readonly atMs: number;
  readonly signal: string;
  /** At least 1. */
  readonly effect: number;
}

/** The newest state of input data that the events of one hour said they were made from. */
export interface DataAgeRow {
  readonly hourMs: number;
  readonly asOfMs: number;
}

/** Events of one hour (of receipt) that claimed the workload and went into quarantine. */
export interface RejectedRow {
  readonly hourMs: number;
  readonly events: number;
}

/** Everything about one workload up to endMs. */
export interface HistoryRows {
  /** Whole hours by column, before all of `hours`: how many hours are kept. Absent: there are none. */
  readonly wholeHours?: HourColumns;
  /** Ascending by hour, at most one row an hour. */
  readonly hours: readonly HourRow[];
  readonly corrections: readonly JudgementCorrection[];
  readonly costs: readonly CostRow[];
  readonly incidents: readonly IncidentRow[];
  readonly metrics: readonly MetricRow[];
  /** Rows of whole hours by column, before all of `dimensions`. Absent: there are none. */
  readonly wholeDimensions?: DimensionColumns;
  readonly dimensions: readonly DimensionRow[];
  readonly features: readonly FeatureRow[];
  readonly drifts: readonly DriftRow[];
  /** Ascending by atMs. */
  readonly designEffects: readonly DesignEffectRow[];
  readonly dataAges: readonly DataAgeRow[];
  readonly rejected: readonly RejectedRow[];
  readonly endMs: number;
}

/** A history without any telemetry: what those that have some begin from. */
export const NO_ROWS: Omit<HistoryRows, 'endMs'> = {
  hours: [],
  corrections: [],
  costs: [],
  incidents: [],
  metrics: [],
  dimensions: [],
  features: [],
  drifts: [],
  designEffects: [],
  dataAges: [],
  rejected: [],
};

/** A change that makes evidence start anew: a release, model or prompt version that took a fifth. */
export interface ReleaseChange {
  readonly atMs: number;
  readonly dimension: ReleaseDimension;
  readonly value: string;
}
