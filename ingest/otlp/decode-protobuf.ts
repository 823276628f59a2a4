import { Reader } from 'protobufjs/minimal.js';
import { BellwetherError } from '../../core/errors.ts';
import type { AttributeValue } from './attributes.ts';
import { attributeValueOf, type Nanos } from './read-fields.ts';
import { createShortTexts } from './short-texts.ts';
import {
  keyValue,
  valueSchema,
  type FieldKind,
  type FieldSchema,
  type MessageSchema,
} from './wire-schema.ts';

/** Messages and list entries in one request: two bytes make one, and each costs some hundred. */
const MAX_PARTS = 2_000_000;

const WIRE_TYPES: Readonly<Record<Exclude<FieldKind, MessageSchema>, number>> = {
  text: 2,
  id: 2,
  bool: 0,
  int: 0,
  int64: 0,
  double: 1,
  fixed64: 1,
  nanos: 1,
  sfixed64: 1,
};

const PACKED = 2;
const TWO_TO_32 = 4_294_967_296;

/**
 * A message as the JSON form of OTLP would hold it, but times in two halves, and attributes as a map.
 */
export type RawMessage = Record<string, unknown>;

const readShortText = createShortTexts();

/** Reads one kind of message into what it means, past the form that is shared with JSON. */
export interface DirectReader {
  readonly schema: MessageSchema;
  /** @param end where the message ends; what is read may not go beyond it */
  readonly read: (reader: Reader, end: number, budget: Budget) => unknown;
}

/** How much may still be read, and the trace id read last: a trace's spans mostly come together. */
export interface Budget {
  parts: number;
  readonly bytes: Buffer;
  readonly direct: DirectReader | null;
  traceIdAt: number;
  traceId: string;
}

/** Passes over a field that says its length; throws where the message ends before it does. */
function skipLength(reader: Reader): number {
  const length = reader.uint32();
  if (length > reader.len - reader.pos) throw new RangeError('a field is longer than the body');
  reader.pos += length;
  return length;
}

/** A text; most short ones are strings that were made before. */
export function readText(reader: Reader, { bytes }: Budget): string {
  const length = skipLength(reader);
  return readShortText(bytes, reader.pos - length, reader.pos);
}

const TRACE_ID_BYTES = 16;

/** An id as lower-case hex, of any length. */
export function readId(reader: Reader, budget: Budget): string {
  const length = skipLength(reader);
  const { bytes, traceIdAt } = budget;
  const start = reader.pos - length;
  if (length !== TRACE_ID_BYTES) return bytes.toString('hex', start, reader.pos);
  let same = 0;
  while (same < length && bytes[traceIdAt + same] === bytes[start + same]) same += 1;
  if (budget.traceId === '' || same < length) {
    budget.traceId = bytes.toString('hex', start, reader.pos);
    budget.traceIdAt = start;
  }
  return budget.traceId;
}

/** Counts a message or an entry of a list. @throws BellwetherError `too_large` */
export function spend(budget: Budget): void {
  budget.parts -= 1;
  if (budget.parts >= 0) return;
  throw new BellwetherError('too_large', `a request may hold at most ${MAX_PARTS} parts`);
}

/** To the nearest number: the library's own form depends on a package beside it. */
function readInt64(reader: Reader): number {
  const byte = reader.buf[reader.pos];
  if (byte !== undefined && byte < 0x80) {
    reader.pos += 1;
    return byte;
  }
  const value = reader.int64();
  return typeof value === 'number' ? value : value.high * TWO_TO_32 + (value.low >>> 0);
}

function readScalar(
  reader: Reader,
  kind: Exclude<FieldKind, MessageSchema>,
  budget: Budget,
): unknown {
  switch (kind) {
    case 'text':
      return readText(reader, budget);
    case 'id':
      return readId(reader, budget);
    case 'bool':
      return reader.bool();
    case 'int':
      return reader.int32();
    case 'int64':
      return readInt64(reader);
    case 'double':
      return reader.double();
    case 'fixed64': {
      const low = reader.fixed32();
      return reader.fixed32() * TWO_TO_32 + low;
    }
    case 'nanos': {
      const low = reader.fixed32();
      return { high: reader.fixed32(), low } satisfies Nanos;
    }
    case 'sfixed64': {
      const low = reader.fixed32();
      return reader.sfixed32() * TWO_TO_32 + low;
    }
  }
}

