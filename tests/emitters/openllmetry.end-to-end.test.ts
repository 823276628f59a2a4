import { createRequire } from 'node:module';
import * as traceloop from '@traceloop/node-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { useFakeOpenAi } from './fake-openai.ts';
import { listPrice } from './runs-of-requests.ts';

const fake = useFakeOpenAi();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('its own exporter sends here, with a key of ours for its own', async () => {
  const { OpenAI } = createRequire(import.meta.url)('openai') as typeof import('openai');
  traceloop.initialize({
    appName: 'support-copilot',
    apiKey: server.adminKey,
    baseUrl: `${server.url}/otlp`,
    instrumentModules: { openAI: OpenAI },
    traceloopSyncEnabled: false,
    silenceInitializationMessage: true,
  });
  const client = new OpenAI({ apiKey: 'none', baseURL: fake.baseURL, maxRetries: 0 });
  fake.plan({ tokens: { in: 500, out: 15 } }, { tokens: { in: 620, out: 80 } });
  await traceloop.withWorkflow({ name: 'answer' }, async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    await client.chat.completions.create({ model: 'gpt-4.1', messages });
    await traceloop.withTool({ name: 'look_up' }, () => Promise.resolve('found'));
    await client.chat.completions.create({ model: 'gpt-4.1', messages });
  });
  await traceloop.forceFlush();
  await server.request('/api/ingest/flush', { method: 'POST' });
  const runs = await server.request('/api/workloads/support-copilot/runs');
  expect(((await runs.json()) as { items: object[] }).items).toMatchObject([
    {
      ok: true,
      model: 'gpt-4.1',
      tokens_in: 1120,
      tokens_cached: null,
      tokens_out: 95,
      cost_usd: listPrice('gpt-4.1', 1120, 0, 95),
      tool_calls: 1,
      tool_failures: 0,
    },
  ]);
});
