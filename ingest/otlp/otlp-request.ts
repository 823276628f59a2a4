import type { Attributes } from './attributes.ts';

/** What all records of one resource and instrumentation scope share. */
export interface Emitter {
  readonly resource: Attributes;
  /** Name of the instrumentation scope; empty where it states none. */
  readonly scope: string;
}

/** Something a span says happened while it ran. */
export interface OtlpSpanEvent {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly timeMs: number;
  readonly attributes: Attributes;
}

/** A span of any kind, as either encoding states it. Ids that are none are empty. */
export interface OtlpSpan {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  /** Empty for the root of its trace. */
  readonly parentId: string;
  readonly name: string;
  /** Epoch milliseconds with the microseconds as their fraction; NaN where they are no number. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  /** What names its attributes carry, as `FAMILY` has them. */
  readonly families: number;
  readonly events: readonly OtlpSpanEvent[];
}

export interface OtlpLogRecord {
  readonly eventName: string;
  /** Epoch milliseconds, when it happened, else when it was observed; 0 where neither is stated. */
  readonly timeMs: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** What is the same for every data point. */
interface DataPoint {
  readonly attributes: Attributes;
  /** Epoch milliseconds; when counting began, 0 where it is not stated. */
  readonly startMs: number;
  readonly timeMs: number;
}

export interface NumberPoint extends DataPoint {
  readonly value: number | null;
}

/** Observations by bucket: `counts` holds one more than `bounds`, the last one open above. */
export interface HistogramPoint extends DataPoint {
  readonly count: number;
  readonly sum: number | null;
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
}

/** Whether points count since the one before, or since the start of the process. */
export type Temporality = 'delta' | 'cumulative' | 'unknown';

export interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly temporality: Temporality;
  readonly gauges: readonly NumberPoint[];
  readonly sums: readonly NumberPoint[];
  readonly histograms: readonly HistogramPoint[];
  /** Data points of other kinds, which are not read. */
  readonly others: number;
}

/** The records of a request, those of one emitter together. */
export interface RecordGroup<T> {
  readonly emitter: Emitter;
  readonly records: readonly T[];
}

export type TracesRequest = readonly RecordGroup<OtlpSpan>[];
export type LogsRequest = readonly RecordGroup<OtlpLogRecord>[];
export type MetricsRequest = readonly RecordGroup<OtlpMetric>[];
