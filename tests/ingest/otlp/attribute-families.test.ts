import { expect, test } from 'vitest';
import { FAMILY, familiesOf } from '../../../ingest/otlp/attribute-families.ts';
import type { Attributes, AttributeValue } from '../../../ingest/otlp/attributes.ts';
import type { Dialect } from '../../../ingest/otlp/dialects/dialect.ts';
import { readGenAi } from '../../../ingest/otlp/dialects/gen-ai.ts';
import { readOpenInference } from '../../../ingest/otlp/dialects/open-inference.ts';
import { readOpenLlmetry } from '../../../ingest/otlp/dialects/open-llmetry.ts';
import { readVercelAi } from '../../../ingest/otlp/dialects/vercel-ai.ts';
import { emitterFactsOf } from '../../../ingest/otlp/emitter-facts.ts';
import { readEvaluations } from '../../../ingest/otlp/evaluation-event.ts';
import { readOutcome } from '../../../ingest/otlp/outcome-fields.ts';

/** Attributes that note every name they are asked for. */
class AskedAttributes extends Map<string, AttributeValue> {
  readonly asked = new Set<string>();
  override get(name: string): AttributeValue | undefined {
    this.asked.add(name);
    return super.get(name);
  }
}

function namesAsked(read: (attributes: Attributes) => unknown, ...stated: string[]): string[] {
  const attributes = new AskedAttributes(stated.map((name) => [name, 'x']));
  read(attributes);
  return [...attributes.asked].filter((name) => !stated.includes(name));
}

const ALL = Object.values(FAMILY).reduce((bits, own) => bits | own, 0);

/** What a dialect asks of a span of its own, by the families it is told there are. */
const asks = (dialect: Dialect, marker: string, families: number): string[] =>
  namesAsked(
    (attributes) =>
      dialect(
        {
          traceId: '',
          spanId: '',
          parentId: '',
          name: '',
          startMs: 0,
          endMs: 0,
          isError: false,
          statusMessage: '',
          attributes,
          families,
          events: [],
        },
        '',
      ),
    marker,
  );

test.each([
  ['the outcome of a run', FAMILY.bellwether, namesAsked(readOutcome)],
  ['who emitted it', FAMILY.emitter, namesAsked((own) => emitterFactsOf(new Map(), own))],
  ['evaluations', FAMILY.evaluation, namesAsked(readEvaluations)],
] as const)(
  'every name that %s is read from belongs to the family asked first',
  (_, family, names) => {
    expect(names.length).toBeGreaterThan(3);
    const outside = names.filter((name) => (familiesOf(new Map([[name, 'x']])) & family) === 0);
    expect(outside).toEqual([]);
  },
);

test.each([
  ['OpenTelemetry', readGenAi, 'gen_ai.operation.name', 0],
  ['OpenInference', readOpenInference, 'openinference.span.kind', 0],
  ['the AI SDK', readVercelAi, 'ai.operationId', FAMILY.aiSdk],
  ['OpenLLMetry', readOpenLlmetry, 'traceloop.span.kind', FAMILY.traceloop],
] as const)(
  '%s loses no name of tokens or people by asking for their families',
  (_, read, marker, own) => {
    const unaided = new Set(asks(read, marker, own));
    const skipped = asks(read, marker, ALL).filter((name) => !unaided.has(name));
    expect(skipped.length).toBeGreaterThan(10);
    const outside = skipped.filter(
      (name) => (familiesOf(new Map([[name, 'x']])) & (FAMILY.usage | FAMILY.people)) === 0,
    );
    expect(outside).toEqual([]);
  },
);
