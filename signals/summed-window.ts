import { countAbove, valueAtRank, type LogHistogram } from '../core/statistics/log-histogram.ts';
import type { CostByCategory, InputName, ReportedMetric, TelemetryWindow } from './window.ts';
import { MEASURES, type MeasureName } from './measures.ts';

/** Sums over some minutes of one workload, or of a part of it. */
export interface MinuteSums {
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 for what was not summed. */
  readonly sum: (measure: MeasureName) => number;
  /** Of run latency; empty where latency was not asked for. */
  readonly latency: LogHistogram;
  readonly runMinutes: number;
  readonly okMinutes: number;
}

/** What senders reported about a signal as an aggregate over the same minutes; null: nothing. */
export type ReportsOf = (signal: string) => ReportedMetric | null;

const NOTHING_REPORTED: ReportsOf = () => null;

const NO_COSTS: CostByCategory = {
  inference: 0,
  review: 0,
  support: 0,
  infrastructure: 0,
  incident: 0,
  other: 0,
};

/**
 * A window out of sums alone, for signals that need nothing else: what came in over some minutes. It
 * knows no history, so signals over incidents, drift, ages, stated costs or days are not instrumented in
 * it, and nothing was seen in it but what it sums and what senders reported.
 */
export class SummedWindow implements TelemetryWindow {
  readonly #sums: MinuteSums;
  readonly #reports: ReportsOf;
  readonly costs = NO_COSTS;
  readonly incidents = [];
  readonly quarantined = 0;
  readonly dataAsOf = null;
  readonly drifts = [];

  /** @param reports absent: nothing was reported */
  constructor(sums: MinuteSums, reports: ReportsOf = NOTHING_REPORTED) {
    this.#sums = sums;
    this.#reports = reports;
  }

  get fromMs(): number {
    return this.#sums.fromMs;
  }

  get toMs(): number {
    return this.#sums.toMs;
  }

  get firstMs(): number {
    return this.#sums.fromMs;
  }

  get runMinutes(): number {
    return this.#sums.runMinutes;
  }

  get okMinutes(): number {
    return this.#sums.okMinutes;
  }

  sum(measure: MeasureName): number {
    return this.#sums.sum(measure);
  }

  latencyHistogram(): ReadonlyMap<number, number> {
    const { buckets, counts } = this.#sums.latency;
    return new Map(Array.from(buckets, (bucket, i) => [bucket, counts[i]!]));
  }

  latencyAbove(limitMs: number): number {
    return countAbove(this.#sums.latency, limitMs);
  }

  latencyAtRank(rank: number): number | null {
    return valueAtRank(this.#sums.latency, rank);
  }

  metric(signal: string): ReportedMetric | null {
    return this.#reports(signal);
  }

  features(): readonly [] {
    return [];
  }

  designEffect(): number {
    return 1;
  }

  part(): TelemetryWindow {
    throw new RangeError('a window of sums has no parts');
  }

  lastSeenMs(input: InputName | `metric:${string}`): number | null {
    if (isMeasure(input)) return this.sum(input) !== 0 ? this.toMs : null;
    if (!input.startsWith(REPORTED)) return null;
    return this.metric(input.slice(REPORTED.length)) === null ? null : this.toMs;
  }
}

const REPORTED = 'metric:';

function isMeasure(input: string): input is MeasureName {
  return Object.hasOwn(MEASURES, input);
}
