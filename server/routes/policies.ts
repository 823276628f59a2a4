import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { backtest, backtestRequest } from '../../decisions/backtest/backtest.ts';
import { diffPolicies } from '../../decisions/policy/diff-policies.ts';
import { policyDifference } from '../../decisions/policy/policy-difference.ts';
import { policySchema } from '../../decisions/policy/policy-schema.ts';
import { policyVersion } from '../../decisions/policy/policy-version.ts';
import { policyDocument } from '../../decisions/policy/policy.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById, readCursor, readIfMatch, writeCursor, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
} from './request-schemas.ts';
import { yamlBody } from './yaml-body.ts';

const policyParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'default' }),
});
const page = z.strictObject(longPageParams);
const version = z.coerce.number().int().min(1).max(1e9);
const partialDocument = policyDocument.partial();

const listPolicies = createRoute({
  method: 'get',
  path: '/api/policies',
  summary: 'Every policy',
  request: { query: page },
  responses: { 200: jsonBody(listOf(policyDocument), 'Their documents'), ...problems },
});
const getSchema = createRoute({
  method: 'get',
  path: '/api/policies/schema',
  summary: 'The JSON Schema of a policy document',
  responses: { 200: jsonBody(z.record(z.string(), z.unknown()), 'Draft 2020-12'), ...problems },
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
  middleware: yamlBody,
  request: {
    params: policyParam,
    headers: z.object({ 'if-match': z.string().optional() }),
    query: z.strictObject({
      reason: z.string().max(4096).optional().openapi({ description: 'Why, for the record' }),
    }),
    body: {
      required: true,
      content: {
        'application/json': { schema: partialDocument },
        'application/yaml': { schema: partialDocument },
      },
    },
  },
  responses: {
    200: jsonBody(policyDocument, 'As kept'),
    ...problems,
    ...bodyProblems,
    412: problemWith('Changed meanwhile: read it again'),
  },
});
const getVersions = createRoute({
  method: 'get',
  path: '/api/policies/{id}/versions',
  summary: "A policy's versions, the newest first",
  request: { params: policyParam, query: page },
  responses: { 200: jsonBody(listOf(policyVersion), 'Who wrote what, when and why'), ...problems },
});
const getDiff = createRoute({
  method: 'get',
  path: '/api/policies/{id}/diff',
  summary: 'What two versions of a policy say differently',
  request: {
    params: policyParam,
    query: z.strictObject({
      from: version.optional().openapi({ description: 'A version; default: the one before `to`' }),
      to: version.optional().openapi({ description: 'A version; default: the current one' }),
    }),
  },
  responses: {
    200: jsonBody(
      listOf(policyDifference).extend({ from: z.number(), to: z.number() }),
      'The differences, in the order people read a policy',
    ),
    ...problems,
  },
});
const postBacktest = createRoute({
  method: 'post',
  path: '/api/policies/{id}/backtest',
  summary: 'What a policy would have decided about past telemetry, compared with another',
  description:
    'Both policies are taken as having been in force from the first event on, so no evidence begins anew because a limit was changed on the way, as it would in live operation. Nothing is kept.',
  middleware: yamlBody,
  request: {
    params: policyParam,
    body: { required: true, content: { 'application/json': { schema: backtestRequest } } },
  },
  responses: { 200: jsonBody(backtest, 'The comparison'), ...problems, ...bodyProblems },
});

const versionCursor = z.object({ version: z.number().int().min(1) });

/** Policies, their versions, and what they would have decided. */
export function policyRoutes({ policies, backtester }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(listPolicies, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = policies.list().map(({ document }) => document);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getSchema, (c) => {
      requireScope(c.get('principal'), 'read');
      return c.json(policySchema(), 200);
    })
    .openapi(getPolicy, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const found = policies.get(id);
      if (!found) throw notFound(id);
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
      const { reason } = c.req.valid('query');
      const kept = await policies.put(id, c.req.valid('json'), principal.actor, expected, reason);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    })
    .openapi(getVersions, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      if (!policies.get(id)) throw notFound(id);
      const { limit, cursor } = c.req.valid('query');
      const before = readCursor(cursor, versionCursor)?.version ?? Infinity;
      const rest = policies.versions(id).filter((item) => item.version < before);
      const items = rest.slice(0, limit);
      const last = rest.length > limit ? items.at(-1) : undefined;
      return c.json({ items, next: writeCursor(last ? { version: last.version } : null) }, 200);
    })
    .openapi(getDiff, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const query = c.req.valid('query');
      const to = query.to ?? policies.edition(id).version;
      const from = query.from ?? Math.max(1, to - 1);
      const [before, after] = [from, to].map((one) => policies.edition(`${id}@${one}`).document);
      const items = before && after ? diffPolicies(before, after) : [];
      return c.json({ items, next: null, from, to }, 200);
    })
    .openapi(postBacktest, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const answer = await backtester.run(id, c.req.valid('json'), {
        mayRead: (workload) => principal.workloads?.has(workload) ?? true,
        signal: c.req.raw.signal,
      });
      return c.json(answer, 200);
    });
}

const notFound = (id: string): BellwetherError =>
  new BellwetherError('not_found', `there is no policy ${id}`);
