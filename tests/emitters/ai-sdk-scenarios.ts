import type { CallTokens } from './fake-openai.ts';
import { listPrice, truth, type RunTruth } from './runs-of-requests.ts';

function usageOf({ in: input, cached = 0, out = 0, reasoning = 0 }: CallTokens) {
  const cacheWrite = undefined;
  return {
    inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite },
    outputTokens: { total: out, text: out - reasoning, reasoning },
  };
}

const UNSTATED = {
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

const finish = (unified: 'stop' | 'tool-calls') => ({ unified, raw: undefined });

/** A model's answer, which is text that is an object, too. */
const says = (tokens: CallTokens) => ({
  content: [{ type: 'text' as const, text: '{"a":1}' }],
  finishReason: finish('stop'),
  usage: usageOf(tokens),
  warnings: [],
});

/** A model's answer that asks for tools. */
const asksFor = (tokens: CallTokens, ...tools: readonly string[]) => ({
  content: tools.map((toolName) => {
    return { type: 'tool-call' as const, toolCallId: `of-${toolName}`, toolName, input: '{}' };
  }),
  finishReason: finish('tool-calls'),
  usage: usageOf(tokens),
  warnings: [],
});

export type Answer = ReturnType<typeof says> | ReturnType<typeof asksFor>;

const streamed = (tokens: CallTokens | null) => [
  { type: 'text-start' as const, id: 't' },
  { type: 'text-delta' as const, id: 't', delta: 'Hello' },
  { type: 'text-end' as const, id: 't' },
  {
    type: 'finish' as const,
    finishReason: finish('stop'),
    usage: tokens ? usageOf(tokens) : UNSTATED,
  },
];

export type Chunks = ReturnType<typeof streamed>;

/** Answers step by step; an error is thrown instead. */
function inTurn(...steps: readonly (Answer | Error)[]): () => Promise<Answer> {
  const left = [...steps];
  return () => {
    const step = left.shift() ?? new Error('more calls than planned');
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  };
}

/** What mock models call themselves, and how those for embeddings answer. */
export const TEXT_MODEL = { provider: 'openai.responses', modelId: 'gpt-4.1' };
export const EMBEDDING_MODEL = {
  provider: 'openai.embedding',
  modelId: 'text-embedding-3-small',
  maxEmbeddingsPerCall: 2,
  supportsParallelCalls: true,
  doEmbed: ({ values }: { values: readonly string[] }) =>
    Promise.resolve({
      embeddings: values.map(() => [0.1]),
      usage: { tokens: 10 * values.length },
      warnings: [],
    }),
};

/** An error that the SDK repeats a call for. */
export const BUSY = {
  message: 'busy',
  url: 'http://model',
  requestBodyValues: {},
  statusCode: 503,
  responseHeaders: { 'retry-after-ms': '1' },
  isRetryable: true,
};

/** What applications say of themselves with a call. */
export const PEOPLE = { userId: 'u-1', sessionId: 's-1' };

/** What the tools do: one finds something, the other fails. */
export const TOOLS = {
  look_up: () => 'found',
  book: (): string => {
    throw new Error('fully booked');
  },
};

/** The calls of one version of the AI SDK, with telemetry on and models that need no provider. */
export interface AiSdk {
  /** With the tools of `TOOLS`, up to three steps, and `PEOPLE`. */
  generateText(answer: () => Promise<Answer>, maxRetries: number): PromiseLike<unknown>;
  generateObject(answer: () => Promise<Answer>): PromiseLike<unknown>;
  streamText(chunks: Chunks): PromiseLike<unknown>;
  embed(value: string): PromiseLike<unknown>;
  embedMany(values: string[]): PromiseLike<unknown>;
  busy(): Error;
}

/** Something an application does, and the run that comes of it. */
export interface Scenario {
  readonly name: string;
  readonly run: RunTruth;
  readonly perform: (sdk: AiSdk) => PromiseLike<unknown>;
}

/** What an emitter never states. */
export interface Unstated {
  readonly reasoning?: boolean;
  /** Cached and reasoning tokens of objects. */
  readonly objectDetails?: boolean;
}

function called({ in: input, cached = 0, out = 0, reasoning = 0 }: CallTokens): Partial<RunTruth> {
  return {
    tokens_in: input,
    tokens_cached: cached,
    tokens_out: out,
    tokens_reasoning: reasoning,
    costUsd: listPrice('gpt-4.1', input, cached, out),
  };
}

function embedded(tokens: number): RunTruth {
  const model = EMBEDDING_MODEL.modelId;
  return truth({ model, tokens_in: tokens, costUsd: listPrice(model, tokens, 0, 0) });
}

const failing = (work: PromiseLike<unknown>): PromiseLike<unknown> =>
  work.then(
    () => Promise.reject(new Error('it should have failed')),
    () => {},
  );

/** What the models of the first scenario answer, and what both come to. */
const FIRST: CallTokens = { in: 1000, cached: 600, out: 30 };
const SECOND: CallTokens = { in: 1500, cached: 1024, out: 200, reasoning: 120 };
const BOTH: CallTokens = { in: 2500, cached: 1624, out: 230, reasoning: 120 };

/** What an application does with the AI SDK, each with the one run it is. */
export function aiSdkScenarios(unstated: Unstated = {}): readonly Scenario[] {
  const call = (tokens: CallTokens, more: Partial<RunTruth> = {}): RunTruth =>
    truth({
      ...called(tokens),
      ...(unstated.reasoning ? { tokens_reasoning: null } : {}),
      ...more,
    });
  const noDetails = unstated.objectDetails ? { tokens_cached: null, tokens_reasoning: null } : {};
  return [
    {
      name: 'a text with two tools',
      run: call(BOTH, { tool_calls: 2, tool_failures: 1 }),
      perform: (sdk) =>
        sdk.generateText(inTurn(asksFor(FIRST, 'look_up', 'book'), says(SECOND)), 0),
    },
    {
      name: 'a stream that states usage',
      run: call({ in: 400, out: 50 }),
      perform: (sdk) => sdk.streamText(streamed({ in: 400, out: 50 })),
    },
    {
      name: 'a stream that states none',
      run: truth({}),
      perform: (sdk) => sdk.streamText(streamed(null)),
    },
    {
      name: 'an object',
      run: call({ in: 300, out: 25 }, noDetails),
      perform: (sdk) => sdk.generateObject(inTurn(says({ in: 300, out: 25 }))),
    },
    { name: 'one embedding', run: embedded(10), perform: (sdk) => sdk.embed('a') },
    {
      name: 'three embeddings',
      run: embedded(30),
      perform: (sdk) => sdk.embedMany(['a', 'b', 'c']),
    },
    {
      name: 'a call that fails for good',
      run: truth({ ok: false }),
      perform: (sdk) => failing(sdk.generateText(inTurn(new Error('overloaded')), 0)),
    },
    {
      name: 'a call that is repeated',
      run: call({ in: 70, out: 7 }),
      perform: (sdk) => sdk.generateText(inTurn(sdk.busy(), says({ in: 70, out: 7 })), 1),
    },
  ];
}
