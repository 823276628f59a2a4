import {
  APICallError,
  embed,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  stepCountIs,
  streamText,
  tool,
  type Telemetry,
} from 'ai';
import { MockEmbeddingModelV4, MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import {
  BUSY,
  EMBEDDING_MODEL,
  PEOPLE,
  TEXT_MODEL,
  TOOLS,
  type AiSdk,
} from './ai-sdk-scenarios.ts';

const prompt = 'Hello';
const inputSchema = jsonSchema({ type: 'object' });
const tools = {
  look_up: tool({ inputSchema, execute: TOOLS.look_up }),
  book: tool({ inputSchema, execute: TOOLS.book }),
};

/**
 * Version 7, which emits through what `@ai-sdk/otel` exports. Both packages state Node 22 or later;
 * what is called here runs on 20 as well.
 */
export function aiSdk7(integration: Telemetry): AiSdk {
  const telemetry = { integrations: integration };
  const embedding = new MockEmbeddingModelV4(EMBEDDING_MODEL);
  return {
    generateText: (doGenerate, maxRetries) =>
      generateText({
        model: new MockLanguageModelV4({ ...TEXT_MODEL, doGenerate }),
        prompt,
        tools,
        stopWhen: stepCountIs(3),
        maxRetries,
        runtimeContext: PEOPLE,
        telemetry: { ...telemetry, includeRuntimeContext: { userId: true, sessionId: true } },
      }),
    generateObject: (doGenerate) =>
      generateObject({
        model: new MockLanguageModelV4({ ...TEXT_MODEL, doGenerate }),
        schema: inputSchema,
        prompt,
        telemetry,
      }),
    streamText: (chunks) =>
      streamText({
        model: new MockLanguageModelV4({
          ...TEXT_MODEL,
          doStream: () => Promise.resolve({ stream: simulateReadableStream({ chunks }) }),
        }),
        prompt,
        telemetry,
      }).consumeStream(),
    embed: (value) => embed({ model: embedding, value, telemetry }),
    embedMany: (values) => embedMany({ model: embedding, values, telemetry }),
    busy: () => new APICallError(BUSY),
  };
}
