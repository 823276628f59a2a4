import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { workloadDocument } from '../../core/workload.ts';
import { mayUse, requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById, readIfMatch, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const ifMatch = z.object({ 'if-match': z.string().optional() });
const stale = { 412: problemWith('Changed meanwhile: read it again') };
const whole = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const page = z.strictObject(longPageParams);

const listWorkloads = createRoute({
  method: 'get',
  path: '/api/workloads',
  summary: 'Every workload',
  request: { query: page },
  responses: { 200: jsonBody(listOf(workloadDocument), 'Their records'), ...problems },
});
const getWorkload = createRoute({
  method: 'get',
  path: '/api/workloads/{id}',
  summary: "A workload's record",
  request: { params: workloadParam },
  responses: {
    200: jsonBody(workloadDocument, 'The record; its version is the ETag'),
    ...problems,
  },
});
const putWorkload = createRoute({
  method: 'put',
  path: '/api/workloads/{id}',
  summary: "Write a workload's record whole",
  description:
    'A stage that is left out stays what it was. Ahead it goes one at a time and through passed gates; back or to its end with a reason. Who writes a record first says where the workload is.',
  request: {
    params: workloadParam,
    headers: ifMatch,
    query: z.strictObject({ reason: z.string().max(4000).optional() }),
    body: whole(workloadDocument.partial()),
  },
  responses: {
    200: jsonBody(workloadDocument, 'As kept'),
    ...problems,
    ...bodyProblems,
    ...stale,
    409: problemWith('Gates on the way to that stage are open; errors names them'),
  },
});

const notFound = (id: string): BellwetherError =>
  new BellwetherError('not_found', `there is no workload ${id}`);

/** Workloads' records. */
export function registryRoutes({ workloads, gates }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(listWorkloads, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const items = workloads
        .list()
        .map(({ document }) => document)
        .filter(({ id }) => principal.workloads?.has(id) ?? true);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getWorkload, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      requireWorkload(c.get('principal'), id);
      const found = workloads.get(id);
      if (!found) throw notFound(id);
      c.header('ETag', writeEtag(found.version));
      return c.json(found.document, 200);
    })
    .openapi(putWorkload, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      requireWorkload(principal, id);
      const expected = readIfMatch(c.req.valid('header')['if-match'], workloads.get(id) !== null);
      const { reason = '' } = c.req.valid('query');
      const kept = await workloads.put(id, c.req.valid('json'), principal.actor, expected, {
        reason,
        check: gates.checkMove,
        mayRaise: mayUse(principal, 'admin'),
      });
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    });
}
