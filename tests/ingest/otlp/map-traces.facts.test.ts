import { expect, test } from 'vitest';
import { checkEvent } from '../../../ingest/check-event.ts';
import { buildTraceRun } from '../../../ingest/otlp/build-trace-run.ts';
import { workloadSlugOf } from '../../../ingest/otlp/workload-slug.ts';
import { createRunPricer } from '../../../ingest/price-run.ts';
import { decodeTraces } from '../../../ingest/otlp/decode-request.ts';
import { mapTraces } from '../../../ingest/otlp/map-traces.ts';
import { mapSpans, NOW, spanId, spanJson, TRACE, tracesJson, type TestSpan } from './otlp-json.ts';

const CHAT = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4.1' };
const chat = (id: string, more: Partial<TestSpan> = {}): TestSpan => ({
  id,
  attributes: CHAT,
  ...more,
});
const DAY_MS = 86_400_000;

test('a name becomes a slug, and a slug stays as it is', () => {
  expect(workloadSlugOf('Support Copilot (EU)')).toBe('support-copilot-eu');
  expect(workloadSlugOf('unknown_service:node')).toBe('unknown-service-node');
  expect(workloadSlugOf('a--b')).toBe('a--b');
  expect(workloadSlugOf('  ')).toBe('');
  expect(workloadSlugOf('日本語')).toBe('');
  expect(workloadSlugOf(`${'x'.repeat(62)} y`)).toBe('x'.repeat(62));
});

test('what a span says of itself wins over its resource, and ours over others', () => {
  const resource = {
    'service.name': 'api',
    'bellwether.workload': 'copilot',
    'service.version': '1.0',
    'deployment.environment': 'staging',
    'bellwether.segment': 'eu',
  };
  const own = { ...CHAT, 'bellwether.release': '1.1', 'bellwether.prompt_version': 'p7' };
  const { spans } = mapSpans([{ id: 'a', attributes: own }, chat('b')], resource);
  expect(spans).toMatchObject([
    { workload: 'copilot', release: '1.1', stage: 'staging', segment: 'eu', prompt_version: 'p7' },
    { workload: 'copilot', release: '1.0', stage: 'staging', segment: 'eu', prompt_version: '' },
  ]);
});

test('spans of other libraries are passed over, and links across them kept', () => {
  const { spans, refused } = mapSpans([
    chat('agent', { attributes: { 'gen_ai.operation.name': 'invoke_agent' } }),
    { id: 'http', parent: 'agent', attributes: { 'http.request.method': 'POST' } },
    { id: 'tcp', parent: 'http' },
    chat('call', { parent: 'tcp' }),
    chat('other', { parent: 'unseen' }),
  ]);
  expect(refused).toEqual({ count: 0, message: '' });
  const parents = spans.map(({ span_id, parent_id }) => [span_id, parent_id]);
  expect(parents).toEqual([
    [spanId('agent'), ''],
    [spanId('call'), spanId('agent')],
    [spanId('other'), spanId('unseen')],
  ]);
});

test('foreign spans whose parents run in a circle do not hang the server', () => {
  const { spans } = mapSpans([
    { id: 'x', parent: 'y' },
    { id: 'y', parent: 'x' },
    chat('call', { parent: 'x' }),
  ]);
  expect(spans).toHaveLength(1);
});

test('AI spans outside of the contract are counted with the reason, the others kept', () => {
  const { spans, refused } = mapSpans([
    chat('good'),
    chat('old', { fromMs: -401 * DAY_MS }),
    chat('early', { fromMs: 60_000 + 6 * 60_000 }),
    chat('untraced', { trace: '0'.repeat(32) }),
    chat('short', { trace: 'abc' }),
  ]);
  expect(spans.map(({ span_id }) => span_id)).toEqual([spanId('good')]);
  expect(refused.count).toBe(4);
  expect(refused.message).toContain('400 days back');
  expect(refused.message).toContain('5 minutes ahead');
  expect(refused.message).toContain('no valid trace id (2)');
  expect(mapSpans([chat('a')], {}).refused.message).toContain('service.name');
  expect(mapSpans([{ id: 'http' }], {}).refused.count).toBe(0);
});

test('a span that ends at no time, or after an age, is refused and not endless', () => {
  const { spans, refused } = mapSpans([
    chat('long', { ms: 1e12 }),
    chat('endless', { ms: 1.1e12 }),
  ]);
  expect(spans.map(({ duration_ms }) => duration_ms)).toEqual([1e12]);
  expect(refused).toMatchObject({ count: 1, message: expect.stringContaining('lasts longer') });
  for (const key of ['startTimeUnixNano', 'endTimeUnixNano']) {
    const text = JSON.stringify(tracesJson([spanJson(chat('a'))], { 'service.name': 'copilot' }));
    const broken = text.replace(new RegExp(`"${key}":"\\d+"`), `"${key}":1e400`);
    const mapped = mapTraces(decodeTraces(Buffer.from(broken), 'json'), NOW);
    expect(mapped).toMatchObject({ spans: [], refused: { count: 1 } });
  }
});

