import fc from 'fast-check';
import { Writer } from 'protobufjs/minimal.js';
import { expect, test } from 'vitest';
import { BellwetherError } from '../../../core/errors.ts';
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodingOf,
} from '../../../ingest/otlp/decode-request.ts';
import { encodeJson, spanJson, tracesJson } from './otlp-json.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'taken';
  } catch (error) {
    if (error instanceof BellwetherError) return error.code;
    throw error;
  }
};

const tag = (field: number, wireType = 2): number => (field << 3) | wireType;

/** `content` as a field of each message in turn, from the inside out. */
function nested(content: Uint8Array, ...fields: readonly number[]): Uint8Array {
  let bytes = content;
  for (const field of fields.toReversed()) {
    bytes = Writer.create().uint32(tag(field)).bytes(bytes).finish();
  }
  return bytes;
}

test('bytes of any kind are taken or refused, and nothing else comes of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const decode of [decodeTraces, decodeLogs, decodeMetrics]) {
        expect(['taken', 'unparsable']).toContain(codeOf(() => decode(bytes, 'protobuf')));
        expect(['taken', 'unparsable']).toContain(codeOf(() => decode(bytes, 'json')));
      }
    }),
    { numRuns: 2000 },
  );
});

test('JSON of any shape is taken or refused, and nothing else comes of it', () => {
  const key = fc.constantFrom(
    'resourceSpans',
    'scopeSpans',
    'spans',
    'resource',
    'attributes',
    'key',
    'value',
    'stringValue',
    'arrayValue',
    'values',
    'traceId',
    'status',
    'events',
    'startTimeUnixNano',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, 1, 'x', true, {}, []),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const body = Buffer.from(JSON.stringify({ resourceSpans: value }));
      expect(['taken', 'unparsable']).toContain(codeOf(() => decodeTraces(body, 'json')));
    }),
    { numRuns: 2000 },
  );
});

test('a request cut anywhere is not taken for a whole one with other ids', () => {
  const span = Writer.create().uint32(tag(1)).bytes(new Uint8Array(16).fill(7)).finish();
  const whole = nested(span, 1, 2, 2);
  for (let length = 1; length < whole.length; length += 1) {
    expect(codeOf(() => decodeTraces(whole.subarray(0, length), 'protobuf'))).toBe('unparsable');
  }
  expect(decodeTraces(whole, 'protobuf')[0]?.records[0]?.traceId).toBe('07'.repeat(16));
});

test('a value nested however deep costs no stack and is left out', () => {
  let value: Uint8Array = Writer.create().uint32(tag(1)).string('deep').finish();
  for (let depth = 0; depth < 1000; depth += 1) value = nested(value, 5, 1);
  const attribute = Writer.create().uint32(tag(1)).string('a').uint32(tag(2)).bytes(value).finish();
  const bytes = nested(attribute, 1, 2, 2, 9);
  expect(decodeTraces(bytes, 'protobuf')[0]?.records[0]?.attributes.get('a')).toEqual([]);
  const depth = 100_000;
  const json = `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}}]}}]}`;
  expect(codeOf(() => decodeTraces(Buffer.from(json), 'json'))).toBe('taken');
});

test('groups within groups do not exhaust the stack', () => {
  const bytes = Buffer.alloc(1_000_000, tag(4, 3));
  expect(codeOf(() => decodeTraces(bytes, 'protobuf'))).toBe('unparsable');
});

test('more spans than any exporter sends are refused, as are millions of empty parts', () => {
  const spans = Array.from({ length: 20_001 }, (_, i) => spanJson({ id: String(i) }));
  const body = (count: number) => encodeJson(tracesJson(spans.slice(0, count), {}));
  expect(codeOf(() => decodeTraces(body(20_000), 'json'))).toBe('taken');
  expect(codeOf(() => decodeTraces(body(20_001), 'json'))).toBe('too_large');
  const empty = Buffer.alloc(6_000_000);
  for (let at = 0; at < empty.length; at += 2) empty[at] = tag(1);
  expect(codeOf(() => decodeTraces(empty, 'protobuf'))).toBe('too_large');
});

test('only the two encodings of OTLP are known', () => {
  expect(encodingOf('application/x-protobuf')).toBe('protobuf');
  expect(encodingOf('Application/JSON; charset=utf-8')).toBe('json');
  expect(codeOf(() => encodingOf('text/plain'))).toBe('unsupported_type');
  expect(codeOf(() => encodingOf(''))).toBe('unsupported_type');
});
