import { z } from '@hono/zod-openapi';
import { durationMs, durationText } from '../../core/duration.ts';
import { workloadSlug } from '../../core/event.ts';
import { parseInstant } from '../../core/time.ts';
import { problem } from '../problem.ts';

/** The workload named in the address. */
export const workloadParam = z.object({ id: workloadSlug });

/** An instant in the address, turned to epoch milliseconds. */
export const instantParam = z
  .string()
  .transform((text, context) => {
    const atMs = parseInstant(text);
    if (atMs === null) {
      context.addIssue('expected RFC 3339 with an offset, or epoch milliseconds');
      return z.NEVER;
    }
    return atMs;
  })
  .openapi({ type: 'string', example: '2026-11-01T00:00:00Z' });

/** A duration in the address, turned to milliseconds. */
export const durationParam = z
  .string()
  .transform((text, context) => {
    if (!durationText.safeParse(text).success) {
      context.addIssue('expected a duration such as 7d, 12h or 15m');
      return z.NEVER;
    }
    return durationMs(text);
  })
  .openapi({ type: 'string', example: '7d' });

export const flagParam = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'string' });

/** Page size and where the page starts. */
export const pageParams = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional(),
};

/** Of lists that are short enough to be asked for whole. */
export const longPageParams = { ...pageParams, limit: pageParams.limit.default(1000) };

/** An instant inside a cursor, epoch milliseconds: the range of a JavaScript date from 1970 on. */
export const cursorMs = z.number().int().min(0).max(8.64e15);

/** A list answer. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

const problemBody = { content: { 'application/problem+json': { schema: problem } } };

/** What any closed endpoint may answer instead. */
export const problems = {
  400: { description: 'Not parsable or not valid', ...problemBody },
  401: { description: 'No key and no session', ...problemBody },
  403: { description: 'Not allowed', ...problemBody },
  404: { description: 'Not there', ...problemBody },
  503: { description: 'Not available right now', ...problemBody },
} as const;

/** What an endpoint that takes a JSON document may answer besides. */
export const bodyProblems = {
  413: { description: 'Larger than the stated limit', ...problemBody },
  415: { description: 'Not said to be JSON', ...problemBody },
} as const;

export const problemWith = (description: string) => ({ description, ...problemBody });

export const jsonBody = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
