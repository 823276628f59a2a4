import { wireEvent } from '../../core/event.ts';
import { firstText, type Attributes, type AttributeValue } from './attributes.ts';
import { contentId } from './content-id.ts';
import { emitterFactsOf, NO_WORKLOAD, type EmitterFacts } from './emitter-facts.ts';
import type { Refused } from './encode-answer.ts';
import { evaluationEvent, evaluationId, isEvaluation, readEvaluation } from './evaluation-event.ts';
import type { LogsRequest, OtlpLogRecord } from './otlp-request.ts';
import { createRefusals } from './refusals.ts';
import { timeFault } from './span-times.ts';

/** An event as it would stand on the wire, before the check that every event passes. */
export interface MappedEvent {
  readonly workload: string;
}

/** What a logs or a metrics request holds for us. */
export interface MappedEvents {
  readonly events: readonly MappedEvent[];
  readonly refused: Refused;
}

const PREFIX = 'bellwether.';

/** The fields of each kind of event, as the contract names them. */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  wireEvent.options.map(({ shape }) => [shape.kind.value, Object.keys(shape)]),
);

/** Fields that a record says by other means than an attribute of that name. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['kind', 'ts', 'workload', 'attributes']);

const fieldOf = (attributes: Attributes, name: string): AttributeValue | undefined =>
  attributes.get(PREFIX + name) ?? attributes.get(name);

/** Counts by label (`categories.yes`, `categories.no`), as attributes hold no maps. */
function categoriesOf(attributes: Attributes): Record<string, AttributeValue> | undefined {
  const found = [...attributes].flatMap(([name, value]) => {
    const [, label] = /^(?:bellwether\.)?categories\.(.+)$/s.exec(name) ?? [];
    return label === undefined ? [] : [[label, value] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function histogramOf(attributes: Attributes): object | undefined {
  const edges = fieldOf(attributes, 'histogram.edges');
  const counts = fieldOf(attributes, 'histogram.counts');
  return edges === undefined && counts === undefined ? undefined : { edges, counts };
}

/** The event a record spells out by its attributes, named as the contract names its fields. */
function statedEvent(record: OtlpLogRecord, kind: string, facts: EmitterFacts): MappedEvent {
  const { attributes, traceId, spanId, eventName, timeMs } = record;
  const fields = FIELDS.get(kind) ?? [];
  const event: Record<string, unknown> & MappedEvent = {
    ...filledFacts(facts),
    workload: facts.workload,
    kind,
    ts: Math.floor(timeMs),
  };
  if (traceId !== '') {
    event['trace_id'] = traceId;
    if (fields.includes('run')) event['run'] = traceId;
  }
  if (fields.includes('histogram')) {
    event['histogram'] = histogramOf(attributes);
    event['categories'] = categoriesOf(attributes);
  }
  for (const name of fields) {
    const value = OWN_FIELDS.has(name) ? undefined : fieldOf(attributes, name);
    if (value !== undefined) event[name] = value;
  }
  event['id'] ??= contentId(attributes, eventName, traceId, spanId, timeMs);
  return event;
}

const filledFacts = (facts: EmitterFacts): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== ''),
  );

/** What a record says for us; null where it is somebody else's. */
function eventOf(record: OtlpLogRecord, facts: EmitterFacts): MappedEvent | null {
  const { eventName, attributes, traceId, spanId, timeMs } = record;
  if (eventName.startsWith(PREFIX)) {
    const kind = eventName.slice(PREFIX.length);
    return FIELDS.has(kind) ? statedEvent(record, kind, facts) : null;
  }
  const result = isEvaluation(eventName) ? readEvaluation(attributes) : null;
  if (!result) return null;
  const id =
    traceId === ''
      ? contentId(attributes, eventName, timeMs)
      : evaluationId(traceId, spanId, result.name);
  const run = firstText(attributes, 'bellwether.run');
  return evaluationEvent(result, { ...facts, traceId, tsMs: Math.floor(timeMs), id, run });
}

/**
 * Takes the events out of a logs request: evaluations by the GenAI conventions, and records named
 * `bellwether.<kind>`. All others are passed over.
 * @param receivedAtMs epoch milliseconds
 */
export function mapLogs(request: LogsRequest, receivedAtMs: number): MappedEvents {
  const refusals = createRefusals('log record');
  const events: MappedEvent[] = [];
  for (const { emitter, records } of request) {
    for (const sent of records) {
      const record = sent.timeMs === 0 ? { ...sent, timeMs: receivedAtMs } : sent;
      const facts = emitterFactsOf(emitter.resource, record.attributes);
      const event = eventOf(record, facts);
      if (event === null) continue;
      const fault =
        timeFault(record.timeMs, receivedAtMs) || (facts.workload === '' ? NO_WORKLOAD : '');
      if (fault === '') events.push(event);
      else refusals.refuse(fault);
    }
  }
  return { events, refused: refusals.result() };
}
