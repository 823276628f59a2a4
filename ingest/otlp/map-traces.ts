import type { AiSpan } from './ai-span.ts';
import { FAMILY } from './attribute-families.ts';
import { firstText, type Attributes } from './attributes.ts';
import type { SpanReading } from './dialects/dialect.ts';
import { readAiSpan } from './dialects/read-span.ts';
import { clip, emitterFactsOf, NO_WORKLOAD, type EmitterFacts } from './emitter-facts.ts';
import {
  evaluationEvent,
  evaluationId,
  isEvaluation,
  readEvaluation,
  readEvaluations,
  type EvaluationResult,
} from './evaluation-event.ts';
import { linkParents } from './link-parents.ts';
import type { MappedEvent, MappedEvents } from './map-logs.ts';
import type { Emitter, OtlpSpan, TracesRequest } from './otlp-request.ts';
import { NO_OUTCOME, readOutcome, type ReadOutcome } from './outcome-fields.ts';
import { providerNameOf } from './provider-name.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { durationMs, endFault, timeFault } from './span-times.ts';
import { toolCallEvents } from './tool-call-event.ts';

/** What a traces request holds for us: AI spans, and the tool calls and evaluations they tell of. */
export interface MappedTraces extends MappedEvents {
  readonly spans: readonly AiSpan[];
}

const NO_ATTRIBUTES: Attributes = new Map();
const MAX_SHORT = 128;
const MAX_LONG = 256;
const MAX_TEXT = 4096;

const NO_RESULTS: readonly EvaluationResult[] = [];
const NO_EVENTS: readonly MappedEvent[] = [];

/** An AI span in the making. */
interface Found {
  readonly span: OtlpSpan;
  readonly emitter: Emitter;
  readonly reading: SpanReading;
}

/** Empty on a span that went well: that is what leaving the status unset means. */
const errorTypeOf = ({ attributes, families }: OtlpSpan): string =>
  (families & FAMILY.error) === 0 ? '' : firstText(attributes, 'error.type');

function errorOf({ statusMessage, events }: OtlpSpan, type: string): string {
  const exception = events.find(({ name }) => name === 'exception');
  const text =
    statusMessage ||
    (exception && firstText(exception.attributes, 'exception.message', 'exception.type')) ||
    type;
  return clip(text, MAX_TEXT);
}

function faultOf({ traceId, spanId, startMs, endMs }: OtlpSpan, receivedAtMs: number): string {
  if (traceId === '') return 'has no valid trace id';
  if (spanId === '') return 'has no valid span id';
  return timeFault(startMs, receivedAtMs) || endFault(startMs, endMs);
}

function aiSpan(
  { span, reading }: Found,
  facts: EmitterFacts,
  parentId: string,
  fields: string,
): AiSpan {
  const { usage } = reading;
  const errorType = errorTypeOf(span);
  const ok = !span.isError && errorType === '';
  return {
    workload: facts.workload,
    stage: facts.stage,
    release: facts.release,
    segment: facts.segment,
    prompt_version: facts.prompt_version,
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_id: parentId,
    tsMs: Math.floor(span.startMs),
    duration_ms: durationMs(span.startMs, span.endMs),
    role: reading.role,
    name: clip(reading.name, MAX_SHORT),
    ok,
    error: ok ? '' : errorOf(span, errorType),
    model: clip(reading.model, MAX_SHORT),
    provider: clip(providerNameOf(reading.provider), MAX_SHORT),
    conversation: clip(reading.conversation, MAX_LONG),
    user: clip(reading.user, MAX_LONG),
    tokens_in: usage.tokensIn,
    tokens_cached: usage.tokensCached,
    tokens_out: usage.tokensOut,
    tokens_reasoning: usage.tokensReasoning,
    cost_usd: reading.costUsd,
    fields,
  };
}

