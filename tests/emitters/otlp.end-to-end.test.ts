import { gzipSync } from 'node:zlib';
import { generateText, jsonSchema, stepCountIs, tool } from 'ai-6';
import { MockLanguageModelV3 } from 'ai-6/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { useCollector, type Collected } from './collector.ts';
import { listPrice } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const usage = (input: number, cached: number, output: number, reasoning: number) => ({
  inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: undefined },
  outputTokens: { total: output, text: output - reasoning, reasoning },
});

/** Two calls of a model and a tool that fails in between. */
async function answer({ tracer }: TestTelemetry): Promise<void> {
  const steps = [
    {
      content: [{ type: 'tool-call' as const, toolCallId: 'c-1', toolName: 'book', input: '{}' }],
      finishReason: { unified: 'tool-calls' as const, raw: undefined },
      usage: usage(1000, 600, 30, 0),
      warnings: [],
    },
    {
      content: [{ type: 'text' as const, text: 'Sorry' }],
      finishReason: { unified: 'stop' as const, raw: undefined },
      usage: usage(1500, 1024, 200, 120),
      warnings: [],
    },
  ];
  await generateText({
    model: new MockLanguageModelV3({
      provider: 'openai.responses',
      modelId: 'gpt-4.1',
      doGenerate: () => Promise.resolve(steps.shift() ?? Promise.reject(new Error('no step'))),
    }),
    prompt: 'Hello',
    stopWhen: stepCountIs(3),
    tools: {
      book: tool({
        inputSchema: jsonSchema({ type: 'object' }),
        execute: (): string => {
          throw new Error('fully booked');
        },
      }),
    },
    experimental_telemetry: { isEnabled: true, tracer, metadata: { userId: 'u-1' } },
  });
}

const TRUTH = {
  ok: true,
  model: 'gpt-4.1',
  provider: 'openai',
  tokens_in: 2500,
  tokens_cached: 1624,
  tokens_out: 230,
  tokens_reasoning: 120,
  cost_usd: listPrice('gpt-4.1', 2500, 1624, 230),
  tool_calls: 1,
  tool_failures: 1,
};

const RECORDED_AS = 'app-recorded-00';
/** What an application's two exporters sent, once. */
let recorded: Collected[];
beforeAll(async () => {
  const telemetry = startTelemetry(collector.url, { 'service.name': RECORDED_AS });
  await answer(telemetry);
  await telemetry.shutdown();
  recorded = collector.take().filter(({ path }) => path === '/v1/traces');
});

/** The same requests from another application; its name is as long, so that lengths stay true. */
function recordedAs(workload: string, kind: 'protobuf' | 'json'): Collected[] {
  expect(workload).toHaveLength(RECORDED_AS.length);
  return recorded
    .filter(({ contentType }) => contentType.endsWith(kind))
    .map((request) => {
      const text = request.body.toString('latin1').replaceAll(RECORDED_AS, workload);
      return { ...request, body: Buffer.from(text, 'latin1') };
    });
}

interface JsonRequest {
  resourceSpans: { resource: object; scopeSpans: { scope: object; spans: object[] }[] }[];
}

/** One request for each span. */
function pieces(requests: readonly Collected[]): Collected[] {
  return requests.flatMap((request) => {
    const { resourceSpans } = JSON.parse(request.body.toString()) as JsonRequest;
    return resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => {
          const piece = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] };
          return { ...request, body: Buffer.from(JSON.stringify(piece)) };
        }),
      ),
    );
  });
}

async function send(requests: readonly Collected[], headers: object = {}): Promise<void> {
  for (const { contentType, body } of requests) {
    const response = await fetch(`${server.url}/otlp/v1/traces`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.adminKey}`,
        'content-type': contentType,
        ...headers,
      },
      body: new Uint8Array(body),
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(contentType.endsWith('json') ? '{}' : '');
  }
}

async function runsOf(workload: string): Promise<Record<string, unknown>[]> {
  await server.request('/api/ingest/flush', { method: 'POST' });
  const response = await server.request(`/api/workloads/${workload}/runs`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { items: Record<string, unknown>[] }).items;
}

test('an application sends its runs with two lines of environment', async () => {
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `${server.url}/otlp`;
  process.env['OTEL_EXPORTER_OTLP_HEADERS'] = `Authorization=Bearer%20${server.adminKey}`;
  const telemetry = startTelemetry(null, { 'service.name': 'Direct App' });
  await answer(telemetry);
  await telemetry.shutdown();
  expect(await runsOf('direct-app')).toMatchObject([TRUTH]);
});

test('protobuf, then JSON, then both again are the one run', async () => {
  const both = [
    ...recordedAs('app-encodings-0', 'protobuf'),
    ...recordedAs('app-encodings-0', 'json'),
  ];
  await send(both);
  expect(await runsOf('app-encodings-0')).toMatchObject([TRUTH]);
  await send(both.toReversed());
  expect(await runsOf('app-encodings-0')).toMatchObject([TRUTH]);
});

test('spans one by one, in reverse, each twice, shown in between, are the one run', async () => {
  const requests = pieces(recordedAs('app-in-pieces-0', 'json')).toReversed();
  expect(requests.length).toBeGreaterThan(2);
  for (const request of requests) {
    await send([request, request]);
    expect(await runsOf('app-in-pieces-0')).toHaveLength(1);
  }
  expect(await runsOf('app-in-pieces-0')).toMatchObject([TRUTH]);
});

test('a compressed request says the same', async () => {
  const requests = recordedAs('app-gzipped-000', 'protobuf').map((request) => ({
    ...request,
    body: gzipSync(request.body),
  }));
  await send(requests, { 'content-encoding': 'gzip' });
  expect(await runsOf('app-gzipped-000')).toMatchObject([TRUTH]);
});

test('its failing tool is a failing tool call of the workload', async () => {
  await send(recordedAs('app-with-tools0', 'protobuf'));
  await send(recordedAs('app-with-tools0', 'json'));
  await server.request('/api/ingest/flush', { method: 'POST' });
  const at = new Date(Date.now() + 1000).toISOString();
  const response = await server.request(`/api/workloads/app-with-tools0/signals?at=${at}`);
  const { items } = (await response.json()) as { items: { signal: string; n: number }[] };
  expect(items.find(({ signal }) => signal === 'tool_call_success')).toMatchObject({ n: 1 });
});
