import { firstText, type Attributes } from '../attributes.ts';
import type { SpanRole } from '../ai-span.ts';
import type { OtlpSpan } from '../otlp-request.ts';
import {
  type Named,
  readPeople,
  readUsage,
  type SpanReading,
  type TokenUsage,
  type UsageGaps,
} from './dialect.ts';

/** Names of the conventions, those they replaced, and those that OpenLLMetry uses beside them. */
export const GEN_AI_USAGE = {
  tokensIn: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  cached: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.details.cache_read_tokens',
    'gen_ai.usage.input_tokens.cached',
  ],
  cacheWrites: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
  ],
  tokensOut: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  reasoning: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.details.reasoning_tokens',
    'gen_ai.usage.output_tokens.reasoning',
    // Version 7 of the AI SDK, where asked for.
    'ai.usage.outputTokenDetails.reasoningTokens',
  ],
} as const;

const ROLES: Readonly<Record<string, SpanRole>> = {
  chat: 'inference',
  text_completion: 'inference',
  generate_content: 'inference',
  embeddings: 'embedding',
  execute_tool: 'tool',
  invoke_agent: 'agent',
  retrieval: 'retrieval',
  evaluate: 'evaluator',
  // The AI SDK's further calls of a model; the conventions have no names for them yet.
  decide: 'inference',
  'ai.generateSpeech': 'inference',
  'ai.transcribe': 'inference',
  'ai.streamTranscribe': 'inference',
  image_generation: 'inference',
  image_edit: 'inference',
  image_variation: 'inference',
};

/** Emitters whose totals pass on what the provider says, which leaves parts out. */
const GAPS: Readonly<Record<string, UsageGaps>> = {
  '@traceloop/instrumentation-anthropic': { excludesCached: true },
  '@traceloop/instrumentation-google-generativeai': { excludesReasoning: true },
};

const providerOf = (attributes: Attributes): string =>
  firstText(attributes, 'gen_ai.provider.name', 'gen_ai.system');

/** The model that answered, else the one that was asked for. */
export const genAiModelOf = (attributes: Attributes): string =>
  firstText(attributes, 'gen_ai.response.model', 'gen_ai.request.model');

/**
 * Tokens as the GenAI conventions name them. They say that `input_tokens` includes cached tokens
 * and `output_tokens` includes reasoning; OpenTelemetry's instrumentation of OpenAI and the AI SDK
 * keep to it. OpenLLMetry's instrumentation of Anthropic passes on `input_tokens` without cache
 * reads and writes, its instrumentation of Google's SDK candidates without thoughts: both are added.
 * So they are where a part is larger than its total, whoever emits it.
 */
export const genAiUsage = (span: Named, scope: string): TokenUsage =>
  readUsage(span, GEN_AI_USAGE, GAPS[scope]);

function roleOf(attributes: Attributes, operation: string): SpanRole | null {
  if (operation !== '') return ROLES[operation] ?? 'step';
  if (providerOf(attributes) === '' || genAiModelOf(attributes) === '') return null;
  // Emitters older than `gen_ai.operation.name` mark their calls by nothing else.
  return attributes.has('gen_ai.request.encoding_formats') ? 'embedding' : 'inference';
}

/**
 * The GenAI semantic conventions of OpenTelemetry, current and deprecated names.
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export function readGenAi(span: OtlpSpan, scope: string): SpanReading | null {
  const { name, attributes } = span;
  const operation = firstText(attributes, 'gen_ai.operation.name');
  const role = roleOf(attributes, operation);
  if (role === null) return null;
  const { conversation, user } = readPeople(span, [], []);
  return {
    role,
    name: role === 'tool' ? firstText(attributes, 'gen_ai.tool.name') || name : operation || name,
    model: genAiModelOf(attributes),
    provider: providerOf(attributes),
    usage: genAiUsage(span, scope),
    costUsd: null,
    conversation,
    user,
  };
}
