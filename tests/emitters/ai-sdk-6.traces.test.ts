import {
  embed,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
} from 'ai-6';
import { MockEmbeddingModelV3, MockLanguageModelV3, simulateReadableStream } from 'ai-6/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCollector } from './collector.ts';
import { listPrice, mapBothEncodings, truth } from './runs-of-requests.ts';
import { startTelemetry, type TestTelemetry } from './telemetry-sdk.ts';

const collector = useCollector();
let telemetry: TestTelemetry;
beforeAll(() => {
  telemetry = startTelemetry(collector.url, { 'service.name': 'unknown_service:node' });
});
afterAll(() => telemetry.shutdown());

async function observe(work: () => PromiseLike<unknown>) {
  await work();
  await telemetry.flush();
  return mapBothEncodings(collector.take());
}

type Usage = { in: number; cached: number; out: number; reasoning: number };
type Content = { type: 'text'; text: string } | ReturnType<typeof toolCall>;

const toolCall = (toolName: string, toolCallId: string) => ({
  type: 'tool-call' as const,
  toolCallId,
  toolName,
  input: '{}',
});

const usageOf = (usage: Usage) => ({
  inputTokens: {
    total: usage.in,
    noCache: usage.in - usage.cached,
    cacheRead: usage.cached,
    cacheWrite: undefined,
  },
  outputTokens: {
    total: usage.out,
    text: usage.out - usage.reasoning,
    reasoning: usage.reasoning,
  },
});

const finish = (content: readonly Content[]) => ({
  unified: content.some(({ type }) => type === 'tool-call')
    ? ('tool-calls' as const)
    : ('stop' as const),
  raw: undefined,
});

/** A model that answers step by step; an error is thrown instead of an answer. */
function modelOf(...steps: readonly ({ content: Content[]; usage: Usage } | Error)[]) {
  const left = [...steps];
  return new MockLanguageModelV3({
    provider: 'openai.responses',
    modelId: 'gpt-4.1',
    doGenerate: () => {
      const step = left.shift();
      if (!step) throw new Error('more calls than planned');
      if (step instanceof Error) throw step;
      const { content, usage } = step;
      return Promise.resolve({
        content,
        finishReason: finish(content),
        usage: usageOf(usage),
        warnings: [],
      });
    },
  });
}

const says = (text: string, usage: Usage) => ({
  content: [{ type: 'text' as const, text }],
  usage,
});
const isEnabled = { isEnabled: true };
const metadata = { userId: 'u-1', sessionId: 's-1' };

test('a text that takes two calls and a failing tool is one run with the totals of both', async () => {
  const first: Usage = { in: 1000, cached: 600, out: 30, reasoning: 0 };
  const second: Usage = { in: 1500, cached: 1024, out: 200, reasoning: 120 };
  const calls = [toolCall('look_up', 'c-1'), toolCall('book', 'c-2')];
  const { runs, events, spans } = await observe(() =>
    generateText({
      model: modelOf({ content: calls, usage: first }, says('Done', second)),
      prompt: 'Hello',
      stopWhen: stepCountIs(3),
      tools: {
        look_up: tool({ inputSchema: jsonSchema({ type: 'object' }), execute: () => 'found' }),
        book: tool({
          inputSchema: jsonSchema({ type: 'object' }),
          execute: (): string => {
            throw new Error('fully booked');
          },
        }),
      },
      experimental_telemetry: { ...isEnabled, metadata },
    }),
  );
  expect(runs).toMatchObject([
    truth({
      tokens_in: 2500,
      tokens_cached: 1624,
      tokens_out: 230,
      tokens_reasoning: 120,
      costUsd: listPrice('gpt-4.1', 2500, 1624, 230),
      tool_calls: 2,
      tool_failures: 1,
    }),
  ]);
  expect(runs).toMatchObject([{ provider: 'openai', conversation: 's-1' }]);
  expect(new Set(spans.map(({ user }) => user))).toEqual(new Set(['u-1']));
  expect(new Set(spans.map(({ workload }) => workload))).toEqual(new Set(['unknown-service-node']));
  expect(events).toHaveLength(2);
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'tool_call', tool: 'look_up', ok: true, error: null }),
      expect.objectContaining({
        kind: 'tool_call',
        tool: 'book',
        ok: false,
        error: 'fully booked',
      }),
    ]),
  );
});

