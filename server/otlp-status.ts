import type { MiddlewareHandler } from 'hono';
import { encodeStatus } from '../ingest/otlp/encode-answer.ts';
import type { OtlpEncoding } from '../ingest/otlp/decode-request.ts';

/** Codes of `google.rpc.Status` by HTTP status; any other is 2, unknown. */
const CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  413: 8,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
};
const UNKNOWN = 2;

export const OTLP_CONTENT_TYPES: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** What a problem says to people. */
async function detailOf(response: Response): Promise<string> {
  const problem: unknown = await response.json();
  if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return '';
  return typeof problem.detail === 'string' ? problem.detail : '';
}

/** Turns the problem that a request met into the form that OTLP's clients read, in their encoding. */
export const answerOtlpStatus: MiddlewareHandler = async (c, next) => {
  await next();
  const problem = c.res;
  if (!problem.headers.get('content-type')?.startsWith('application/problem+json')) return;
  const sentType = c.req.header('content-type') ?? '';
  const encoding = sentType.startsWith(OTLP_CONTENT_TYPES.protobuf) ? 'protobuf' : 'json';
  const headers = new Headers(problem.headers);
  headers.set('content-type', OTLP_CONTENT_TYPES[encoding]);
  const code = CODES[problem.status] ?? UNKNOWN;
  const body = encodeStatus(encoding, code, await detailOf(problem));
  c.res = undefined;
  c.res = new Response(Buffer.from(body), { status: problem.status, headers });
};
