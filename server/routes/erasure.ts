import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { erasureItem, erasureRequest } from '../erasures.ts';
import { pageById } from './pages.ts';
import { bodyProblems, jsonBody, listOf, longPageParams, problems } from './request-schemas.ts';

const postErasure = createRoute({
  method: 'post',
  path: '/api/erasures',
  summary: "Erase a workload's or a user's telemetry for good; answers when it is gone",
  request: {
    body: { required: true, content: { 'application/json': { schema: erasureRequest } } },
  },
  responses: {
    200: jsonBody(
      z.object({ id: z.string(), rows: z.record(z.string(), z.number()) }),
      'Rows erased by table; none where nothing was left to erase',
    ),
    ...problems,
    ...bodyProblems,
  },
});
const listErasures = createRoute({
  method: 'get',
  path: '/api/erasures',
  summary: 'Every erasure: what, by whom, when and why',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(erasureItem), 'Erasures'), ...problems },
});

/** Telemetry that has to go, and the record of it. */
export function erasureRoutes({ erasures }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(postErasure, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      // A user's rows lie in every workload, and a workload's go whole.
      requireUnbound(principal);
      return c.json(await erasures.run(c.req.valid('json'), principal.actor), 200);
    })
    .openapi(listErasures, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const page = pageById(erasures.list(), ({ id }) => id, c.req.valid('query'));
      return c.json({ items: page.items, next: page.next }, 200);
    });
}
