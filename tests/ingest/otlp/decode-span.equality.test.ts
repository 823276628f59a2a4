import fc from 'fast-check';
import { Writer } from 'protobufjs/minimal.js';
import { expect, test } from 'vitest';
import { decodeProtobuf } from '../../../ingest/otlp/decode-protobuf.ts';
import { decodeTraces } from '../../../ingest/otlp/decode-request.ts';
import { readTraces } from '../../../ingest/otlp/read-request.ts';
import { REQUEST_SCHEMAS } from '../../../ingest/otlp/wire-schema.ts';

/** One field as it is written; what it holds need not be what the schema expects. */
type WireField = { field: number } & (
  | { type: 'varint'; value: number }
  | { type: 'fixed64'; low: number; high: number }
  | { type: 'bytes'; bytes: Uint8Array }
);

const uint32 = fc.nat(0xffffffff);
const field = (number: fc.Arbitrary<number>): fc.Arbitrary<WireField> =>
  fc.oneof(
    fc.record({ field: number, type: fc.constant('varint' as const), value: uint32 }),
    fc.record({ field: number, type: fc.constant('fixed64' as const), low: uint32, high: uint32 }),
    fc.record({
      field: number,
      type: fc.constant('bytes' as const),
      bytes: fc.uint8Array({ maxLength: 4 }),
    }),
  );

const bytesField = (number: number, bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<WireField> =>
  bytes.map((found) => ({ field: number, type: 'bytes', bytes: found }));
const exactly = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ minLength: length, maxLength: length }),
    fc.constant(new Uint8Array(length)),
    fc.uint8Array({ maxLength: length + 1 }),
  );
const text = fc.string().map((words) => new TextEncoder().encode(words));
const time = (number: number): fc.Arbitrary<WireField> =>
  fc.record({
    field: fc.constant(number),
    type: fc.constant('fixed64' as const),
    low: uint32,
    high: uint32,
  });

function write(fields: readonly WireField[]): Uint8Array {
  const writer = Writer.create();
  for (const one of fields) {
    if (one.type === 'varint') writer.uint32(one.field << 3).uint32(one.value);
    else if (one.type === 'bytes') writer.uint32((one.field << 3) | 2).bytes(one.bytes);
    else
      writer
        .uint32((one.field << 3) | 1)
        .fixed32(one.low)
        .fixed32(one.high);
  }
  return writer.finish();
}
const message = (...fields: fc.Arbitrary<WireField>[]): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.oneof(...fields), { maxLength: 8 }).map(write);

const value = message(bytesField(1, text), field(fc.integer({ min: 1, max: 7 })));
const attribute = message(bytesField(1, text), bytesField(2, value));
const event = message(time(1), bytesField(2, text), bytesField(3, attribute));
const status = message(
  bytesField(2, text),
  fc.record({
    field: fc.constant(3),
    type: fc.constant('varint' as const),
    value: fc.nat(3),
  }),
);
const span = message(
  bytesField(1, exactly(16)),
  bytesField(2, exactly(8)),
  bytesField(4, exactly(8)),
  bytesField(5, text),
  time(7),
  time(8),
  bytesField(9, attribute),
  bytesField(11, event),
  bytesField(15, status),
  field(fc.integer({ min: 1, max: 40 })),
);

const inGroups = (spans: readonly Uint8Array[]): Uint8Array => {
  const scope = write(spans.map((bytes) => ({ field: 2, type: 'bytes', bytes })));
  const resource = write([{ field: 2, type: 'bytes', bytes: scope }]);
  return write([{ field: 1, type: 'bytes', bytes: resource }]);
};

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as Error).message;
  }
};

test('a span read straight from its bytes says what the shared form says, refusals included', () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 3 }), (spans) => {
      const body = inGroups(spans);
      const shared = outcome(() => readTraces(decodeProtobuf(body, REQUEST_SCHEMAS.traces)));
      expect(outcome(() => decodeTraces(body, 'protobuf'))).toEqual(shared);
    }),
    { numRuns: 2000 },
  );
});
