import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkEvent } from '../../../ingest/check-event.ts';
import { SPAN_ROLES, type AiSpan } from '../../../ingest/otlp/ai-span.ts';
import { buildTraceRun } from '../../../ingest/otlp/build-trace-run.ts';
import { createRunPricer } from '../../../ingest/price-run.ts';
import { NOW, TRACE } from './otlp-json.ts';

const price = createRunPricer();

const PLAIN: AiSpan = {
  workload: 'w',
  trace_id: TRACE,
  span_id: '',
  parent_id: '',
  tsMs: NOW - 60_000,
  duration_ms: 10,
  role: 'step',
  name: 'x',
  ok: true,
  error: '',
  stage: '',
  release: '',
  model: '',
  provider: '',
  segment: '',
  prompt_version: '',
  conversation: '',
  tokens_in: null,
  tokens_cached: null,
  tokens_out: null,
  tokens_reasoning: null,
  cost_usd: null,
  fields: '',
};

const id = (n: number): string => n.toString(16).padStart(16, '0');

const optional = <T>(arbitrary: fc.Arbitrary<T>, nil: T) => fc.option(arbitrary, { nil, freq: 2 });

/** Spans of one trace with parents anywhere: above, unknown, or in a circle. */
const anySpans: fc.Arbitrary<AiSpan[]> = fc
  .array(
    fc.record({
      parent: fc.nat(14),
      role: fc.constantFrom(...SPAN_ROLES),
      fromMs: fc.nat(50_000),
      duration_ms: fc.nat(5000),
      ok: fc.constantFrom(true, false, null),
      model: fc.constantFrom('gpt-4.1', 'o4-mini', 'nobody-knows', ''),
      tokens_in: optional(fc.nat(5000), null),
      tokens_out: optional(fc.nat(5000), null),
      cost_usd: fc.option(fc.constantFrom(0.1, 0.2, 0), { nil: null, freq: 1 }),
      stage: fc.constantFrom('', 'production', 'staging'),
      fields: fc.constantFrom('', '{"outcome":"accepted"}', '{"value_usd":1.5,"escalated":true}'),
    }),
    { maxLength: 12 },
  )
  .map((drafts) =>
    drafts.map(({ parent, fromMs, ...draft }, i) => ({
      ...PLAIN,
      ...draft,
      tsMs: PLAIN.tsMs + fromMs,
      span_id: id(i + 1),
      parent_id: parent === 0 ? '' : id(parent),
      provider: 'openai',
    })),
  );

test('neither order nor repetition changes a run', () => {
  fc.assert(
    fc.property(
      anySpans.chain((spans) =>
        fc.tuple(
          fc.constant(spans),
          fc.shuffledSubarray(spans, { minLength: spans.length }),
          fc.subarray(spans),
        ),
      ),
      ([spans, shuffled, again]) => {
        const copies = again.map((span) => ({ ...span }));
        expect(buildTraceRun([...copies, ...shuffled], price)).toEqual(buildTraceRun(spans, price));
      },
    ),
    { numRuns: 2000 },
  );
});

test('every run fits the contract', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const run = buildTraceRun(spans, price);
      if (!run) return;
      const { tsMs, userHash: _, costUsd, costSource: __, ...fields } = run;
      const event = {
        kind: 'run',
        workload: 'w',
        id: TRACE,
        ts: tsMs,
        cost_usd: costUsd,
        ...fields,
      };
      expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event' });
    }),
    { numRuns: 2000 },
  );
});

/** A tree of calls, where what is around calls repeats what they add up to. */
interface Call {
  readonly role: 'inference' | 'embedding' | 'agent' | 'step' | 'tool';
  readonly tokens: number;
  readonly below: readonly Call[];
}

const { call } = fc.letrec<{ call: Call }>((tie) => ({
  call: fc.record({
    role: fc.constantFrom('inference', 'embedding', 'agent', 'step', 'tool'),
    tokens: fc.integer({ min: 1, max: 1000 }),
    below: fc.oneof(
      { maxDepth: 4 },
      fc.constant([]),
      fc.array(tie('call'), { minLength: 1, maxLength: 3 }),
    ),
  }),
}));

const isModel = ({ role }: Call): boolean => role === 'inference' || role === 'embedding';

/** Calls of models with none below them. */
const leaves = (of: Call): Call[] => {
  const below = of.below.flatMap(leaves);
  return below.length === 0 && isModel(of) ? [of] : below;
};

function spansOfCall(root: Call): AiSpan[] {
  const spans: AiSpan[] = [];
  const add = (of: Call, parent: string): void => {
    const span_id = id(spans.length + 1);
    const own = leaves(of).reduce((sum, { tokens }) => sum + tokens, 0);
    spans.push({
      ...PLAIN,
      span_id,
      parent_id: parent,
      role: of.role,
      model: 'gpt-4.1',
      provider: 'openai',
      tokens_in: own === 0 ? null : own,
      tokens_out: own === 0 ? null : 1,
    });
    for (const below of of.below) add(below, span_id);
  };
  add(root, '');
  return spans;
}

/** Tools that no tool called. */
const outermostTools = (of: Call): number =>
  of.role === 'tool' ? 1 : of.below.reduce((sum, below) => sum + outermostTools(below), 0);

test('tokens count where they are spent, tools where they are first called', () => {
  fc.assert(
    fc.property(call, (root) => {
      const run = buildTraceRun(spansOfCall(root), price);
      const calls = leaves(root);
      const tokens = calls.reduce((sum, of) => sum + of.tokens, 0);
      expect(run?.tokens_in).toBe(calls.length === 0 ? null : tokens);
      expect(run?.tokens_out).toBe(calls.length === 0 ? null : calls.length);
      const nano = tokens * 2000 + calls.length * 8000;
      expect(run?.costUsd).toBe(calls.length === 0 ? null : nano / 1e9);
      expect(run?.tool_calls).toBe(outermostTools(root) || null);
    }),
    { numRuns: 1000 },
  );
});
