import type { RunCost } from '../price-run.ts';
import type { AiSpan } from './ai-span.ts';
import {
  findBilledCalls,
  largestCall,
  sumCosts,
  sumTokens,
  type PriceCall,
} from './billed-calls.ts';
import { mergeOutcomeFields, type OutcomeFields } from './outcome-fields.ts';
import { arrangeSpans, isBelow } from './span-tree.ts';

/** What spans say of a run in words; empty where none does. */
type Dimensions = Readonly<
  Record<
    'stage' | 'release' | 'segment' | 'prompt_version' | 'conversation' | 'model' | 'provider',
    string
  >
>;

/** What spans add up to; null where none states it. */
type Sums = Readonly<
  Record<
    | 'tokens_in'
    | 'tokens_cached'
    | 'tokens_out'
    | 'tokens_reasoning'
    | 'tool_calls'
    | 'tool_failures',
    number | null
  >
>;

/** The one run that a trace is, in the columns of runs. Its id is the trace's. */
export interface TraceRun extends Dimensions, Sums, OutcomeFields, RunCost {
  readonly tsMs: number;
  readonly latency_ms: number;
  readonly ok: boolean | null;
  readonly error: string;
  readonly userHash: string;
}

const endOf = (span: AiSpan): number => span.tsMs + span.duration_ms;

/** The span that ended last, the later one of two equals. */
function lastToEnd(spans: readonly [AiSpan, ...AiSpan[]]): AiSpan {
  let last = spans[0];
  for (const span of spans) if (endOf(span) >= endOf(last)) last = span;
  return last;
}

/** Latency and status, of the one topmost span or of all of them together. */
function readTop(
  top: readonly [AiSpan, ...AiSpan[]],
): Pick<TraceRun, 'tsMs' | 'latency_ms' | 'ok' | 'error'> {
  const last = lastToEnd(top);
  const { tsMs, duration_ms } = top[0];
  return {
    tsMs,
    latency_ms: top.length === 1 ? duration_ms : endOf(last) - tsMs,
    ok: last.ok,
    error: last.error,
  };
}

/** Calls of tools that no other tool made; null where there are none. */
function countTools(tools: readonly AiSpan[]): Pick<Sums, 'tool_calls' | 'tool_failures'> {
  if (tools.length === 0) return { tool_calls: null, tool_failures: null };
  const failures = tools.filter(({ ok }) => ok === false).length;
  return { tool_calls: tools.length, tool_failures: failures };
}

function isNotEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

/**
 * The run of a trace, from all spans known of one workload and trace, in any order and repeated at
 * will. Evaluators and what they call aside, the topmost spans give time, latency and status; calls
 * of models, each once, give tokens and cost; tools that no tool called are its tool calls.
 * @param price each call at its own time
 * @returns null where the trace holds evaluations only, or nothing
 */
export function buildTraceRun(spans: Iterable<AiSpan>, price: PriceCall): TraceRun | null {
  const tree = arrangeSpans(spans);
  const isJudging = isBelow(tree, ({ role }) => role === 'evaluator');
  const isCalledByTool = isBelow(tree, ({ role }) => role === 'tool');
  const own = tree.spans.filter((span) => span.role !== 'evaluator' && !isJudging(span));
  const top = own.filter((span) => tree.parentOf(span) === null);
  if (!isNotEmpty(top)) return null;
  const calls = findBilledCalls(own, tree);
  const { stated } = calls;
  const largest = largestCall(calls);
  // What the topmost spans say comes first.
  const voices = [...top, ...own];
  const first = (field: keyof Dimensions | 'user_hash'): string =>
    voices.find((span) => (span[field] ?? '') !== '')?.[field] ?? '';
  const tools = own.filter((span) => span.role === 'tool' && !isCalledByTool(span));
  return {
    ...readTop(top),
    stage: first('stage'),
    release: first('release'),
    segment: first('segment'),
    prompt_version: first('prompt_version'),
    conversation: first('conversation'),
    userHash: first('user_hash'),
    model: largest?.model || first('model'),
    provider: largest?.provider || first('provider'),
    tokens_in: sumTokens(stated, 'tokens_in'),
    tokens_cached: sumTokens(stated, 'tokens_cached'),
    tokens_out: sumTokens(stated, 'tokens_out'),
    tokens_reasoning: sumTokens(stated, 'tokens_reasoning'),
    ...sumCosts(calls, price),
    ...countTools(tools),
    ...mergeOutcomeFields(voices),
  };
}