function streamingModel(usage: Usage | null) {
  const none = {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  };
  const unknown = {
    inputTokens: none,
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  };
  return new MockLanguageModelV3({
    provider: 'openai.chat',
    modelId: 'gpt-4.1',
    doStream: () =>
      Promise.resolve({
        stream: simulateReadableStream({
          chunks: [
            { type: 'text-start' as const, id: 't' },
            { type: 'text-delta' as const, id: 't', delta: 'Hello' },
            { type: 'text-end' as const, id: 't' },
            {
              type: 'finish' as const,
              finishReason: finish([]),
              usage: usage ? usageOf(usage) : unknown,
            },
          ],
        }),
      }),
  });
}

test('a stream counts where the provider states usage, and is unpriced where it does not', async () => {
  const stream = (usage: Usage | null) => () =>
    streamText({
      model: streamingModel(usage),
      prompt: 'Hello',
      experimental_telemetry: isEnabled,
    }).consumeStream();
  const counted = await observe(stream({ in: 400, cached: 0, out: 50, reasoning: 0 }));
  expect(counted.runs).toMatchObject([
    truth({
      tokens_in: 400,
      tokens_cached: 0,
      tokens_out: 50,
      tokens_reasoning: 0,
      costUsd: listPrice('gpt-4.1', 400, 0, 50),
    }),
  ]);
  expect((await observe(stream(null))).runs).toMatchObject([truth({})]);
});

test('an object is one run whose tokens count once', async () => {
  const { runs } = await observe(() =>
    generateObject({
      model: modelOf(says('{"a":1}', { in: 300, cached: 0, out: 25, reasoning: 0 })),
      schema: jsonSchema({ type: 'object' }),
      prompt: 'Hello',
      experimental_telemetry: isEnabled,
    }),
  );
  const costUsd = listPrice('gpt-4.1', 300, 0, 25);
  expect(runs).toMatchObject([truth({ tokens_in: 300, tokens_out: 25, costUsd })]);
});

test('embeddings count once, however many calls it takes', async () => {
  const model = new MockEmbeddingModelV3({
    provider: 'openai.embedding',
    modelId: 'text-embedding-3-small',
    maxEmbeddingsPerCall: 2,
    supportsParallelCalls: true,
    doEmbed: ({ values }) =>
      Promise.resolve({
        embeddings: values.map(() => [0.1]),
        usage: { tokens: 10 * values.length },
        warnings: [],
      }),
  });
  const one = await observe(() => embed({ model, value: 'a', experimental_telemetry: isEnabled }));
  const many = await observe(() =>
    embedMany({ model, values: ['a', 'b', 'c'], experimental_telemetry: isEnabled }),
  );
  for (const [{ runs }, tokens] of [
    [one, 10],
    [many, 30],
  ] as const) {
    const costUsd = listPrice('text-embedding-3-small', tokens, 0, 0);
    expect(runs).toMatchObject([
      truth({ model: 'text-embedding-3-small', tokens_in: tokens, costUsd }),
    ]);
  }
});

test('a call that fails for good is a failed run; one that is repeated is one good run', async () => {
  const generate = (model: MockLanguageModelV3, maxRetries: number) => () =>
    generateText({ model, prompt: 'Hello', maxRetries, experimental_telemetry: isEnabled }).then(
      () => {},
      () => {},
    );
  const failed = await observe(generate(modelOf(new Error('overloaded')), 0));
  expect(failed.runs).toMatchObject([truth({ ok: false })]);
  expect(failed.runs[0]?.error).toContain('overloaded');
  const { APICallError } = await import('ai-6');
  const busy = new APICallError({
    message: 'busy',
    url: 'http://model',
    requestBodyValues: {},
    statusCode: 503,
    responseHeaders: { 'retry-after-ms': '1' },
    isRetryable: true,
  });
  const usage: Usage = { in: 70, cached: 0, out: 7, reasoning: 0 };
  const { runs, spans } = await observe(generate(modelOf(busy, says('Hi', usage)), 1));
  expect(runs).toMatchObject([
    truth({
      tokens_in: 70,
      tokens_cached: 0,
      tokens_out: 7,
      tokens_reasoning: 0,
      costUsd: listPrice('gpt-4.1', 70, 0, 7),
    }),
  ]);
  expect(spans.filter(({ ok }) => ok === false)).toHaveLength(1);
});
