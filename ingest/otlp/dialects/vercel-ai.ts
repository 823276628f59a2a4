import { FAMILY } from '../attribute-families.ts';
import { firstText, type Attributes } from '../attributes.ts';
import type { SpanRole } from '../ai-span.ts';
import type { OtlpSpan } from '../otlp-request.ts';
import { readPeople, readUsage, type SpanReading } from './dialect.ts';
import { GEN_AI_USAGE, genAiModelOf } from './gen-ai.ts';

/** Where applications of version 6 put what they call metadata. */
const metadata = (...keys: readonly string[]): string[] =>
  keys.flatMap((key) => [
    `ai.telemetry.metadata.${key}`,
    `traceloop.association.properties.${key}`,
  ]);
const CONVERSATION = metadata('conversationId', 'sessionId', 'threadId', 'chatId');
const USER = metadata('userId');

/** The outer span of a call (`ai.generateText`) is a step: it repeats the sums of those below it. */
function roleOf(operation: string): SpanRole {
  if (operation === 'ai.toolCall') return 'tool';
  if (operation.endsWith('.doEmbed')) return 'embedding';
  return /\.do(Generate|Stream|Transcribe)$/.test(operation) ? 'inference' : 'step';
}

/**
 * Version 5 says how many tokens were cached and not what the total is made of; there Anthropic's
 * total leaves them out. From version 6 on each total includes all of its details.
 */
function excludesCached(attributes: Attributes, provider: string): boolean {
  return (
    provider.startsWith('anthropic') && !attributes.has('ai.usage.inputTokenDetails.noCacheTokens')
  );
}

/**
 * The AI SDK's own attributes: what version 6 and earlier emit, and version 7 through
 * `LegacyOpenTelemetry`. Version 7 through `OpenTelemetry` speaks the GenAI conventions.
 * @see https://ai-sdk.dev/docs/ai-sdk-core/telemetry
 */
export function readVercelAi(span: OtlpSpan): SpanReading | null {
  const { name, attributes, families } = span;
  if ((families & FAMILY.aiSdk) === 0) return null;
  const operation = firstText(attributes, 'ai.operationId');
  if (operation === '') return null;
  const role = roleOf(operation);
  const provider = firstText(
    attributes,
    'ai.model.provider',
    'gen_ai.system',
    'gen_ai.provider.name',
  );
  return {
    role,
    name:
      role === 'tool'
        ? firstText(attributes, 'ai.toolCall.name', 'gen_ai.tool.name', 'traceloop.entity.name') ||
          name
        : operation,
    model:
      firstText(attributes, 'ai.response.model') ||
      genAiModelOf(attributes) ||
      firstText(attributes, 'ai.model.id'),
    provider,
    usage: readUsage(
      span,
      {
        tokensIn: [
          'ai.usage.inputTokens',
          'ai.usage.promptTokens',
          'ai.usage.tokens',
          ...GEN_AI_USAGE.tokensIn,
        ],
        cached: [
          'ai.usage.cachedInputTokens',
          'ai.usage.inputTokenDetails.cacheReadTokens',
          ...GEN_AI_USAGE.cached,
        ],
        cacheWrites: ['ai.usage.inputTokenDetails.cacheWriteTokens', ...GEN_AI_USAGE.cacheWrites],
        tokensOut: [
          'ai.usage.outputTokens',
          'ai.usage.completionTokens',
          ...GEN_AI_USAGE.tokensOut,
        ],
        reasoning: [
          'ai.usage.reasoningTokens',
          'ai.usage.outputTokenDetails.reasoningTokens',
          ...GEN_AI_USAGE.reasoning,
        ],
      },
      { excludesCached: excludesCached(attributes, provider) },
    ),
    costUsd: null,
    ...readPeople(span, CONVERSATION, USER),
  };
}
