import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from '@hono/zod-openapi';
import { BellwetherError, type ErrorCode } from '../core/errors.ts';

/** Each code's HTTP status and title, the one place where the two meet. */
const PROBLEMS: Readonly<Record<ErrorCode, readonly [ContentfulStatusCode, string]>> = {
  unparsable: [400, 'Not parsable'],
  invalid: [400, 'Not valid'],
  unauthenticated: [401, 'Not signed in'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  conflict: [409, 'Conflict'],
  stale_version: [412, 'Changed meanwhile'],
  too_large: [413, 'Too large'],
  unsupported_type: [415, 'Media type not supported'],
  too_many_requests: [429, 'Too many requests'],
  unavailable: [503, 'Not available right now'],
};

/** The code that answers a status, the broadest first; undefined where none does. */
export const codeOfStatus = (status: number): ErrorCode | undefined =>
  (Object.keys(PROBLEMS) as ErrorCode[]).find((code) => PROBLEMS[code][0] === status);

/** RFC 9457 problem details. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .openapi('Problem');

/** What a problem is answered with. */
export interface ProblemAnswer {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const MEDIA_TYPE = { 'Content-Type': 'application/problem+json' };

/** An error as it is answered; the cause of an unexpected one stays in the log. */
function describeProblem(error: BellwetherError): ProblemAnswer {
  const [status, title] = PROBLEMS[error.code];
  const { retryAfterSeconds } = error;
  const told: z.infer<typeof problem> = {
    type: `urn:bellwether:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    errors: [...error.errors],
  };
  return {
    status,
    headers: {
      ...MEDIA_TYPE,
      ...(retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': String(Math.ceil(retryAfterSeconds)) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify(told),
  };
}

/**
 * Any error as it is answered.
 * @param noteFault told of one that nobody foresaw
 */
export function describeError(error: unknown, noteFault: (error: unknown) => void): ProblemAnswer {
  if (error instanceof BellwetherError) return describeProblem(error);
  // Hono's own refusals, e.g. of a body that is not JSON or not said to be.
  const code = error instanceof HTTPException ? codeOfStatus(error.status) : undefined;
  if (code && error instanceof HTTPException) {
    return describeProblem(new BellwetherError(code, error.message));
  }
  // Nobody is there to read it, and a sender that hung up is no fault of ours.
  if (isHangUp(error)) {
    return describeProblem(new BellwetherError('unparsable', 'the request broke off'));
  }
  noteFault(error);
  return describeFault();
}

/** What Node gives to whoever reads a body whose sender closed the connection. */
const isHangUp = (error: unknown): boolean =>
  error instanceof Error &&
  error.message === 'aborted' &&
  'code' in error &&
  error.code === 'ECONNRESET';

/** What is answered to a fault nobody foresaw: nothing of its insides. */
function describeFault(): ProblemAnswer {
  const told: z.infer<typeof problem> = {
    type: 'urn:bellwether:problem:fault',
    title: 'Something went wrong here',
    status: 500,
    detail: 'The server met an error it did not expect; its log says more.',
    errors: [],
  };
  return { status: 500, headers: MEDIA_TYPE, body: JSON.stringify(told) };
}

/** Answers a problem to a routed request. */
export const answerProblem = (c: Context, { status, headers, body }: ProblemAnswer): Response =>
  c.body(body, status, headers);