/** Results that a span states or that its events do; an evaluator that states none has judged by its name. */
function evaluationsOf({ span, reading }: Found): readonly EvaluationResult[] {
  const statesNone = span.events.length === 0 && (span.families & FAMILY.evaluation) === 0;
  if (statesNone && reading.role !== 'evaluator') return NO_RESULTS;
  const results = span.events
    .filter(({ name }) => isEvaluation(name))
    .map(({ attributes }) => readEvaluation(attributes))
    .concat(readEvaluations(span.attributes))
    .filter((result) => result !== null);
  if (results.length > 0 || reading.role !== 'evaluator') return results;
  return [{ name: span.name, score: null, label: '', evaluator: null }];
}

function evaluationEvents(found: Found, facts: EmitterFacts): readonly MappedEvent[] {
  const results = evaluationsOf(found);
  if (results.length === 0) return NO_EVENTS;
  const { traceId, spanId, startMs, attributes } = found.span;
  const seen = new Map<string, number>();
  return results.map((result) => {
    const nth = seen.get(result.name) ?? 0;
    seen.set(result.name, nth + 1);
    const id = evaluationId(traceId, spanId, nth === 0 ? result.name : `${nth}:${result.name}`);
    const run = firstText(attributes, 'bellwether.run');
    return evaluationEvent(result, { ...facts, traceId, tsMs: Math.floor(startMs), id, run });
  });
}

const outcomeOf = ({ attributes, families }: OtlpSpan): ReadOutcome =>
  (families & FAMILY.bellwether) === 0 ? NO_OUTCOME : readOutcome(attributes);

function findAiSpans(request: TracesRequest): Found[] {
  const found: Found[] = [];
  for (const { emitter, records } of request) {
    for (const span of records) {
      const reading = readAiSpan(span, emitter.scope);
      if (reading) found.push({ span, emitter, reading });
    }
  }
  return found;
}

/** What each span says of its emitter; the many that add nothing to their resource share its facts. */
function createFactsReader(): (emitter: Emitter, span: OtlpSpan) => EmitterFacts {
  const ofResource = new Map<Attributes, EmitterFacts>();
  return ({ resource }, { attributes, families }) => {
    if ((families & FAMILY.emitter) !== 0) return emitterFactsOf(resource, attributes);
    let facts = ofResource.get(resource);
    if (facts === undefined) {
      facts = emitterFactsOf(resource, NO_ATTRIBUTES);
      ofResource.set(resource, facts);
    }
    return facts;
  };
}

/** Facts of a span that can be kept; null where it is refused. */
function checkSpan(
  { span, emitter }: Found,
  factsOf: (emitter: Emitter, span: OtlpSpan) => EmitterFacts,
  receivedAtMs: number,
  refusals: Refusals,
): EmitterFacts | null {
  const facts = factsOf(emitter, span);
  const fault = faultOf(span, receivedAtMs) || (facts.workload === '' ? NO_WORKLOAD : '');
  if (fault === '') return facts;
  refusals.refuse(fault);
  return null;
}

/**
 * Takes the AI spans out of a traces request. Spans of other libraries are passed over; AI spans
 * that can't be kept are counted with the reason.
 * @param receivedAtMs epoch milliseconds
 */
export function mapTraces(request: TracesRequest, receivedAtMs: number): MappedTraces {
  const found = findAiSpans(request);
  const kept = new Set(found.map(({ span }) => span));
  const parentOf = linkParents(
    request.flatMap(({ records }) => records),
    (span) => kept.has(span),
  );
  const factsOf = createFactsReader();
  const refusals = createRefusals('span');
  const spans: AiSpan[] = [];
  const events: MappedEvent[] = [];
  for (const one of found) {
    const facts = checkSpan(one, factsOf, receivedAtMs, refusals);
    if (!facts) continue;
    const { fields, warning } = outcomeOf(one.span);
    if (warning !== '') refusals.warn(warning);
    const span = aiSpan(one, facts, parentOf(one.span), fields);
    spans.push(span);
    for (const event of evaluationEvents(one, facts)) events.push(event);
  }
  return { spans, events: [...toolCallEvents(spans), ...events], refused: refusals.result() };
}
