import fc from 'fast-check';
import type { z } from 'zod';
import { EVENT_KINDS, wireEvent, type WireEvent, type WireEventOf } from '../../core/event.ts';
import { NOW } from './test-moment.ts';

/** Texts with everything that ever went wrong in one: empty, wide, lone surrogates, controls. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ maxLength: Math.min(maxLength, 60) }),
    fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 60) }),
    fc.string({
      unit: fc.constantFrom('é', '€', '😀', '\ud800', '\udc00', '\0', '\n', '"', '\\'),
      maxLength: 20,
    }),
    fc.constantFrom('x'.repeat(maxLength), '€'.repeat(Math.min(maxLength, 128))),
  );

const instantText = fc
  .date({ min: new Date(NOW - 300 * 86_400_000), max: new Date(NOW), noInvalidDate: true })
  .map((date) => date.toISOString());

const instant = fc.oneof(
  instantText,
  instantText.map((iso) => iso.replace(/\.\d+Z$/, '+05:30')),
  fc.integer({ min: NOW - 300 * 86_400_000, max: NOW }),
);

/** Rising edges, and a count between each two. */
const histogram = fc.integer({ min: 1, max: 6 }).chain((bins) =>
  fc.record({
    edges: fc.constant(Array.from({ length: bins + 1 }, (_, i) => i - 2.5)),
    counts: fc.array(fc.nat(), { minLength: bins, maxLength: bins }),
  }),
);

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
}

/** Values that a field of the contract takes, from the field's own schema. */
function fieldArbitrary(name: string, schema: z.ZodType): fc.Arbitrary<unknown> {
  const def = schema.def as unknown as Definition & { options?: unknown };
  switch (def.type) {
    case 'optional':
    case 'nullable': {
      const inner = fieldArbitrary(name, def.innerType as z.ZodType);
      const absent = def.type === 'optional' ? undefined : null;
      return fc.option(inner, { nil: absent, freq: 6 });
    }
    case 'literal':
      return fc.constantFrom(...(def.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case 'boolean':
      return fc.boolean();
    case 'union':
      return instant;
    case 'array':
      return fc.array(fieldArbitrary(name, def.element as z.ZodType), {
        minLength: 1,
        maxLength: 8,
      });
    case 'object':
      return histogram;
    case 'record':
      if (name === 'categories') {
        return fc.dictionary(text(30), fc.nat(), { minKeys: 1, maxKeys: 6, noNullPrototype: true });
      }
      return fc.dictionary(
        text(30),
        fc.oneof(text(100), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
        { maxKeys: 6, noNullPrototype: true },
      );
    case 'string': {
      if (name === 'workload') return fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
      const { minLength, maxLength } = schema as z.ZodString;
      return text(maxLength ?? 128).filter((value) => value.length >= (minLength ?? 0));
    }
    case 'number': {
      const { minValue, maxValue, isInt } = schema as z.ZodNumber & { isInt: boolean };
      const [min, max] = [Math.max(minValue ?? 0, -1e12), Math.min(maxValue ?? 0, 1e12)];
      return isInt
        ? fc.oneof(fc.integer({ min, max: Math.min(max, 5000) }), fc.constant(max))
        : fc.oneof(fc.double({ min, max, noNaN: true }), fc.constantFrom(min, max, 0, 0.1 + 0.2));
    }
  }
  throw new Error(`no arbitrary for ${name}: ${def.type}`);
}

const options = wireEvent.options as readonly z.ZodObject[];

const shaped = fc.oneof(
  ...options.map((option) =>
    fc
      .record(
        Object.fromEntries(
          Object.entries(option.shape).map(([name, schema]) => [
            name,
            fieldArbitrary(name, schema as z.ZodType),
          ]),
        ),
      )
      .map((event) =>
        Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)),
      ),
  ),
) as fc.Arbitrary<WireEvent>;

const least = (
  a: number | null | undefined,
  b: number | null | undefined,
): number | null | undefined => (a == null || b == null ? a : Math.min(a, b));
const most = (
  a: number | null | undefined,
  b: number | null | undefined,
): number | null | undefined => (a == null || b == null ? a : Math.max(a, b));

/** Keeps the first form that is there. */
function ofOneForm(event: WireEventOf<'distribution'>): WireEvent {
  const { values, histogram: bins, categories, ...rest } = event;
  if (bins != null) return { ...rest, histogram: bins };
  if (categories != null) return { ...rest, categories };
  return { ...rest, values: values ?? [1, 2] };
}

/** Sets right what the fields must mean together. */
function meaningful(event: WireEvent): WireEvent {
  if (event.kind === 'run') {
    return {
      ...event,
      tool_failures: least(event.tool_failures, event.tool_calls),
      tokens_cached: least(event.tokens_cached, event.tokens_in),
      tokens_reasoning: least(event.tokens_reasoning, event.tokens_out),
    };
  }
  if (event.kind === 'adoption') return { ...event, used: Math.min(event.used, event.eligible) };
  if (event.kind === 'metric') {
    return { ...event, low: least(event.low, event.value), high: most(event.high, event.value) };
  }
  if (event.kind === 'distribution') return ofOneForm(event);
  if (event.kind !== 'cost') return event;
  return {
    ...event,
    period_start: '2026-01-01T00:00:00Z',
    period_end: event.period_end == null ? null : NOW,
  };
}

/** Every event that the contract takes at `NOW`. */
export const validEvent: fc.Arbitrary<WireEvent> = shaped.map(meaningful).map(
  // As it would come over the wire.
  (event) => JSON.parse(JSON.stringify(event)) as WireEvent,
);

/** Events with one thing changed: mostly refused, sometimes still right. */
export const disturbedEvent: fc.Arbitrary<unknown> = fc
  .tuple(
    validEvent,
    fc.nat(),
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('change', 'remove', 'add', 'kind'),
  )
  .map(([event, at, value, how]) => {
    const keys = Object.keys(event);
    const key = keys[at % keys.length] as string;
    const { [key as 'id']: _, ...rest } = event;
    if (how === 'change') return { ...event, [key]: value };
    if (how === 'remove') return rest;
    if (how === 'kind') return { ...event, kind: EVENT_KINDS[at % EVENT_KINDS.length] };
    return { ...event, [`extra${at % 3}`]: value };
  });
