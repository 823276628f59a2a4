import { decodeTraces } from '../../../ingest/otlp/decode-request.ts';
import { mapTraces, type MappedTraces } from '../../../ingest/otlp/map-traces.ts';

/** A moment all tests share. */
export const NOW = Date.parse('2026-06-01T12:00:00.250Z');
export const TRACE = '0af7651916cd43dd8448eb211c80319c';

type Value = string | number | boolean | readonly (string | number | boolean)[];
export type Values = Readonly<Record<string, Value>>;

function anyValue(value: Value): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return { arrayValue: { values: value.map((entry) => anyValue(entry)) } };
}

/** Attributes in OTLP's JSON form. */
export const attributesJson = (values: Values): object[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: anyValue(value) }));

/** Epoch milliseconds as OTLP writes times. */
export const nanos = (atMs: number): string => `${BigInt(Math.round(atMs * 1000)) * 1000n}`;

/** A span as a test thinks of it; times count from a minute before `NOW`. */
export interface TestSpan {
  readonly id: string;
  readonly parent?: string;
  readonly trace?: string;
  readonly name?: string;
  readonly fromMs?: number;
  readonly ms?: number;
  readonly status?: object;
  readonly attributes?: Values;
  readonly events?: readonly { readonly name: string; readonly attributes: Values }[];
}

/** A span's id from a short name, the same each time. */
export const spanId = (name: string): string =>
  Buffer.from(name.padStart(8, '.')).toString('hex').slice(0, 16);

export function spanJson(span: TestSpan): object {
  const startMs = NOW - 60_000 + (span.fromMs ?? 0);
  return {
    traceId: span.trace ?? TRACE,
    spanId: spanId(span.id),
    ...(span.parent === undefined ? {} : { parentSpanId: spanId(span.parent) }),
    name: span.name ?? span.id,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + (span.ms ?? 100)),
    attributes: attributesJson(span.attributes ?? {}),
    events: (span.events ?? []).map(({ name, attributes }) => ({
      name,
      timeUnixNano: nanos(startMs),
      attributes: attributesJson(attributes),
    })),
    ...(span.status === undefined ? {} : { status: span.status }),
  };
}

export const tracesJson = (spans: readonly object[], resource: Values, scope = ''): object => ({
  resourceSpans: [
    {
      resource: { attributes: attributesJson(resource) },
      scopeSpans: [{ scope: { name: scope }, spans }],
    },
  ],
});

export const encodeJson = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));

/** Maps spans that one application sends, by default one called `copilot`. */
export function mapSpans(
  spans: readonly TestSpan[],
  resource: Values = { 'service.name': 'copilot' },
  scope = '',
): MappedTraces {
  const request = tracesJson(spans.map(spanJson), resource, scope);
  return mapTraces(decodeTraces(encodeJson(request), 'json'), NOW);
}
