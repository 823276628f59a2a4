import { Writer } from 'protobufjs/minimal.js';
import type { OtlpEncoding } from './decode-request.ts';
import type { OtlpSignal } from './wire-schema.ts';

/** What of a request was not taken; a message with a count of 0 is a warning. */
export interface Refused {
  readonly count: number;
  /** Why, for the people who run the sender; empty where all is well. */
  readonly message: string;
}

const REJECTED_FIELD: Readonly<Record<OtlpSignal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

const isEmpty = ({ count, message }: Refused): boolean => count === 0 && message === '';

/** The answer to a request that was taken, wholly or in part: `Export…ServiceResponse`. */
export function encodeAnswer(
  encoding: OtlpEncoding,
  signal: OtlpSignal,
  refused: Refused,
): Uint8Array {
  const { count, message } = refused;
  if (encoding === 'json') {
    if (isEmpty(refused)) return json({});
    // 64-bit numbers are texts in the JSON form.
    const partialSuccess = { [REJECTED_FIELD[signal]]: String(count), errorMessage: message };
    return json({ partialSuccess });
  }
  const writer = Writer.create();
  if (isEmpty(refused)) return writer.finish();
  writer.uint32(0x0a).fork();
  if (count > 0) writer.uint32(0x08).int64(count);
  if (message !== '') writer.uint32(0x12).string(message);
  return writer.ldelim().finish();
}

/** The answer to a request that was refused: `google.rpc.Status`. */
export function encodeStatus(encoding: OtlpEncoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return json({ code, message });
  return Writer.create().uint32(0x08).int32(code).uint32(0x12).string(message).finish();
}
