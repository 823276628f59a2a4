import { createRequire } from 'node:module';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import * as traceloop from '@traceloop/node-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCollector } from './collector.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { listPrice, mapBothEncodings, truth } from './runs-of-requests.ts';

const collector = useCollector();
const fake = useFakeOpenAi();
// Else it writes its own estimates where OpenAI's counts belong.
process.env['TRACELOOP_ENRICH_TOKENS'] = 'false';
let json: BatchSpanProcessor;
let client: import('openai').OpenAI;

beforeAll(() => {
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  json = new BatchSpanProcessor(new JsonExporter({ url: `${collector.url}/v1/traces` }));
  traceloop.initialize({
    appName: 'support-copilot',
    apiKey: 'a-key',
    baseUrl: collector.url,
    processor: json,
    instrumentModules: { openAI: OpenAI },
    traceloopSyncEnabled: false,
    silenceInitializationMessage: true,
  });
  client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
});
afterAll(() => json.shutdown());

const messages = [{ role: 'user' as const, content: 'Hello' }];

async function observe(work: () => Promise<unknown>) {
  await work();
  await traceloop.forceFlush();
  await json.forceFlush();
  return collector.take();
}

const chat = (model = 'gpt-4.1') => client.chat.completions.create({ model, messages });

test('a workflow with a task, a tool and two calls is one run with their totals', async () => {
  fake.plan({ tokens: { in: 500, out: 15 }, tools: ['look_up'] }, { tokens: { in: 620, out: 80 } });
  const requests = await observe(() =>
    traceloop.withWorkflow(
      { name: 'answer', associationProperties: { user_id: 'u-1', session_id: 's-1' } },
      async () => {
        await traceloop.withTask({ name: 'plan' }, () => chat());
        await traceloop.withTool({ name: 'look_up' }, () => Promise.resolve('found'));
        await chat();
      },
    ),
  );
  const { runs, events, spans } = await mapBothEncodings(requests);
  const costUsd = listPrice('gpt-4.1', 500, 0, 15) + listPrice('gpt-4.1', 620, 0, 80);
  expect(runs).toMatchObject([
    truth({ tokens_in: 1120, tokens_out: 95, costUsd, tool_calls: 1, tool_failures: 0 }),
  ]);
  expect(runs).toMatchObject([{ conversation: 's-1', provider: 'openai' }]);
  expect(new Set(spans.map(({ user }) => user))).toEqual(new Set(['u-1']));
  expect(events).toMatchObject([{ kind: 'tool_call', tool: 'look_up', ok: true }]);
});

test('a stream carries no tokens once estimates are off, even where OpenAI sends them', async () => {
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

test('embeddings and calls that fail leave no span, so no run tells of them', async () => {
  fake.plan({ tokens: { in: 64 } }, { status: 400 });
  const requests = await observe(async () => {
    await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a' });
    await expect(chat()).rejects.toThrow('planned 400');
  });
  expect(requests).toEqual([]);
});

test('a workflow that fails leaves no span; the calls it made before are a run all the same', async () => {
  fake.plan({ tokens: { in: 30, out: 3 } });
  const requests = await observe(() =>
    expect(
      traceloop.withWorkflow({ name: 'answer' }, async () => {
        await chat();
        throw new Error('no answer');
      }),
    ).rejects.toThrow('no answer'),
  );
  const costUsd = listPrice('gpt-4.1', 30, 0, 3);
  const { runs } = await mapBothEncodings(requests);
  expect(runs).toMatchObject([truth({ tokens_in: 30, tokens_out: 3, costUsd })]);
});
