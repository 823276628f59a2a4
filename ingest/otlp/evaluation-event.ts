import type { WireEventOf } from '../../core/event.ts';
import { firstNumber, firstText, type Attributes } from './attributes.ts';
import { clip, type EmitterFacts } from './emitter-facts.ts';

type Evaluation = WireEventOf<'evaluation'>;

const EVENT_NAME = 'gen_ai.evaluation.result';
const MAX_SHORT = 128;
const MAX_LONG = 256;
/** Evaluations that one span may list; each is looked for by its number. */
const MAX_LISTED = 32;

const PASSED: Readonly<Record<string, boolean>> = {
  pass: true,
  passed: true,
  true: true,
  correct: true,
  fail: false,
  failed: false,
  false: false,
  incorrect: false,
};

const EVALUATORS: Readonly<Record<string, Evaluation['evaluator']>> = {
  HUMAN: 'human',
  LLM: 'model',
  MODEL: 'model',
  CODE: 'rule',
  RULE: 'rule',
};

/** One result, before anybody knows where it came from. */
export interface EvaluationResult {
  readonly name: string;
  readonly score: number | null;
  readonly label: string;
  readonly evaluator: Evaluation['evaluator'];
}

/** Whether an event holds an evaluation by the GenAI conventions. */
export const isEvaluation = (eventName: string): boolean => eventName === EVENT_NAME;

/** Reads `<prefix>name`, `score`, `label` and their like; null where it names none. */
function readUnder(attributes: Attributes, prefix: string): EvaluationResult | null {
  const text = (...keys: readonly string[]): string =>
    firstText(attributes, ...keys.map((key) => prefix + key));
  const name = text('name');
  if (name === '') return null;
  return {
    name,
    score: firstNumber(attributes, `${prefix}score.value`, `${prefix}score`),
    label: text('score.label', 'label'),
    evaluator: EVALUATORS[text('annotator_kind').toUpperCase()],
  };
}

/** The result that `gen_ai.evaluation.*` or OpenInference's `evaluation.*` state. */
export const readEvaluation = (attributes: Attributes): EvaluationResult | null =>
  readUnder(attributes, 'gen_ai.evaluation.') ?? readUnder(attributes, 'evaluation.');

/** Every result that a span lists (`evaluations.0.evaluation.name` …) or states. */
export function readEvaluations(attributes: Attributes): EvaluationResult[] {
  const found: EvaluationResult[] = [];
  const single = readEvaluation(attributes);
  if (single) found.push(single);
  for (const list of ['evaluations', 'annotations']) {
    const one = list.slice(0, -1);
    for (let i = 0; i < MAX_LISTED; i += 1) {
      const listed = readUnder(attributes, `${list}.${i}.${one}.`);
      if (!listed) break;
      found.push(listed);
    }
  }
  return found;
}

/** Where a result was found. */
export interface EvaluationOrigin extends EmitterFacts {
  readonly traceId: string;
  readonly tsMs: number;
  /** Of the event; absent: the server makes one. */
  readonly id: string | null;
  /** The run that is judged; empty for the trace. */
  readonly run: string;
}

const filled = (text: string): string | null => (text === '' ? null : text);

/** The event that a result is, for the check that every event passes. */
export function evaluationEvent(result: EvaluationResult, origin: EvaluationOrigin): Evaluation {
  const label = clip(result.label, MAX_LONG);
  return {
    kind: 'evaluation',
    id: origin.id,
    ts: origin.tsMs,
    workload: origin.workload,
    stage: filled(origin.stage),
    release: filled(origin.release),
    segment: filled(origin.segment),
    prompt_version: filled(origin.prompt_version),
    trace_id: filled(origin.traceId),
    name: clip(result.name, MAX_SHORT),
    score: result.score,
    label: filled(label),
    passed: PASSED[label.toLowerCase()] ?? null,
    evaluator: result.evaluator ?? null,
    run: filled(clip(origin.run, MAX_SHORT)) ?? filled(origin.traceId),
  };
}

/** The id that a result has wherever it is stated: on its span, or in a log record of the span. */
export const evaluationId = (traceId: string, spanId: string, name: string): string =>
  clip(`${traceId}:${spanId}:${name}`, MAX_SHORT);
