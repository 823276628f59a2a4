import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { BellwetherError } from '../../core/errors.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById, readIfMatch, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
} from './request-schemas.ts';
import { yamlBody } from './yaml-body.ts';

const ifMatch = z.object({ 'if-match': z.string().optional() });
const stale = { 412: problemWith('Changed meanwhile: read it again') };
const ruleParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'tools-failing' }),
});

const listRules = createRoute({
  method: 'get',
  path: '/api/rules',
  summary: 'Every alert rule',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(ruleDocument), 'Their documents'), ...problems },
});
const getRule = createRoute({
  method: 'get',
  path: '/api/rules/{id}',
  summary: 'An alert rule',
  request: { params: ruleParam },
  responses: { 200: jsonBody(ruleDocument, 'The document; its version is the ETag'), ...problems },
});
const putRule = createRoute({
  method: 'put',
  path: '/api/rules/{id}',
  summary: 'Write an alert rule whole',
  description:
    'Open alerts of a rule that means something else end with the next evaluation, and say so; other changes leave them open.',
  middleware: yamlBody,
  request: {
    params: ruleParam,
    headers: ifMatch,
    body: {
      required: true,
      content: { 'application/json': { schema: z.looseObject({}) } },
    },
  },
  responses: { 200: jsonBody(ruleDocument, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const deleteRule = createRoute({
  method: 'delete',
  path: '/api/rules/{id}',
  summary: 'Delete an alert rule',
  description: 'Its open alerts end with the next evaluation, and say so.',
  request: { params: ruleParam, headers: ifMatch },
  responses: { 204: { description: 'Deleted' }, ...problems, ...stale },
});

/** Alert rules. */
export function ruleRoutes({ alerts }: Services) {
  const { rules } = alerts;
  return new OpenAPIHono<RequestVariables>()
    .openapi(listRules, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = rules.list().map(({ document }) => document);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getRule, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const found = rules.get(id);
      if (!found) throw new BellwetherError('not_found', `there is no rule ${id}`);
      c.header('ETag', writeEtag(found.version));
      return c.json(found.document, 200);
    })
    .openapi(putRule, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      // A rule looks at whatever its selector says.
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], rules.get(id) !== null);
      const kept = await rules.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    })
    .openapi(deleteRule, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], rules.get(id) !== null);
      await rules.remove(id, principal.actor, expected);
      return c.body(null, 204);
    });
}
