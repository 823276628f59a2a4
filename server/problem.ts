import type { Context } from 'hono';
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

/** Answers an error; the cause of an unexpected one stays in the log. */
export function answerProblem(c: Context, error: BellwetherError): Response {
  const [status, title] = PROBLEMS[error.code];
  if (error.retryAfterSeconds !== undefined) {
    c.header('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
  }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.body(
    JSON.stringify({
      type: `urn:bellwether:problem:${error.code}`,
      title,
      status,
      detail: error.message,
      errors: [...error.errors],
    } satisfies z.infer<typeof problem>),
    status,
    { 'Content-Type': 'application/problem+json' },
  );
}

/** Answers a fault nobody foresaw, without telling its insides. */
export function answerFault(c: Context): Response {
  return c.body(
    JSON.stringify({
      type: 'urn:bellwether:problem:fault',
      title: 'Something went wrong here',
      status: 500,
      detail: 'The server met an error it did not expect; its log says more.',
      errors: [],
    } satisfies z.infer<typeof problem>),
    500,
    { 'Content-Type': 'application/problem+json' },
  );
}
