import type { Reader } from 'protobufjs/minimal.js';
import { familiesOf } from './attribute-families.ts';
import type { AttributeValue } from './attributes.ts';
import {
  readAttribute,
  readId,
  readMessage,
  readText,
  requireWithin,
  spend,
  type Budget,
  type DirectReader,
  type RawMessage,
} from './decode-protobuf.ts';
import type { OtlpSpan } from './otlp-request.ts';
import { msOfNanos } from './read-fields.ts';
import {
  isErrorCode,
  NO_EVENTS,
  readSpanEvents,
  SPAN_ID_BYTES,
  TRACE_ID_BYTES,
} from './read-request.ts';
import { spanEventSchema, spanSchema } from './wire-schema.ts';

const BYTES = 2;
const FIXED64 = 1;

/** A field's number and how it is written, as one number on the wire. */
const tag = (field: number, wireType: number): number => (field << 3) | wireType;

const [TRACE_ID, SPAN_ID, PARENT_ID, NAME] = [1, 2, 4, 5].map((field) => tag(field, BYTES));
const [ATTRIBUTE, EVENT, STATUS] = [9, 11, 15].map((field) => tag(field, BYTES));
const [START, END] = [7, 8].map((field) => tag(field, FIXED64));
const STATUS_MESSAGE = tag(2, BYTES);
const STATUS_CODE = tag(3, 0);

/** An id as lower-case hex; empty where it is all zero or of another length than `bytes`. */
function readExactId(reader: Reader, budget: Budget, bytes: number): string {
  const id = readId(reader, budget);
  if (id.length !== 2 * bytes) return '';
  for (let at = reader.pos - bytes; at < reader.pos; at += 1) {
    if (budget.bytes[at] !== 0) return id;
  }
  return '';
}

function readMs(reader: Reader): number {
  const low = reader.fixed32();
  return msOfNanos(reader.fixed32(), low);
}

type Status = Pick<OtlpSpan, 'isError' | 'statusMessage'>;
const UNSET: Status = { isError: false, statusMessage: '' };

function readStatus(reader: Reader, budget: Budget): Status {
  spend(budget);
  const end = reader.uint32() + reader.pos;
  let isError = false;
  let statusMessage = '';
  while (reader.pos < end) {
    const read = reader.uint32();
    if (read === STATUS_MESSAGE) statusMessage = readText(reader, budget);
    else if (read === STATUS_CODE) isError = isErrorCode(reader.int32());
    else reader.skipType(read & 7, 0, read >>> 3);
  }
  requireWithin(reader, end);
  return { isError, statusMessage };
}

function readEvent(reader: Reader, budget: Budget): RawMessage {
  spend(budget);
  const length = reader.uint32();
  return readMessage(reader, spanEventSchema, reader.pos + length, budget);
}

/**
 * A span straight from its bytes. It says the same as the shared form does, which JSON goes through, and
 * spares each span an object whose fields are looked up by name.
 */
function readSpan(reader: Reader, end: number, budget: Budget): OtlpSpan {
  spend(budget);
  let [traceId, spanId, parentId, name] = ['', '', '', ''];
  let [startMs, endMs] = [0, 0];
  let status = UNSET;
  let events: RawMessage[] | null = null;
  const attributes = new Map<string, AttributeValue>();
  while (reader.pos < end) {
    const read = reader.uint32();
    if (read === ATTRIBUTE) readAttribute(reader, attributes, budget);
    else if (read === TRACE_ID) traceId = readExactId(reader, budget, TRACE_ID_BYTES);
    else if (read === SPAN_ID) spanId = readExactId(reader, budget, SPAN_ID_BYTES);
    else if (read === PARENT_ID) parentId = readExactId(reader, budget, SPAN_ID_BYTES);
    else if (read === NAME) name = readText(reader, budget);
    else if (read === START) startMs = readMs(reader);
    else if (read === END) endMs = readMs(reader);
    else if (read === STATUS) status = readStatus(reader, budget);
    else if (read === EVENT) (events ??= []).push(readEvent(reader, budget));
    else reader.skipType(read & 7, 0, read >>> 3);
  }
  requireWithin(reader, end);
  return {
    traceId,
    spanId,
    parentId,
    name,
    startMs,
    endMs,
    isError: status.isError,
    statusMessage: status.statusMessage,
    attributes,
    families: familiesOf(attributes),
    events: events === null ? NO_EVENTS : readSpanEvents(events),
  };
}

/** Reads the spans of a traces request. */
export const directSpans: DirectReader = { schema: spanSchema, read: readSpan };
