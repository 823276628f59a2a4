import { Reader, Writer } from 'protobufjs/minimal.js';
import type { Collected } from './collector.ts';

interface Part {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Fields of a message that holds texts and messages only, as those around spans do. */
function partsOf(message: Uint8Array): Part[] {
  const reader = Reader.create(message);
  const parts: Part[] = [];
  while (reader.pos < reader.len) {
    const number = reader.uint32() >>> 3;
    parts.push({ number, bytes: reader.bytes() });
  }
  return parts;
}

function messageOf(parts: readonly Part[]): Uint8Array {
  const writer = Writer.create();
  for (const { number, bytes } of parts) writer.uint32((number << 3) | 2).bytes(bytes);
  return writer.finish();
}

/** Messages with one of the innermost entries each, and all that stands around it. */
function splitProtobuf(message: Uint8Array, path: readonly number[]): Uint8Array[] {
  const [list, ...deeper] = path;
  if (list === undefined) return [message];
  const parts = partsOf(message);
  const around = parts.filter(({ number }) => number !== list);
  return parts
    .filter(({ number }) => number === list)
    .flatMap(({ bytes }) => splitProtobuf(bytes, deeper))
    .map((bytes) => messageOf([...around, { number: list, bytes }]));
}

type JsonMessage = Readonly<Record<string, unknown>>;

function splitJson(message: JsonMessage, path: readonly string[]): JsonMessage[] {
  const [list, ...deeper] = path;
  if (list === undefined) return [message];
  const { [list]: entries, ...around } = message;
  return (entries as JsonMessage[])
    .flatMap((entry) => splitJson(entry, deeper))
    .map((entry) => ({ ...around, [list]: [entry] }));
}

function splitBody({ body, contentType }: Collected): Uint8Array[] {
  if (contentType.endsWith('protobuf')) return splitProtobuf(body, [1, 2, 2]);
  const message = JSON.parse(body.toString()) as JsonMessage;
  const pieces = splitJson(message, ['resourceSpans', 'scopeSpans', 'spans']);
  return pieces.map((piece) => Buffer.from(JSON.stringify(piece)));
}

/** One request for each span; requests without spans stay as they are. */
export const splitRequests = (requests: readonly Collected[]): Collected[] =>
  requests.flatMap((request) =>
    request.path.endsWith('/v1/traces')
      ? splitBody(request).map((bytes) => ({ ...request, body: Buffer.from(bytes) }))
      : [request],
  );
