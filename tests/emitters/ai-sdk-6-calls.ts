import type { Tracer } from '@opentelemetry/api';
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
} from 'ai-6';
import { MockEmbeddingModelV3, MockLanguageModelV3, simulateReadableStream } from 'ai-6/test';
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

/** Version 6, which emits by itself once it is asked to. */
export function aiSdk6(tracer: Tracer): AiSdk {
  const experimental_telemetry = { isEnabled: true, tracer, metadata: PEOPLE };
  const embedding = new MockEmbeddingModelV3(EMBEDDING_MODEL);
  return {
    generateText: (doGenerate, maxRetries) =>
      generateText({
        model: new MockLanguageModelV3({ ...TEXT_MODEL, doGenerate }),
        prompt,
        tools,
        stopWhen: stepCountIs(3),
        maxRetries,
        experimental_telemetry,
      }),
    generateObject: (doGenerate) =>
      generateObject({
        model: new MockLanguageModelV3({ ...TEXT_MODEL, doGenerate }),
        schema: inputSchema,
        prompt,
        experimental_telemetry,
      }),
    streamText: (chunks) =>
      streamText({
        model: new MockLanguageModelV3({
          ...TEXT_MODEL,
          doStream: () => Promise.resolve({ stream: simulateReadableStream({ chunks }) }),
        }),
        prompt,
        experimental_telemetry,
      }).consumeStream(),
    embed: (value) => embed({ model: embedding, value, experimental_telemetry }),
    embedMany: (values) => embedMany({ model: embedding, values, experimental_telemetry }),
    busy: () => new APICallError(BUSY),
  };
}
