import { expect, test } from 'vitest';
import { checkEvent } from '../../../ingest/check-event.ts';
import { decodeMetrics } from '../../../ingest/otlp/decode-request.ts';
import { histogramQuantile } from '../../../ingest/otlp/histogram-quantile.ts';
import type { MappedEvents } from '../../../ingest/otlp/map-logs.ts';
import { mapMetrics } from '../../../ingest/otlp/map-metrics.ts';
import { createMetricSeries, type MetricSeries } from '../../../ingest/otlp/metric-series.ts';
import { attributesJson, encodeJson, nanos, NOW, type Values } from './otlp-json.ts';

const CUMULATIVE = 2;
const DELTA = 1;

interface Sent {
  readonly series?: MetricSeries;
  readonly hasSpans?: boolean;
  readonly resource?: Values;
}

/** Maps a request whose answer reaches the sender. */
function mapSent(metrics: readonly object[], sent: Sent = {}): MappedEvents {
  const {
    series = createMetricSeries(),
    hasSpans = false,
    resource = { 'service.name': 'w' },
  } = sent;
  const scopeMetrics = [{ scope: {}, metrics }];
  const body = encodeJson({
    resourceMetrics: [{ resource: { attributes: attributesJson(resource) }, scopeMetrics }],
  });
  const reports = series.open();
  const mapped = mapMetrics(decodeMetrics(body, 'json'), NOW, {
    series: reports,
    hasSpans: () => hasSpans,
  });
  reports.keep();
  for (const event of mapped.events)
    expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event' });
  return mapped;
}

const point = (more: object, atMs = NOW - 1000, attributes: Values = {}) => ({
  startTimeUnixNano: nanos(NOW - 100_000),
  timeUnixNano: nanos(atMs),
  attributes: attributesJson(attributes),
  ...more,
});

const gauge = (name: string, ...dataPoints: object[]) => ({ name, gauge: { dataPoints } });
const histogram = (name: string, aggregationTemporality: number, ...dataPoints: object[]) => ({
  name,
  histogram: { aggregationTemporality, dataPoints },
});

test('a gauge named after a signal is a metric event of it, with what it states beside', () => {
  const { events, refused } = mapSent([
    gauge('bellwether.uptime', point({ asDouble: 0.998 }, NOW - 5000, { n: 720, segment: 'eu' })),
    gauge('bellwether.satisfaction', point({ asInt: '4' }), point({ asInt: 5 })),
    gauge('process.cpu.time', point({ asDouble: 1 })),
  ]);
  expect(refused).toEqual({ count: 0, message: '' });
  expect(events).toMatchObject([
    { kind: 'metric', signal: 'uptime', value: 0.998, n: 720, ts: NOW - 5000 },
    { signal: 'satisfaction', value: 4, n: null },
    { signal: 'satisfaction', value: 5 },
  ]);
});

test('a cumulative sum counts what it has grown by, from its second report on, each report once', () => {
  const series = createMetricSeries();
  const report = (asDouble: number, atMs: number, temporality = CUMULATIVE) => {
    const sum = { aggregationTemporality: temporality, dataPoints: [point({ asDouble }, atMs)] };
    const { events } = mapSent([{ name: 'bellwether.outcomes', sum }], { series });
    return events.map((event) => (event as unknown as { value: number }).value);
  };
  expect(report(10, NOW - 9000)).toEqual([]);
  expect(report(25, NOW - 8000)).toEqual([15]);
  expect(report(25, NOW - 8000)).toEqual([]);
  expect(report(30, NOW - 7000)).toEqual([5]);
  expect(report(7, NOW - 6000, DELTA)).toEqual([7]);
});

test('a report whose answer was lost counts when it comes again', () => {
  const series = createMetricSeries();
  const report = { startMs: 1, timeMs: 5, count: 10, sum: 1, counts: [10] };
  series.open().since('a', report);
  const first = series.open();
  expect(first.since('a', report)).toBeNull();
  first.keep();
  const later = { ...report, timeMs: 6, count: 12, counts: [12] };
  expect(series.open().since('a', later)).toMatchObject({ count: 2, counts: [2] });
  expect(series.open().since('a', later)).toMatchObject({ count: 2, counts: [2] });
});

test('a series whose process started anew counts from 0', () => {
  const series = createMetricSeries();
  const first = series.open();
  first.since('a', { startMs: 1, timeMs: 5, count: 10, sum: 1, counts: [10] });
  first.keep();
  const anew = { startMs: 6, timeMs: 7, count: 12, sum: 3, counts: [12] };
  expect(series.open().since('a', anew)).toMatchObject({ count: 12, sum: 3 });
});

const durations = (counts: number[], attributes: Values = {}) =>
  point(
    {
      count: String(counts.reduce((sum, count) => sum + count, 0)),
      sum: 1,
      bucketCounts: counts.map(String),
      explicitBounds: [0.1, 0.2, 0.4],
    },
    NOW - 1000,
    attributes,
  );

const tokens = (count: number, sum: number, type: string) =>
  point({ count, sum, bucketCounts: [count], explicitBounds: [] }, NOW - 1000, {
    'gen_ai.token.type': type,
  });

test('client metrics of calls are latency in milliseconds and tokens a call, over all models', () => {
  const { events } = mapSent([
    histogram(
      'gen_ai.client.operation.duration',
      DELTA,
      durations([50, 0, 0, 0], { 'gen_ai.request.model': 'a' }),
      durations([0, 50, 0, 0], { 'gen_ai.request.model': 'b', 'error.type': 'timeout' }),
    ),
    histogram(
      'gen_ai.client.token.usage',
      DELTA,
      tokens(100, 90_000, 'input'),
      tokens(98, 10_000, 'output'),
    ),
  ]);
  expect(events).toMatchObject([
    { signal: 'latency_p50', value: 100, n: 100 },
    { signal: 'latency_p95', value: 190, n: 100 },
    { signal: 'latency_p99', value: expect.closeTo(198) as number, n: 100 },
    { signal: 'tokens_per_run', value: 1000, n: 100 },
  ]);
});

test('client metrics of a workload that sends spans are passed over: the spans win', () => {
  const calls = [histogram('gen_ai.client.operation.duration', DELTA, durations([1, 0, 0, 0]))];
  expect(mapSent(calls).events).toHaveLength(3);
  expect(mapSent(calls, { hasSpans: true })).toEqual({
    events: [],
    refused: { count: 0, message: '' },
  });
});

test('points of ours that can’t be read or kept are counted', () => {
  const old = gauge('bellwether.uptime', point({ asDouble: 1 }, NOW - 500 * 86_400_000));
  expect(mapSent([old]).refused).toMatchObject({ count: 1 });
  expect(
    mapSent([gauge('bellwether.uptime', point({ asDouble: 1 }))], { resource: {} }).refused,
  ).toMatchObject({ count: 1 });
  const unread = { name: 'bellwether.uptime', summary: { dataPoints: [{}, {}] } };
  expect(mapSent([unread]).refused).toMatchObject({ count: 2 });
});

test('quantiles of buckets lie straight within them, and at the last bound where that is open', () => {
  expect(histogramQuantile([0, 10, 0], [1, 2], 0.5)).toBe(1.5);
  expect(histogramQuantile([4, 0, 0], [1, 2], 0.25)).toBe(0.25);
  expect(histogramQuantile([0, 0, 3], [1, 2], 0.99)).toBe(2);
  expect(histogramQuantile([0, 0, 0], [1, 2], 0.5)).toBeNull();
  expect(histogramQuantile([], [], 0.5)).toBeNull();
});
