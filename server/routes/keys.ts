import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { keyRequest } from '../access/api-keys.ts';
import { keyLimits } from '../access/key-limits.ts';
import { SCOPES, requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById } from './pages.ts';
import { bodyProblems, jsonBody, listOf, longPageParams, problems } from './request-schemas.ts';

const keyItem = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  workloads: z.array(z.string()).nullable(),
  limits: keyLimits.nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
});
const listKeys = createRoute({
  method: 'get',
  path: '/api/keys',
  summary: 'Every key, without its secret',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(keyItem), 'Keys'), ...problems },
});
const postKey = createRoute({
  method: 'post',
  path: '/api/keys',
  summary: 'Make a key; its secret is shown this once',
  request: {
    body: { required: true, content: { 'application/json': { schema: keyRequest } } },
  },
  responses: {
    201: jsonBody(keyItem.extend({ key: z.string() }), 'The key'),
    ...problems,
    ...bodyProblems,
  },
});
const deleteKey = createRoute({
  method: 'delete',
  path: '/api/keys/{id}',
  summary: 'Revoke a key at once',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'Revoked' }, ...problems },
});

/** Keys of programs. */
export function keyRoutes({ keys }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(listKeys, (c) => {
      requireScope(c.get('principal'), 'admin');
      requireUnbound(c.get('principal'));
      const page = pageById(keys.list(), ({ document }) => document.id, c.req.valid('query'));
      const items = page.items.map(({ document, lastUsedMs }) => ({
        id: document.id,
        name: document.name,
        scopes: document.scopes,
        workloads: document.workloads,
        limits: document.limits,
        created_at: document.created_at,
        last_used_at: lastUsedMs === null ? null : isoTime(lastUsedMs),
      }));
      return c.json({ items, next: page.next }, 200);
    })
    .openapi(postKey, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const { document, token } = await keys.create(c.req.valid('json'), principal.actor);
      const { hash: _, ...shown } = document;
      return c.json({ ...shown, last_used_at: null, key: token }, 201);
    })
    .openapi(deleteKey, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const { id } = c.req.valid('param');
      if (!(await keys.revoke(id, principal.actor))) {
        throw new BellwetherError('not_found', `there is no key ${id}`);
      }
      return c.body(null, 204);
    });
}
