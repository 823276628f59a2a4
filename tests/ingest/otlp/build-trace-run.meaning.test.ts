import { expect, test } from 'vitest';
import { buildTraceRun, type TraceRun } from '../../../ingest/otlp/build-trace-run.ts';
import { createRunPricer } from '../../../ingest/price-run.ts';
import { mapSpans, NOW, type TestSpan, type Values } from './otlp-json.ts';

const price = createRunPricer();
const START = NOW - 60_000;

const runOf = (...spans: readonly TestSpan[]): TraceRun | null =>
  buildTraceRun(mapSpans(spans).spans, price);

const operation = (name: string, more: Values = {}): Values => ({
  'gen_ai.operation.name': name,
  'gen_ai.provider.name': 'openai',
  ...more,
});

const call = (input: number, output: number, model = 'gpt-4.1'): Values =>
  operation('chat', {
    'gen_ai.request.model': model,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
  });

const uncounted = operation('chat', { 'gen_ai.request.model': 'gpt-4.1' });
const judge: Values = { 'openinference.span.kind': 'EVALUATOR' };

test('the topmost span gives latency and status, whatever fails below it', () => {
  const run = runOf(
    { id: 'agent', ms: 900, attributes: operation('invoke_agent') },
    { id: 'first', parent: 'agent', status: { code: 2 }, ms: 50, attributes: uncounted },
    { id: 'again', parent: 'agent', fromMs: 100, ms: 300, attributes: call(10, 5) },
  );
  expect(run).toMatchObject({ tsMs: START, latency_ms: 900, ok: true, tokens_in: 10 });
});

test('several topmost spans last from the first start to the last end, which gives the status', () => {
  const run = runOf(
    { id: 'a', fromMs: 200, ms: 100, attributes: call(1, 1) },
    { id: 'b', fromMs: 0, ms: 100, attributes: call(1, 1) },
    { id: 'c', fromMs: 50, ms: 600, status: { code: 2, message: 'late' }, attributes: uncounted },
  );
  expect(run).toMatchObject({ tsMs: START, latency_ms: 650, ok: false, error: 'late' });
});

test('a call around a call is the same call, and counts where only it states tokens', () => {
  const inner = { id: 'in', parent: 'out', attributes: call(100, 10) };
  const both = runOf({ id: 'out', attributes: call(100, 10) }, inner);
  expect(both).toMatchObject({ tokens_in: 100, tokens_out: 10, costUsd: 0.00028 });
  const outer = runOf(
    { id: 'out', attributes: call(100, 10) },
    { ...inner, attributes: uncounted },
  );
  expect(outer).toMatchObject({ tokens_in: 100, tokens_out: 10, costUsd: 0.00028 });
  const neither = runOf({ id: 'out', attributes: uncounted }, { ...inner, attributes: uncounted });
  expect(neither).toMatchObject({ tokens_in: null, tokens_out: null, costUsd: null });
});

test('a run with a call that states no tokens has the others’ tokens and no cost', () => {
  const run = runOf({ id: 'a', attributes: call(100, 10) }, { id: 'b', attributes: uncounted });
  expect(run).toMatchObject({ tokens_in: 100, costUsd: null, costSource: '' });
});

test('a call that failed and states nothing costs nothing beside others, and is unknown alone', () => {
  const failed = { id: 'b', status: { code: 2 }, attributes: uncounted };
  expect(runOf({ id: 'a', attributes: call(100, 10) }, failed)).toMatchObject({ costUsd: 0.00028 });
  expect(runOf(failed)).toMatchObject({ tokens_in: null, costUsd: null });
});

test('each call has the price of its own model, and one without a price leaves all without', () => {
  const cheap = { id: 'a', attributes: call(1000, 0) };
  const dear = { id: 'b', attributes: call(1000, 100, 'o4-mini') };
  expect(runOf(cheap, dear)).toMatchObject({ costUsd: 0.00354, model: 'o4-mini' });
  const unknown = { id: 'c', attributes: call(1, 1, 'nobody-knows') };
  expect(runOf(cheap, unknown)).toMatchObject({ costUsd: null, tokens_in: 1001 });
});

test('a stated cost wins over the list, and only where all are stated is the run’s', () => {
  const stated = { 'openinference.span.kind': 'LLM', 'llm.cost.total': 0.25 };
  expect(runOf({ id: 'a', attributes: stated })).toMatchObject({
    costUsd: 0.25,
    costSource: 'stated',
  });
  const both = runOf({ id: 'a', attributes: stated }, { id: 'b', attributes: call(1000, 0) });
  expect(both).toMatchObject({ costUsd: 0.252, costSource: 'priced' });
});

test('a cost that the contract does not take is unknown, stated by one call or summed over all', () => {
  const stated = (usd: number): Values => ({
    'openinference.span.kind': 'LLM',
    'llm.cost.total': usd,
  });
  const unknown = { costUsd: null, costSource: '' };
  for (const usd of [1e300, 1.1e9, -0.5]) {
    expect(runOf({ id: 'a', attributes: stated(usd) })).toMatchObject(unknown);
  }
  const large = stated(0.6e9);
  expect(runOf({ id: 'a', attributes: large })).toMatchObject({ costUsd: 0.6e9 });
  expect(runOf({ id: 'a', attributes: large }, { id: 'b', attributes: large })).toMatchObject(
    unknown,
  );
});

test('a tool that a tool calls is no call of the run', () => {
  const tool = (name: string) => operation('execute_tool', { 'gen_ai.tool.name': name });
  const run = runOf(
    { id: 'outer', attributes: tool('research'), status: { code: 2 } },
    { id: 'inner', parent: 'outer', attributes: tool('fetch') },
    { id: 'call', parent: 'inner', attributes: call(5, 5) },
    { id: 'next', attributes: tool('write') },
  );
  expect(run).toMatchObject({ tool_calls: 2, tool_failures: 1, tokens_in: 5 });
});

test('an evaluator and its calls are no part of the run, and alone are none', () => {
  const judging: TestSpan[] = [
    { id: 'judge', ms: 5000, status: { code: 2 }, attributes: judge },
    { id: 'judged', parent: 'judge', attributes: call(999, 999) },
  ];
  expect(runOf(...judging)).toBeNull();
  const run = runOf({ id: 'a', ms: 10, attributes: call(1, 1) }, ...judging);
  expect(run).toMatchObject({ ok: true, latency_ms: 10, tokens_in: 1 });
});

test('what the topmost span says of itself wins, and what it leaves out is found below', () => {
  const above = operation('invoke_agent', { 'bellwether.segment': 'eu' });
  const below = { ...call(1, 1), 'bellwether.segment': 'us', 'gen_ai.conversation.id': 'c-1' };
  const run = runOf(
    { id: 'a', fromMs: 5, attributes: above },
    { id: 'b', parent: 'a', attributes: below },
  );
  expect(run).toMatchObject({ segment: 'eu', conversation: 'c-1', provider: 'openai' });
});

test('nothing makes no run', () => {
  expect(buildTraceRun([], price)).toBeNull();
});
