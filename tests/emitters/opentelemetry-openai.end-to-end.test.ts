import { createRequire } from 'node:module';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCollector, type Collected } from './collector.ts';
import { useEndToEnd } from './end-to-end.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { askOpenAi } from './openai-script.ts';
import { listPrice, truth } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';
import { WAYS_OF_SENDING } from './ways-of-sending.ts';

const collector = useCollector();
const fake = useFakeOpenAi();
const endToEnd = useEndToEnd();

const call = (model: string, input: number, out: number) =>
  truth({ model, tokens_in: input, tokens_out: out, costUsd: listPrice(model, input, 0, out) });

/** It says neither what was cached nor what was reasoning, and knows of no tools. */
const TRUTHS = [
  call('o4-mini', 1200, 180),
  call('gpt-4.1', 900, 60),
  { ...call('text-embedding-3-small', 64, 0), tokens_out: null },
  truth({ ok: false }),
  {
    ...call('o4-mini', 1500, 110),
    costUsd: listPrice('gpt-4.1', 700, 0, 20) + listPrice('o4-mini', 800, 0, 90),
  },
];

let telemetry: TestTelemetry;
let recording: Collected[];
beforeAll(async () => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'opentelemetry-openai-0' });
  const instrumentation = new OpenAIInstrumentation();
  instrumentation.setTracerProvider(telemetry.spans);
  instrumentation.setMeterProvider(telemetry.metrics);
  instrumentation.setLoggerProvider(telemetry.logs);
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  const client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
  // Twice, as the first report of a metric only says where counting begins.
  for (let i = 0; i < 2; i += 1) {
    await askOpenAi(client, fake, {
      request: (work) => telemetry.within('handle request', work),
      tool: (_, work) => work(),
    });
    await telemetry.flush();
  }
  recording = collector.take();
});
afterAll(() => telemetry.shutdown());

test('it sends metrics and log records beside its spans', () => {
  const paths = new Set(recording.map(({ path }) => path));
  expect(paths).toEqual(new Set(['/v1/traces', '/v1/metrics', '/v1/logs']));
});

test.each(WAYS_OF_SENDING)('sent $way, its runs and their sums are the truth', async (way) => {
  await endToEnd.expectTruthSent(way, 'opentelemetry-openai', recording, [...TRUTHS, ...TRUTHS]);
});