function readValue(reader: Reader, { kind }: FieldSchema, budget: Budget): unknown {
  if (typeof kind === 'string') return readScalar(reader, kind, budget);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (budget.direct?.schema === kind) return budget.direct.read(reader, end, budget);
  return readMessage(reader, kind, end, budget);
}

function readList(
  reader: Reader,
  field: FieldSchema,
  wireType: number,
  into: unknown[],
  budget: Budget,
): void {
  const isPacked =
    wireType === PACKED && typeof field.kind === 'string' && WIRE_TYPES[field.kind] !== PACKED;
  const end = isPacked ? reader.uint32() + reader.pos : reader.pos + 1;
  while (reader.pos < end) {
    spend(budget);
    into.push(readValue(reader, field, budget));
  }
}

const KEY_TAG = (1 << 3) | PACKED;
const VALUE_TAG = (2 << 3) | PACKED;
const TEXT_TAG = (1 << 3) | PACKED;
const INT_TAG = 3 << 3;

/** The value of an attribute; most are texts or counts, which need no message of their own to be read. */
function readAttributeValue(reader: Reader, end: number, budget: Budget): AttributeValue | null {
  const start = reader.pos;
  if (start < end) {
    const tag = reader.uint32();
    if (tag === TEXT_TAG) {
      const text = readText(reader, budget);
      if (reader.pos === end) return text;
    } else if (tag === INT_TAG) {
      const number = readInt64(reader);
      if (reader.pos === end) return number;
    }
  }
  reader.pos = start;
  return attributeValueOf(readMessage(reader, valueSchema, end, budget), 'attributes');
}

/** One attribute, straight into the map of all of them: no object is made of it on the way. */
export function readAttribute(
  reader: Reader,
  into: Map<string, AttributeValue>,
  budget: Budget,
): void {
  spend(budget);
  spend(budget);
  const length = reader.uint32();
  const end = reader.pos + length;
  let key = '';
  let value: AttributeValue | null = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === KEY_TAG) key = readText(reader, budget);
    else if (tag === VALUE_TAG) {
      const size = reader.uint32();
      value = readAttributeValue(reader, reader.pos + size, budget);
    } else reader.skipType(tag & 7, 0, tag >>> 3);
  }
  requireWithin(reader, end);
  if (value !== null) into.set(key, value);
}

/** @throws RangeError where a field went on after its message's end */
export function requireWithin({ pos }: Reader, end: number): void {
  if (pos > end) throw new RangeError('a field is longer than its message');
}

function fitsWire({ kind, isList }: FieldSchema, wireType: number): boolean {
  if (typeof kind !== 'string') return wireType === PACKED;
  return WIRE_TYPES[kind] === wireType || (isList && wireType === PACKED);
}

/** A message by its schema, up to `end`. */
export function readMessage(
  reader: Reader,
  schema: MessageSchema,
  end: number,
  budget: Budget,
): RawMessage {
  spend(budget);
  const message: RawMessage = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = schema.fields.get(tag >>> 3);
    const wireType = tag & 7;
    if (!field || !fitsWire(field, wireType)) {
      reader.skipType(wireType, 0, tag >>> 3);
    } else if (field.kind === keyValue) {
      const attributes = (message[field.name] ??= new Map()) as Map<string, AttributeValue>;
      readAttribute(reader, attributes, budget);
    } else if (field.isList) {
      const list = (message[field.name] ??= []) as unknown[];
      readList(reader, field, wireType, list, budget);
    } else message[field.name] = readValue(reader, field, budget);
  }
  requireWithin(reader, end);
  return message;
}

/**
 * Reads a protobuf message by a schema; what the schema does not name is skipped.
 * @param direct reads one kind of message inside it; null: none is read otherwise than the rest
 * @throws BellwetherError `unparsable` where the bytes are no such message, `too_large` where it
 *   holds more parts than any honest request
 */
export function decodeProtobuf(
  bytes: Uint8Array,
  schema: MessageSchema,
  direct: DirectReader | null = null,
): RawMessage {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const budget = { parts: MAX_PARTS, bytes: buffer, direct, traceIdAt: 0, traceId: '' };
    return readMessage(Reader.create(buffer), schema, buffer.length, budget);
  } catch (error) {
    if (error instanceof BellwetherError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BellwetherError('unparsable', `the body is not the protobuf message: ${reason}`, {
      cause: error,
    });
  }
}
