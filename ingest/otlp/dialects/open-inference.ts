import { firstText, firstUsd } from '../attributes.ts';
import type { SpanRole } from '../ai-span.ts';
import type { OtlpSpan } from '../otlp-request.ts';
import { readPeople, readUsage, type SpanReading } from './dialect.ts';
import { GEN_AI_USAGE, genAiModelOf } from './gen-ai.ts';

const ROLES: Readonly<Record<string, SpanRole>> = {
  LLM: 'inference',
  EMBEDDING: 'embedding',
  TOOL: 'tool',
  AGENT: 'agent',
  RETRIEVER: 'retrieval',
  EVALUATOR: 'evaluator',
};

/**
 * OpenInference. `prompt` includes `prompt_details.cache_read` and `completion` includes
 * `completion_details.reasoning`, as the details are parts of it; its instrumentation of OpenAI
 * writes OpenAI's own counts, which do so.
 * @see https://github.com/Arize-ai/openinference/tree/main/spec
 */
export function readOpenInference(span: OtlpSpan): SpanReading | null {
  const { name, attributes } = span;
  const kind = firstText(attributes, 'openinference.span.kind').toUpperCase();
  if (kind === '') return null;
  const role = ROLES[kind] ?? 'step';
  return {
    role,
    name: role === 'tool' ? firstText(attributes, 'tool.name') || name : kind.toLowerCase(),
    model:
      firstText(
        attributes,
        'llm.response.model_name',
        'llm.model_name',
        'embedding.model_name',
        'llm.request.model_name',
      ) || genAiModelOf(attributes),
    provider: firstText(attributes, 'llm.provider', 'llm.system', 'gen_ai.provider.name'),
    usage: readUsage(span, {
      tokensIn: ['llm.token_count.prompt', ...GEN_AI_USAGE.tokensIn],
      cached: ['llm.token_count.prompt_details.cache_read', ...GEN_AI_USAGE.cached],
      cacheWrites: ['llm.token_count.prompt_details.cache_write', ...GEN_AI_USAGE.cacheWrites],
      tokensOut: ['llm.token_count.completion', ...GEN_AI_USAGE.tokensOut],
      reasoning: ['llm.token_count.completion_details.reasoning', ...GEN_AI_USAGE.reasoning],
    }),
    costUsd: firstUsd(attributes, 'llm.cost.total'),
    ...readPeople(span, [], []),
  };
}
