import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { workloadDocument } from '../../core/workload.ts';
import { policyDocument } from '../../decisions/policy/policy.ts';
import { requireScope, requireUnbound, requireWorkload } from '../access/principal.ts';
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
const policyParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'default' }),
});

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
  request: { params: workloadParam, headers: ifMatch, body: whole(workloadDocument.partial()) },
  responses: { 200: jsonBody(workloadDocument, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const listPolicies = createRoute({
  method: 'get',
  path: '/api/policies',
  summary: 'Every policy',
  request: { query: page },
  responses: { 200: jsonBody(listOf(policyDocument), 'Their documents'), ...problems },
});
const getPolicy = createRoute({
  method: 'get',
  path: '/api/policies/{id}',
  summary: "A policy's document",
  request: { params: policyParam },
  responses: {
    200: jsonBody(policyDocument, 'The document; its version is the ETag'),
    ...problems,
  },
});
const putPolicy = createRoute({
  method: 'put',
  path: '/api/policies/{id}',
  summary: 'Write a policy whole; earlier versions stay',
  request: { params: policyParam, headers: ifMatch, body: whole(policyDocument.partial()) },
  responses: { 200: jsonBody(policyDocument, 'As kept'), ...problems, ...bodyProblems, ...stale },
});

const notFound = (what: string, id: string): BellwetherError =>
  new BellwetherError('not_found', `there is no ${what} ${id}`);

/** The documents that people write: workloads and policies. */
export function registryRoutes({ workloads, policies }: Services) {
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
      if (!found) throw notFound('workload', id);
      c.header('ETag', writeEtag(found.version));
      return c.json(found.document, 200);
    })
    .openapi(putWorkload, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      requireWorkload(principal, id);
      const expected = readIfMatch(c.req.valid('header')['if-match'], workloads.get(id) !== null);
      const kept = await workloads.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    })
    .openapi(listPolicies, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = policies.list().map(({ document }) => document);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getPolicy, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const found = policies.get(id);
      if (!found) throw notFound('policy', id);
      c.header('ETag', writeEtag(found.version));
      return c.json(found.document, 200);
    })
    .openapi(putPolicy, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      // A policy decides about every workload that names it.
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], policies.get(id) !== null);
      const kept = await policies.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    });
}
