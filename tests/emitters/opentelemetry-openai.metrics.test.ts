import { createRequire } from 'node:module';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeLogs, decodeMetrics, encodingOf } from '../../ingest/otlp/decode-request.ts';
import { mapLogs } from '../../ingest/otlp/map-logs.ts';
import { mapMetrics } from '../../ingest/otlp/map-metrics.ts';
import { createMetricSeries } from '../../ingest/otlp/metric-series.ts';
import { useCollector, type Collected } from './collector.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
const fake = useFakeOpenAi();
let telemetry: TestTelemetry;
let client: import('openai').OpenAI;

beforeAll(() => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'support-copilot' });
  const instrumentation = new OpenAIInstrumentation();
  instrumentation.setTracerProvider(telemetry.spans);
  instrumentation.setMeterProvider(telemetry.metrics);
  instrumentation.setLoggerProvider(telemetry.logs);
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
});
afterAll(() => telemetry.shutdown());

/** Calls the model so often, and gives what was exported of it under a path. */
async function calls(count: number, path: string): Promise<Collected[]> {
  for (let i = 0; i < count; i += 1) {
    fake.plan({ tokens: { in: 300, out: 100 } });
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    await client.chat.completions.create({ model: 'gpt-4.1', messages });
  }
  await telemetry.flush();
  return collector.take().filter((request) => request.path.endsWith(path));
}

test('its cumulative metrics count each call once, and not at all beside spans', async () => {
  const series = createMetricSeries();
  const map = (requests: readonly Collected[], hasSpans = false) =>
    requests.flatMap(({ body, contentType }) => {
      const reports = series.open();
      const request = decodeMetrics(body, encodingOf(contentType));
      const { events } = mapMetrics(request, Date.now(), {
        series: reports,
        hasSpans: () => hasSpans,
      });
      reports.keep();
      return events as unknown as { signal: string; value: number; n: number }[];
    });
  expect(map(await calls(2, '/metrics'))).toEqual([]);
  const second = await calls(3, '/metrics');
  const events = map(second);
  expect(events.map(({ signal, n }) => [signal, n])).toEqual([
    ['latency_p50', 3],
    ['latency_p95', 3],
    ['latency_p99', 3],
    ['tokens_per_run', 3],
  ]);
  expect(events.at(-1)).toMatchObject({ value: 400 });
  expect(map(second)).toEqual([]);
  expect(map(await calls(1, '/metrics'), true)).toEqual([]);
});

test('its log records hold prompts and answers, and nothing of them is taken', async () => {
  const requests = await calls(1, '/logs');
  expect(requests.length).toBeGreaterThan(0);
  for (const { body, contentType } of requests) {
    const request = decodeLogs(body, encodingOf(contentType));
    expect(request.flatMap(({ records }) => records).length).toBeGreaterThan(0);
    const mapped = mapLogs(request, Date.now());
    expect(mapped).toEqual({ events: [], refused: { count: 0, message: '' } });
  }
});
