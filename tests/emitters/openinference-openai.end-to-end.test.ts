import { createRequire } from 'node:module';
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { afterAll, beforeAll, test } from 'vitest';
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

/** No tokens of the stream and the embedding, nothing of the call that failed, and no tools. */
const TRUTHS = [
  truth({
    model: 'o4-mini',
    tokens_in: 1200,
    tokens_cached: 1000,
    tokens_out: 180,
    tokens_reasoning: 128,
    costUsd: listPrice('o4-mini', 1200, 1000, 180),
  }),
  truth({}),
  truth({ model: 'text-embedding-3-small' }),
  truth({
    model: 'o4-mini',
    tokens_in: 1500,
    tokens_cached: 500,
    tokens_out: 110,
    tokens_reasoning: 64,
    costUsd: listPrice('gpt-4.1', 700, 500, 20) + listPrice('o4-mini', 800, 0, 90),
  }),
];

let telemetry: TestTelemetry;
let recording: Collected[];
beforeAll(async () => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'openinference-openai-0' });
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  const instrumentation = new OpenAIInstrumentation({ tracerProvider: telemetry.spans });
  instrumentation.manuallyInstrument(OpenAI);
  const client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
  await askOpenAi(client, fake, {
    request: (work) => telemetry.within('handle request', work),
    tool: (_, work) => work(),
  });
  await telemetry.flush();
  recording = collector.take();
});
afterAll(() => telemetry.shutdown());

test.each(WAYS_OF_SENDING)('sent $way, its runs and their sums are the truth', async (way) => {
  await endToEnd.expectTruthSent(way, 'openinference-openai', recording, TRUTHS);
});
