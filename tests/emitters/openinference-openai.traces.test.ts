import { createRequire } from 'node:module';
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCollector } from './collector.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { listPrice, mapBothEncodings, truth } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
const fake = useFakeOpenAi();
let telemetry: TestTelemetry;
let client: import('openai').OpenAI;

beforeAll(() => {
  telemetry = startTelemetry(collector.url, {
    'bellwether.workload': 'search',
    'service.name': 'api',
  });
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  const instrumentation = new OpenAIInstrumentation({ tracerProvider: telemetry.spans });
  instrumentation.manuallyInstrument(OpenAI);
  client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
});
afterAll(() => telemetry.shutdown());

const messages = [{ role: 'user' as const, content: 'Hello' }];

async function observe(work: () => Promise<unknown>) {
  await work();
  await telemetry.flush();
  return collector.take().filter(({ path }) => path.endsWith('/v1/traces'));
}

test('a chat is one run; cached tokens are in its input and reasoning is in its output', async () => {
  fake.plan({ tokens: { in: 1200, cached: 1000, out: 180, reasoning: 128 } });
  const { runs, spans } = await mapBothEncodings(
    await observe(() => client.chat.completions.create({ model: 'o4-mini', messages })),
  );
  expect(runs).toMatchObject([
    truth({
      model: 'o4-mini',
      tokens_in: 1200,
      tokens_cached: 1000,
      tokens_out: 180,
      tokens_reasoning: 128,
      costUsd: listPrice('o4-mini', 1200, 1000, 180),
    }),
  ]);
  expect(spans.map(({ workload }) => workload)).toEqual(['search']);
});

test('a stream carries no tokens, even where OpenAI sends them', async () => {
  fake.plan({ tokens: { in: 900, out: 60 } });
  const requests = await observe(async () => {
    const stream = await client.chat.completions.create({
      model: 'gpt-4.1',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) void chunk;
  });
  expect((await mapBothEncodings(requests)).runs).toMatchObject([truth({})]);
});

test('embeddings carry no tokens', async () => {
  fake.plan({ tokens: { in: 64 } });
  const model = 'text-embedding-3-small';
  const { runs, spans } = await mapBothEncodings(
    await observe(() => client.embeddings.create({ model, input: 'a' })),
  );
  expect(spans).toMatchObject([{ role: 'embedding' }]);
  expect(runs).toMatchObject([truth({ model })]);
});

test('a call that fails leaves no span, so no run tells of it', async () => {
  fake.plan({ status: 400 });
  const requests = await observe(() =>
    client.chat.completions.create({ model: 'gpt-4.1', messages }).catch(() => {}),
  );
  expect(fake.served).toBeGreaterThan(0);
  expect(requests).toEqual([]);
});

test('a call that asks for tools is one run without tool calls: nothing says they were made', async () => {
  fake.plan({ tokens: { in: 300, out: 12 }, tools: ['look_up'] });
  const { runs } = await mapBothEncodings(
    await observe(() => client.chat.completions.create({ model: 'gpt-4.1', messages })),
  );
  const costUsd = listPrice('gpt-4.1', 300, 0, 12);
  expect(runs).toMatchObject([
    truth({ tokens_in: 300, tokens_cached: 0, tokens_out: 12, tokens_reasoning: 0, costUsd }),
  ]);
});
