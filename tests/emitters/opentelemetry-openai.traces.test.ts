import { createRequire } from 'node:module';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
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
    'service.name': 'Support Copilot',
    'service.version': '1.4.2',
    'deployment.environment.name': 'staging',
  });
  const instrumentation = new OpenAIInstrumentation();
  instrumentation.setTracerProvider(telemetry.spans);
  instrumentation.setMeterProvider(telemetry.metrics);
  instrumentation.setLoggerProvider(telemetry.logs);
  // Only what is required after the instrumentation is on is instrumented.
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 2 });
});
afterAll(() => telemetry.shutdown());

const messages = [{ role: 'user' as const, content: 'Hello' }];

async function observe(work: () => Promise<unknown>) {
  await work();
  await telemetry.flush();
  return mapBothEncodings(collector.take());
}

test('a chat is one run with its tokens at list price, named by its resource', async () => {
  fake.plan({ tokens: { in: 1200, out: 180 } });
  const { runs, spans } = await observe(() =>
    client.chat.completions.create({ model: 'gpt-4.1', messages }),
  );
  const costUsd = listPrice('gpt-4.1', 1200, 0, 180);
  expect(runs).toMatchObject([truth({ tokens_in: 1200, tokens_out: 180, costUsd })]);
  expect(runs).toMatchObject([{ release: '1.4.2', stage: 'staging', provider: 'openai' }]);
  expect(spans.map(({ workload }) => workload)).toEqual(['support-copilot']);
});

test('a stream counts where the application asks for usage, and is unpriced where it does not', async () => {
  const stream = async (more: object) => {
    fake.plan({ tokens: { in: 900, out: 60 } });
    const body = { model: 'gpt-4.1', messages, stream: true as const, ...more };
    for await (const chunk of await client.chat.completions.create(body)) void chunk;
  };
  const counted = await observe(() => stream({ stream_options: { include_usage: true } }));
  const costUsd = listPrice('gpt-4.1', 900, 0, 60);
  expect(counted.runs).toMatchObject([truth({ tokens_in: 900, tokens_out: 60, costUsd })]);
  const uncounted = await observe(() => stream({}));
  expect(uncounted.runs).toMatchObject([truth({})]);
});

test('embeddings have input tokens only', async () => {
  fake.plan({ tokens: { in: 64 } });
  const model = 'text-embedding-3-small';
  const { runs } = await observe(() => client.embeddings.create({ model, input: ['a', 'b'] }));
  expect(runs).toMatchObject([
    truth({ model, tokens_in: 64, costUsd: listPrice(model, 64, 0, 0) }),
  ]);
});

test('a call that fails is a failed run; one that the client repeats by itself is one good run', async () => {
  fake.plan({ status: 400 });
  const failed = await observe(() =>
    client.chat.completions.create({ model: 'gpt-4.1', messages }).catch(() => {}),
  );
  expect(failed.runs).toMatchObject([truth({ ok: false })]);
  expect(failed.runs[0]?.error).toContain('planned 400');
  fake.plan({ status: 500 }, { tokens: { in: 10, out: 5 } });
  const repeated = await observe(() =>
    client.chat.completions.create({ model: 'gpt-4.1', messages }),
  );
  const costUsd = listPrice('gpt-4.1', 10, 0, 5);
  expect(repeated.runs).toMatchObject([truth({ tokens_in: 10, tokens_out: 5, costUsd })]);
});

test('several calls below one span of the application are one run, each at its own price', async () => {
  fake.plan(
    { tokens: { in: 40 } },
    { tokens: { in: 700, cached: 500, out: 20 }, tools: ['look_up'] },
    { tokens: { in: 800, out: 90, reasoning: 64 } },
  );
  const { runs } = await observe(() =>
    telemetry.within('handle request', async () => {
      await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a' });
      await client.chat.completions.create({ model: 'gpt-4.1', messages });
      await client.chat.completions.create({ model: 'o4-mini', messages });
    }),
  );
  // This emitter says neither what was cached nor what was reasoning.
  const costUsd =
    listPrice('text-embedding-3-small', 40, 0, 0) +
    listPrice('gpt-4.1', 700, 0, 20) +
    listPrice('o4-mini', 800, 0, 90);
  expect(runs).toMatchObject([
    truth({ model: 'o4-mini', tokens_in: 1540, tokens_out: 110, costUsd }),
  ]);
});
