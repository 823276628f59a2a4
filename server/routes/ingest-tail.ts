import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { TAIL_LENGTH } from '../ingest-tail.ts';
import { jsonBody, listOf, problems } from './request-schemas.ts';

const tailItem = z.object({
  seq: z.number(),
  received_at: z.iso.datetime(),
  ts: z.iso.datetime().nullable(),
  workload: z.string(),
  kind: z.string(),
  id: z.string(),
  key_id: z.string(),
  summary: z.string(),
  rejected: z.object({ path: z.string(), message: z.string() }).nullable(),
});

const getTail = createRoute({
  method: 'get',
  path: '/api/ingest/tail',
  summary: 'The newest events as they came in, up to 5 of each request, newest first',
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(TAIL_LENGTH).default(TAIL_LENGTH),
    }),
  },
  responses: { 200: jsonBody(listOf(tailItem), 'Events since start'), ...problems },
});

/** What is coming in right now. */
export function ingestTailRoutes({ tail }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getTail, (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    const items = tail.list(principal.workloads, c.req.valid('query').limit);
    return c.json({ items, next: null }, 200);
  });
}
