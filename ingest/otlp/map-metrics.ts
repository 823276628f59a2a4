import type { WireEventOf } from '../../core/event.ts';
import { firstNumber, firstText, type Attributes } from './attributes.ts';
import { createCallMetrics } from './call-metrics.ts';
import { contentId } from './content-id.ts';
import { emitterFactsOf, NO_WORKLOAD, type EmitterFacts } from './emitter-facts.ts';
import type { MappedEvent, MappedEvents } from './map-logs.ts';
import { seriesKey, type SeriesReports } from './metric-series.ts';
import type { Emitter, MetricsRequest, NumberPoint, OtlpMetric } from './otlp-request.ts';
import { createRefusals } from './refusals.ts';
import { timeFault } from './span-times.ts';

const PREFIX = 'bellwether.';

/** What a metrics request is mapped with. */
export interface MetricsDeps {
  readonly series: SeriesReports;
  /** Whether a workload sends spans: then its calls are known from them. */
  readonly hasSpans: (workload: string) => boolean;
}

const filled = (text: string): string | null => (text === '' ? null : text);

/** The metric event of a signal's value. */
function metricEvent(
  signal: string,
  value: number,
  { attributes, timeMs }: Pick<NumberPoint, 'attributes' | 'timeMs'>,
  facts: EmitterFacts,
): WireEventOf<'metric'> {
  return {
    kind: 'metric',
    id: contentId(attributes, signal, timeMs),
    ts: Math.floor(timeMs),
    workload: facts.workload,
    stage: filled(facts.stage),
    release: filled(facts.release),
    segment: filled(facts.segment),
    prompt_version: filled(facts.prompt_version),
    model: filled(firstText(attributes, 'bellwether.model', 'model')),
    signal,
    value,
    n: firstNumber(attributes, 'bellwether.n', 'n'),
    low: firstNumber(attributes, 'bellwether.low', 'low'),
    high: firstNumber(attributes, 'bellwether.high', 'high'),
  };
}

/** What a sum has grown by since its last report. */
function grown(
  { name, temporality }: OtlpMetric,
  point: NumberPoint,
  emitter: Emitter,
  series: SeriesReports,
): number | null {
  if (temporality !== 'cumulative' || point.value === null) return point.value;
  const { startMs, timeMs, value } = point;
  const report = { startMs, timeMs, count: 0, sum: value, counts: [] };
  return series.since(seriesKey(name, emitter.resource, point.attributes), report)?.sum ?? null;
}

/**
 * Takes the events out of a metrics request: gauges and sums named `bellwether.<signal>`, and what
 * the GenAI conventions' client metrics say of the latency and tokens of calls, as long as the
 * workload sends no spans. All others are passed over.
 * @param receivedAtMs epoch milliseconds
 */
export function mapMetrics(
  request: MetricsRequest,
  receivedAtMs: number,
  { series, hasSpans }: MetricsDeps,
): MappedEvents {
  const refusals = createRefusals('data point');
  const calls = createCallMetrics(series);
  const events: MappedEvent[] = [];

  /** Facts of a point that can be taken; null where it is refused. */
  function check(emitter: Emitter, attributes: Attributes, timeMs: number): EmitterFacts | null {
    const facts = emitterFactsOf(emitter.resource, attributes);
    const fault = timeFault(timeMs, receivedAtMs) || (facts.workload === '' ? NO_WORKLOAD : '');
    if (fault === '') return facts;
    refusals.refuse(fault);
    return null;
  }

  function takeSignal(metric: OtlpMetric, emitter: Emitter): void {
    const signal = metric.name.slice(PREFIX.length);
    const unread = metric.histograms.length + metric.others;
    if (unread > 0) refusals.refuse(`of ${metric.name} is neither a gauge nor a sum`, unread);
    for (const [points, isSum] of [
      [metric.gauges, false],
      [metric.sums, true],
    ] as const) {
      for (const point of points) {
        const facts = check(emitter, point.attributes, point.timeMs);
        if (!facts) continue;
        const value = isSum ? grown(metric, point, emitter, series) : point.value;
        if (value !== null) events.push(metricEvent(signal, value, point, facts));
      }
    }
  }

  function takeCalls(metric: OtlpMetric, emitter: Emitter): void {
    for (const point of metric.histograms) {
      const facts = emitterFactsOf(emitter.resource, point.attributes);
      if (hasSpans(facts.workload)) continue;
      if (check(emitter, point.attributes, point.timeMs)) {
        calls.add(metric, point, emitter, facts);
      }
    }
  }

  for (const { emitter, records } of request) {
    for (const metric of records) {
      if (metric.name.startsWith(PREFIX)) takeSignal(metric, emitter);
      else if (calls.reads(metric)) takeCalls(metric, emitter);
    }
  }
  for (const { signal, value, n, point, facts } of calls.results()) {
    const event: WireEventOf<'metric'> = { ...metricEvent(signal, value, point, facts), n };
    events.push(event);
  }
  return { events, refused: refusals.result() };
}
