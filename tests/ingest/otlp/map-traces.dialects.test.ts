import { expect, test } from 'vitest';
import type { AiSpan } from '../../../ingest/otlp/ai-span.ts';
import { mapSpans, type TestSpan, type Values } from './otlp-json.ts';

/** The one AI span that attributes make. */
function read(attributes: Values, more: Partial<TestSpan> & { scope?: string } = {}): AiSpan {
  const span = { id: 'a', attributes, ...more };
  const { spans } = mapSpans([span], { 'service.name': 'copilot' }, more.scope);
  expect(spans).toHaveLength(1);
  return spans[0] as AiSpan;
}

test('the GenAI conventions are read by their current and by their deprecated names', () => {
  const tokens = { tokens_in: 900, tokens_cached: 300, tokens_out: 80, tokens_reasoning: 40 };
  const current = read({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'azure.ai.openai',
    'gen_ai.request.model': 'my-deployment',
    'gen_ai.response.model': 'gpt-4.1-2025-04-14',
    'gen_ai.usage.input_tokens': 900,
    'gen_ai.usage.cache_read.input_tokens': 300,
    'gen_ai.usage.output_tokens': 80,
    'gen_ai.usage.reasoning.output_tokens': 40,
    'gen_ai.conversation.id': 'c-1',
    'enduser.id': 'u-1',
  });
  expect(current).toMatchObject({ ...tokens, role: 'inference', name: 'chat', provider: 'azure' });
  expect(current).toMatchObject({ model: 'gpt-4.1-2025-04-14', conversation: 'c-1', user: 'u-1' });
  const deprecated = read({
    'gen_ai.system': 'vertex_ai',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'gen_ai.usage.prompt_tokens': 900,
    'gen_ai.usage.completion_tokens': 80,
  });
  expect(deprecated).toMatchObject({ role: 'inference', provider: 'google', tokens_in: 900 });
  expect(deprecated).toMatchObject({ tokens_cached: null, tokens_out: 80, tokens_reasoning: null });
});

test.each([
  ['text_completion', 'inference'],
  ['generate_content', 'inference'],
  ['embeddings', 'embedding'],
  ['execute_tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['create_agent', 'step'],
  ['invoke_workflow', 'step'],
  ['an_operation_of_the_future', 'step'],
])('the GenAI operation %s is read as %s', (operation, role) => {
  expect(read({ 'gen_ai.operation.name': operation })).toMatchObject({ role });
});

test('cached and reasoning tokens are added where an emitter leaves them out of its totals', () => {
  const anthropic = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.usage.input_tokens': 500,
    'gen_ai.usage.cache_read.input_tokens': 300,
    'gen_ai.usage.cache_creation.input_tokens': 100,
    'gen_ai.usage.output_tokens': 50,
  };
  expect(read(anthropic)).toMatchObject({ tokens_in: 500, tokens_cached: 300 });
  const scope = '@traceloop/instrumentation-anthropic';
  expect(read(anthropic, { scope })).toMatchObject({ tokens_in: 900, tokens_cached: 300 });
  const seen = read({ ...anthropic, 'gen_ai.usage.input_tokens': 3 });
  expect(seen).toMatchObject({ tokens_in: 403, tokens_cached: 300 });
  const google = read(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 50,
      'gen_ai.usage.reasoning_tokens': 30,
    },
    { scope: '@traceloop/instrumentation-google-generativeai' },
  );
  expect(google).toMatchObject({ tokens_out: 80, tokens_reasoning: 30 });
});

test('OpenInference is read, its stated cost included', () => {
  const span = read({
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'claude-sonnet-4-5',
    'llm.provider': 'anthropic',
    'llm.token_count.prompt': 400,
    'llm.token_count.prompt_details.cache_read': 100,
    'llm.token_count.completion': 60,
    'llm.token_count.completion_details.reasoning': 20,
    'llm.cost.total': 0.0125,
    'session.id': 's-1',
    'user.id': 'u-1',
  });
  expect(span).toMatchObject({ role: 'inference', provider: 'anthropic', cost_usd: 0.0125 });
  expect(span).toMatchObject({ tokens_in: 400, tokens_cached: 100, tokens_out: 60 });
  expect(span).toMatchObject({ tokens_reasoning: 20, conversation: 's-1', user: 'u-1' });
  const kinds = { AGENT: 'agent', CHAIN: 'step', RETRIEVER: 'retrieval', RERANKER: 'step' };
  for (const [kind, role] of Object.entries(kinds)) {
    expect(read({ 'openinference.span.kind': kind })).toMatchObject({ role });
  }
  const tool = read({ 'openinference.span.kind': 'TOOL', 'tool.name': 'look_up' });
  expect(tool).toMatchObject({ role: 'tool', name: 'look_up' });
});

test('version 5 of the AI SDK leaves cached tokens out of what Anthropic counts', () => {
  const usage = { 'ai.usage.inputTokens': 40, 'ai.usage.cachedInputTokens': 30 };
  const call = { 'ai.operationId': 'ai.generateText.doGenerate', ...usage };
  const five = read({ ...call, 'ai.model.provider': 'anthropic.messages' });
  expect(five).toMatchObject({ tokens_in: 70, tokens_cached: 30, provider: 'anthropic' });
  const detailed = { ...call, 'ai.usage.inputTokenDetails.noCacheTokens': 10 };
  const six = read({ ...detailed, 'ai.model.provider': 'anthropic.messages' });
  expect(six).toMatchObject({ tokens_in: 40, tokens_cached: 30 });
  const openai = read({ ...call, 'ai.model.provider': 'openai.chat' });
  expect(openai).toMatchObject({ tokens_in: 40, tokens_cached: 30 });
});

test('OpenLLMetry keeps apart what is a step, an agent, a tool and a call', () => {
  const kinds = { workflow: 'step', task: 'step', agent: 'agent', tool: 'tool' };
  for (const [kind, role] of Object.entries(kinds)) {
    const attributes = { 'traceloop.span.kind': kind, 'traceloop.entity.name': 'look_up' };
    expect(read(attributes)).toMatchObject({ role, name: kind === 'tool' ? 'look_up' : kind });
  }
  const old = read({
    'llm.request.type': 'chat',
    'gen_ai.system': 'OpenAI',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.prompt_tokens': 12,
    'llm.usage.total_tokens': 20,
  });
  expect(old).toMatchObject({
    role: 'inference',
    provider: 'openai',
    tokens_in: 12,
    tokens_out: null,
  });
});

test('a span of the AI SDK that another processor has rewritten is still an outer call', () => {
  const outer = read({
    'ai.operationId': 'ai.generateText',
    'gen_ai.operation.name': 'chat',
    'openinference.span.kind': 'LLM',
    'gen_ai.usage.input_tokens': 900,
  });
  expect(outer).toMatchObject({ role: 'step' });
});

test('counts that are none are absent, not 0', () => {
  const span = read({
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': -1,
    'gen_ai.usage.output_tokens': 1.5,
    'gen_ai.usage.cache_read.input_tokens': 'many',
  });
  expect(span).toMatchObject({ tokens_in: null, tokens_out: null, tokens_cached: null });
});
