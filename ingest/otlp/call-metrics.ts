import { firstText, type Attributes } from './attributes.ts';
import type { EmitterFacts } from './emitter-facts.ts';
import { histogramQuantile } from './histogram-quantile.ts';
import { seriesKey, type Counted, type SeriesReports } from './metric-series.ts';
import type { Emitter, HistogramPoint, OtlpMetric } from './otlp-request.ts';

const DURATION = 'gen_ai.client.operation.duration';
const TOKENS = 'gen_ai.client.token.usage';

const QUANTILES = { latency_p50: 0.5, latency_p95: 0.95, latency_p99: 0.99 } as const;
const MS_PER_SECOND = 1000;

/** A value of a signal over the calls of one workload, as one request reports them. */
export interface CallSignal {
  readonly signal: string;
  readonly value: number;
  /** Calls it is made of. */
  readonly n: number;
  readonly point: { readonly attributes: Attributes; readonly timeMs: number };
  readonly facts: EmitterFacts;
}

/** The calls of one emitter, whatever their model or outcome. */
interface Calls {
  readonly facts: EmitterFacts;
  readonly bounds: readonly number[];
  readonly counts: number[];
  readonly tokens: { sum: number; calls: number };
  /** Stands for the series that were added, so that a repeated request makes the same ids. */
  readonly id: Map<string, string>;
  timeMs: number;
}

/** Reads the GenAI conventions' client metrics into signals. */
export interface CallMetrics {
  reads(metric: OtlpMetric): boolean;
  add(metric: OtlpMetric, point: HistogramPoint, emitter: Emitter, facts: EmitterFacts): void;
  results(): CallSignal[];
}

/** @param series what cumulative series had counted before */
export function createCallMetrics(series: SeriesReports): CallMetrics {
  const groups = new Map<string, Calls>();

  function groupOf(point: HistogramPoint, facts: EmitterFacts, name: string): Calls {
    const key = JSON.stringify([facts, name, point.bounds]);
    const known = groups.get(key);
    if (known) return known;
    const made: Calls = {
      facts,
      bounds: point.bounds,
      counts: Array.from({ length: point.bounds.length + 1 }, () => 0),
      tokens: { sum: 0, calls: 0 },
      id: new Map(),
      timeMs: 0,
    };
    groups.set(key, made);
    return made;
  }

  function counted(metric: OtlpMetric, point: HistogramPoint, key: string): Counted | null {
    const report = { ...point, sum: point.sum ?? 0 };
    return metric.temporality === 'cumulative' ? series.since(key, report) : report;
  }

  return {
    reads: ({ name }) => name === DURATION || name === TOKENS,
    add(metric, point, emitter, facts) {
      const key = seriesKey(metric.name, emitter.resource, point.attributes);
      const part = counted(metric, point, key);
      if (!part) return;
      const calls = groupOf(point, facts, metric.name);
      calls.id.set(key, String(point.timeMs));
      calls.timeMs = Math.max(calls.timeMs, point.timeMs);
      if (metric.name === DURATION) {
        for (const [i, count] of part.counts.entries()) {
          if (i < calls.counts.length) calls.counts[i] = (calls.counts[i] ?? 0) + count;
        }
      } else {
        calls.tokens.sum += part.sum;
        // Each call reports its input once; what it put out is a point of its own.
        if (firstText(point.attributes, 'gen_ai.token.type') === 'input') {
          calls.tokens.calls += part.count;
        }
      }
    },
    results: () => [...groups.values()].flatMap(signalsOf),
  };
}

function signalsOf({ facts, bounds, counts, tokens, id, timeMs }: Calls): CallSignal[] {
  const shared = { point: { attributes: id, timeMs }, facts };
  const signals: CallSignal[] = [];
  const n = counts.reduce((sum, count) => sum + count, 0);
  for (const [signal, q] of Object.entries(QUANTILES)) {
    const seconds = histogramQuantile(counts, bounds, q);
    if (seconds === null) continue;
    signals.push({ signal, value: seconds * MS_PER_SECOND, n, ...shared });
  }
  if (tokens.calls > 0) {
    const value = tokens.sum / tokens.calls;
    signals.push({ signal: 'tokens_per_run', value, n: tokens.calls, ...shared });
  }
  return signals;
}
