import { isUtf8 } from 'node:buffer';
import { BellwetherError } from '../../core/errors.ts';
import { decodeProtobuf } from './decode-protobuf.ts';
import { directSpans } from './decode-span.ts';
import type { LogsRequest, MetricsRequest, TracesRequest } from './otlp-request.ts';
import { readDecodedTraces, readLogs, readMetrics, readTraces } from './read-request.ts';
import { REQUEST_SCHEMAS, type OtlpSignal } from './wire-schema.ts';

/** The two encodings of OTLP over HTTP; a request is answered in its own. */
export type OtlpEncoding = 'protobuf' | 'json';

/**
 * The encoding that a content type names.
 * @throws BellwetherError `unsupported_type`
 */
export function encodingOf(contentType: string): OtlpEncoding {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type === 'application/x-protobuf') return 'protobuf';
  if (type === 'application/json') return 'json';
  throw new BellwetherError(
    'unsupported_type',
    `expected application/x-protobuf or application/json, got ${JSON.stringify(type.slice(0, 80))}`,
  );
}

function parseJson(body: Uint8Array): unknown {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!isUtf8(bytes)) throw new BellwetherError('unparsable', 'the body is not UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BellwetherError('unparsable', `the body is not JSON: ${reason}`, { cause: error });
  }
}

const decode = (
  body: Uint8Array,
  encoding: OtlpEncoding,
  signal: Exclude<OtlpSignal, 'traces'>,
): unknown =>
  encoding === 'json' ? parseJson(body) : decodeProtobuf(body, REQUEST_SCHEMAS[signal]);

/**
 * Reads a traces request, its content encoding already undone; both forms to the same shape.
 * @throws BellwetherError `unparsable`, `too_large`
 */
export const decodeTraces = (body: Uint8Array, encoding: OtlpEncoding): TracesRequest =>
  encoding === 'json'
    ? readTraces(parseJson(body))
    : readDecodedTraces(decodeProtobuf(body, REQUEST_SCHEMAS.traces, directSpans));

/** Reads a logs request. @throws BellwetherError `unparsable`, `too_large` */
export const decodeLogs = (body: Uint8Array, encoding: OtlpEncoding): LogsRequest =>
  readLogs(decode(body, encoding, 'logs'));

/** Reads a metrics request. @throws BellwetherError `unparsable`, `too_large` */
export const decodeMetrics = (body: Uint8Array, encoding: OtlpEncoding): MetricsRequest =>
  readMetrics(decode(body, encoding, 'metrics'));