test('milliseconds are exact at today’s nanoseconds', () => {
  const { spans } = mapSpans([chat('a', { fromMs: 0.999, ms: 1234.567 })]);
  expect(spans).toMatchObject([{ tsMs: NOW - 60_000, duration_ms: 1234.567 }]);
});

test('an error is what the status says, else the exception, else its type', () => {
  const error = { code: 2 };
  const thrown = { name: 'exception', attributes: { 'exception.message': 'broken pipe' } };
  const { spans } = mapSpans([
    chat('a', { status: { ...error, message: 'overloaded' } }),
    chat('b', { status: { code: 'STATUS_CODE_ERROR' }, events: [thrown] }),
    chat('c', { attributes: { ...CHAT, 'error.type': 'TimeoutError' } }),
    chat('d', { status: { code: 1 } }),
    chat('e'),
  ]);
  expect(spans.map(({ ok, error: text }) => [ok, text])).toEqual([
    [false, 'overloaded'],
    [false, 'broken pipe'],
    [false, 'TimeoutError'],
    [true, ''],
    [true, ''],
  ]);
});

test('outcome fields on any span reach the run; a value that is none is left out and said', () => {
  const { spans, refused } = mapSpans([
    chat('a', { attributes: { ...CHAT, 'bellwether.value_usd': '1.5' } }),
    chat('b', {
      parent: 'a',
      attributes: { ...CHAT, 'bellwether.outcome': 'edited', 'bellwether.value_usd': 9 },
    }),
    chat('c', {
      parent: 'a',
      attributes: { ...CHAT, 'bellwether.hallucination': 'false', 'bellwether.confidence': 7 },
    }),
  ]);
  const run = buildTraceRun(spans, createRunPricer());
  expect(run).toMatchObject({ value_usd: 1.5, outcome: 'edited', hallucination: false });
  expect(run).not.toHaveProperty('confidence');
  expect(refused).toMatchObject({ count: 0, message: expect.stringContaining('confidence') });
});

test('a tool is a tool call of its run, with its own id', () => {
  const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'look_up' };
  const { events } = mapSpans([
    chat('t', { attributes: tool, ms: 20, status: { code: 2, message: 'no such page' } }),
  ]);
  expect(events).toMatchObject([
    {
      kind: 'tool_call',
      id: `${TRACE}:${spanId('t')}`,
      run: TRACE,
      tool: 'look_up',
      ok: false,
      error: 'no such page',
      latency_ms: 20,
      ts: NOW - 60_000,
    },
  ]);
  expect(checkEvent(events[0], NOW)).toMatchObject({ kind: 'event' });
});

test('a protocol’s span of a tool below a framework’s is the same call', () => {
  const tool = (id: string, more: Partial<TestSpan> = {}): TestSpan => ({
    id,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': id },
    ...more,
  });
  const { events, spans } = mapSpans([
    tool('mcp', { parent: 'http' }),
    { id: 'http', parent: 'sdk' },
    tool('sdk', { parent: 'agent' }),
    tool('deeper', { parent: 'helper' }),
    chat('helper', { parent: 'sdk', attributes: { 'gen_ai.operation.name': 'invoke_agent' } }),
    tool('alone', { parent: 'unseen' }),
  ]);
  expect(spans).toHaveLength(5);
  expect(events).toMatchObject([{ tool: 'sdk' }, { tool: 'deeper' }, { tool: 'alone' }]);
});

test('evaluations are read from an evaluator, from a list on a span, and from events of a span', () => {
  const result = (name: string, more: object) => ({
    name: 'gen_ai.evaluation.result',
    attributes: { 'gen_ai.evaluation.name': name, ...more },
  });
  const { events, spans } = mapSpans([
    chat('call', {
      events: [
        result('relevance', { 'gen_ai.evaluation.score.value': 0.8 }),
        result('groundedness', { 'gen_ai.evaluation.score.label': 'fail' }),
      ],
    }),
    chat('judge', {
      attributes: {
        'openinference.span.kind': 'EVALUATOR',
        'evaluations.0.evaluation.name': 'tone',
        'evaluations.0.evaluation.score': 0.5,
        'evaluations.0.evaluation.label': 'pass',
        'evaluations.0.evaluation.annotator_kind': 'LLM',
        'evaluations.1.evaluation.name': 'tone',
        'evaluations.1.evaluation.annotator_kind': 'HUMAN',
      },
    }),
    chat('bare', { attributes: { 'openinference.span.kind': 'EVALUATOR' } }),
  ]);
  expect(events).toMatchObject([
    { name: 'relevance', score: 0.8, label: null, passed: null, run: TRACE },
    { name: 'groundedness', score: null, label: 'fail', passed: false, evaluator: null },
    { name: 'tone', score: 0.5, passed: true, evaluator: 'model' },
    { name: 'tone', evaluator: 'human' },
    { name: 'bare', score: null },
  ]);
  for (const event of events) expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event' });
  const ids = events.map((event) => (event as unknown as { id: string }).id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(spans.map(({ role }) => role)).toEqual(['inference', 'evaluator', 'evaluator']);
});
