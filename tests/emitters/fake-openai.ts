import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** Tokens of a call as OpenAI counts them: cached ones within the input, reasoning within the output. */
export interface CallTokens {
  readonly in: number;
  readonly cached?: number;
  readonly out?: number;
  readonly reasoning?: number;
}

/** What the next request is answered with. */
export interface Plan {
  readonly tokens?: CallTokens;
  /** An error instead of an answer. */
  readonly status?: number;
  /** The model asks for these tools. */
  readonly tools?: readonly string[];
}

export interface FakeOpenAi {
  readonly baseURL: string;
  /** Plans answers for the next requests, one each. */
  plan(...plans: readonly Plan[]): void;
  /** Requests answered so far. */
  readonly served: number;
}

interface RequestBody {
  readonly model: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly input?: unknown;
}

function usageOf({ in: input, cached = 0, out = 0, reasoning = 0 }: CallTokens): object {
  return {
    prompt_tokens: input,
    completion_tokens: out,
    total_tokens: input + out,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  };
}

const toolCalls = (tools: readonly string[]): object[] =>
  tools.map((name, index) => ({
    index,
    id: `call-${index}`,
    type: 'function',
    function: { name, arguments: '{}' },
  }));

function answerJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function answerStream(response: ServerResponse, body: RequestBody, { tokens, tools }: Plan): void {
  const base = { id: 'chat-1', object: 'chat.completion.chunk', created: 1, model: body.model };
  const delta = tools ? { role: 'assistant', tool_calls: toolCalls(tools) } : { content: 'Hello' };
  const chunks: object[] = [
    { ...base, choices: [{ index: 0, delta, finish_reason: null }] },
    { ...base, choices: [{ index: 0, delta: {}, finish_reason: tools ? 'tool_calls' : 'stop' }] },
  ];
  if (body.stream_options?.include_usage && tokens) {
    chunks.push({ ...base, choices: [], usage: usageOf(tokens) });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.end('data: [DONE]\n\n');
}

function answer(response: ServerResponse, path: string, body: RequestBody, plan: Plan): void {
  const { status, tokens, tools } = plan;
  if (status !== undefined) {
    answerJson(response, status, { error: { message: `planned ${status}`, type: 'planned' } });
  } else if (path.endsWith('/embeddings')) {
    const inputs = Array.isArray(body.input) ? body.input : [body.input];
    const data = inputs.map((_, index) => ({ object: 'embedding', index, embedding: [0.1, 0.2] }));
    const usage = tokens && { prompt_tokens: tokens.in, total_tokens: tokens.in };
    answerJson(response, 200, { object: 'list', model: body.model, data, usage });
  } else if (body.stream) answerStream(response, body, plan);
  else {
    const message = tools
      ? { role: 'assistant', content: null, tool_calls: toolCalls(tools) }
      : { role: 'assistant', content: 'Hello' };
    const choices = [{ index: 0, message, finish_reason: tools ? 'tool_calls' : 'stop' }];
    const usage = tokens && usageOf(tokens);
    const made = { id: 'chat-1', object: 'chat.completion', created: 1, model: body.model };
    answerJson(response, 200, { ...made, choices, usage });
  }
}

/** OpenAI's interface on loopback, which answers as planned. */
export function useFakeOpenAi(): FakeOpenAi {
  const plans: Plan[] = [];
  let served = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      served += 1;
      const plan = plans.shift() ?? { status: 501 };
      const body = JSON.parse(Buffer.concat(chunks).toString()) as RequestBody;
      answer(response, request.url ?? '', body, plan);
    });
  });
  let baseURL = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    get baseURL() {
      return baseURL;
    },
    plan: (...more) => void plans.push(...more),
    get served() {
      return served;
    },
  };
}
