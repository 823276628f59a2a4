import { FAMILY } from '../attribute-families.ts';
import { firstText } from '../attributes.ts';
import type { SpanRole } from '../ai-span.ts';
import type { OtlpSpan } from '../otlp-request.ts';
import { readPeople, type SpanReading } from './dialect.ts';
import { genAiModelOf, genAiUsage, readGenAi } from './gen-ai.ts';

/** The kinds of its own spans (`traceloop.span.kind`). */
const KINDS: Readonly<Record<string, SpanRole>> = { agent: 'agent', tool: 'tool' };

/** What its older instrumentations call a request (`llm.request.type`). */
const REQUEST_TYPES: Readonly<Record<string, SpanRole>> = {
  chat: 'inference',
  completion: 'inference',
  embedding: 'embedding',
};

const PROPERTIES = 'traceloop.association.properties';

/**
 * OpenLLMetry (Traceloop): workflows, tasks, agents and tools of its own, and calls of models in
 * the names of the GenAI conventions or older ones; what counts include is said there.
 * `llm.usage.total_tokens` alone does not tell input from output and is not read.
 * @see https://github.com/traceloop/openllmetry-js
 */
export function readOpenLlmetry(span: OtlpSpan, scope: string): SpanReading | null {
  const { name, attributes, families } = span;
  if ((families & FAMILY.traceloop) === 0) return readGenAi(span, scope);
  const people = readPeople(
    span,
    [`${PROPERTIES}.session_id`, `${PROPERTIES}.sessionId`, `${PROPERTIES}.conversation_id`],
    [`${PROPERTIES}.user_id`, `${PROPERTIES}.userId`],
  );
  const kind = firstText(attributes, 'traceloop.span.kind');
  const requestType = firstText(attributes, 'llm.request.type');
  if (kind === '' && requestType === '') {
    const reading = readGenAi(span, scope);
    return reading && { ...reading, ...people };
  }
  const role = kind === '' ? (REQUEST_TYPES[requestType] ?? 'step') : (KINDS[kind] ?? 'step');
  return {
    role,
    name:
      (role === 'tool' ? firstText(attributes, 'traceloop.entity.name', 'gen_ai.tool.name') : '') ||
      kind ||
      requestType ||
      name,
    model: genAiModelOf(attributes),
    provider: firstText(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    usage: genAiUsage(span, scope),
    costUsd: null,
    ...people,
  };
}
