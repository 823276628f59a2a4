import { createHash } from 'node:crypto';
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { ALLOWED_SUFFIX, evaluateFlag, readContext, type FlagFailure } from '../flag-evaluation.ts';
import { problems } from './request-schemas.ts';

const evaluation = z.object({
  key: z.string(),
  value: z.union([z.string(), z.boolean()]),
  variant: z.string(),
  reason: z.string(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
const failure = z.object({ key: z.string(), errorCode: z.string(), errorDetails: z.string() });
const body = {
  content: {
    'application/json': {
      schema: z.object({ context: z.record(z.string(), z.unknown()).optional() }),
    },
  },
};
const answered = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const { 401: noKey, 403: notAllowed, 503: away } = problems;

const postFlag = createRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags/{key}',
  summary: 'What a workload may do for one caller (OpenFeature Remote Evaluation Protocol)',
  request: { params: z.object({ key: z.string() }), body },
  responses: {
    200: answered(evaluation, 'The mode, or for KEY.allowed whether it is live'),
    400: answered(failure, 'The context does not do'),
    401: noKey,
    403: notAllowed,
    404: answered(failure, 'There is no such workload'),
    503: away,
  },
});
const postFlags = createRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags',
  summary: 'The same for every workload the key may read',
  request: { headers: z.object({ 'if-none-match': z.string().optional() }), body },
  responses: {
    200: answered(z.object({ flags: z.array(z.union([evaluation, failure])) }), 'All flags'),
    304: { description: 'As in the answer with that ETag' },
    400: answered(failure.omit({ key: true }), 'The context does not do'),
    401: noKey,
    403: notAllowed,
    503: away,
  },
});

const STATUS: Readonly<Record<FlagFailure['errorCode'], 400 | 404>> = {
  PARSE_ERROR: 400,
  INVALID_CONTEXT: 400,
  TARGETING_KEY_MISSING: 400,
  FLAG_NOT_FOUND: 404,
};

/** Feature flags for running applications; answered from memory. */
export function flagRoutes(services: Services) {
  const { effect, workloads } = services;
  const routes = new OpenAPIHono<RequestVariables>();
  // Errors have a shape of their own here, so bodies are read by hand.
  routes.openAPIRegistry.registerPath(postFlag);
  routes.openAPIRegistry.registerPath(postFlags);
  const contextOf = async (c: Context) => readContext(await c.req.text());
  return routes
    .post('/ofrep/v1/evaluate/flags/:key', async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const key = c.req.param('key');
      const workload = key.endsWith(ALLOWED_SUFFIX) ? key.slice(0, -ALLOWED_SUFFIX.length) : key;
      requireWorkload(principal, workload);
      const read = await contextOf(c);
      if (read.kind === 'failure') {
        const { errorCode, errorDetails } = read;
        return c.json({ key, errorCode, errorDetails }, 400);
      }
      const found = evaluateFlag(key, read.question, effect);
      return 'errorCode' in found ? c.json(found, STATUS[found.errorCode]) : c.json(found, 200);
    })
    .post('/ofrep/v1/evaluate/flags', async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const read = await contextOf(c);
      if (read.kind === 'failure') {
        const { errorCode, errorDetails } = read;
        return c.json({ errorCode, errorDetails }, 400);
      }
      const flags = workloads
        .list()
        .map(({ document }) => document.id)
        .filter((id) => principal.workloads?.has(id) ?? true)
        .flatMap((id) => [id, `${id}${ALLOWED_SUFFIX}`])
        .map((key) => evaluateFlag(key, read.question, effect));
      const text = JSON.stringify({ flags });
      const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      c.header('ETag', etag);
      const known = c.req.header('if-none-match')?.split(',') ?? [];
      if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return c.body(null, 304);
      return c.body(text, 200, { 'content-type': 'application/json' });
    });
}
