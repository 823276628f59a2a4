import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { priceDocument } from '../../ingest/price-overrides.ts';
import { redactionRules } from '../../ingest/redaction-rules.ts';
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

const ifMatch = z.object({ 'if-match': z.string().optional() });
const stale = { 412: problemWith('Changed meanwhile: read it again') };
const whole = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const priceParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'our-own-llama' }),
});

const listPrices = createRoute({
  method: 'get',
  path: '/api/prices',
  summary: 'Every price that people set for a model',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(priceDocument), 'Their documents'), ...problems },
});
const getPrice = createRoute({
  method: 'get',
  path: '/api/prices/{id}',
  summary: "A model's own price",
  request: { params: priceParam },
  responses: {
    200: jsonBody(priceDocument, 'The document; its version is the ETag'),
    ...problems,
  },
});
const putPrice = createRoute({
  method: 'put',
  path: '/api/prices/{id}',
  summary: "Write a model's own price whole",
  description:
    'It holds for runs without a stated cost that come in from now on, by the day on which they happened; what was priced before stays as it is. An exact name goes before the start of a name, a longer start before a shorter one, a price for one provider before one for all, a later day before an earlier one; all of them before the built-in list.',
  request: { params: priceParam, headers: ifMatch, body: whole(priceDocument.partial()) },
  responses: { 200: jsonBody(priceDocument, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const deletePrice = createRoute({
  method: 'delete',
  path: '/api/prices/{id}',
  summary: "Delete a model's own price",
  description:
    'Runs that come in from now on are priced without it; earlier ones stay as they are.',
  request: { params: priceParam, headers: ifMatch },
  responses: { 204: { description: 'Deleted' }, ...problems, ...stale },
});
const getRedaction = createRoute({
  method: 'get',
  path: '/api/settings/redaction',
  summary: 'What is taken out of telemetry before it is written',
  responses: { 200: jsonBody(redactionRules, 'The rules; their version is the ETag'), ...problems },
});
const putRedaction = createRoute({
  method: 'put',
  path: '/api/settings/redaction',
  summary: 'Write the redaction rules whole',
  description:
    'They hold for accepted and rejected telemetry that comes in after the answer; what was written before stays as it is.',
  request: { headers: ifMatch, body: whole(redactionRules.partial()) },
  responses: { 200: jsonBody(redactionRules, 'As kept'), ...problems, ...bodyProblems, ...stale },
});

/** What people set for all of telemetry: prices of models, and redaction. */
export function settingsRoutes({ prices, redaction }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(listPrices, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = prices.list().map(({ document }) => document);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getPrice, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const found = prices.get(id);
      if (!found) throw new BellwetherError('not_found', `there is no price ${id}`);
      c.header('ETag', writeEtag(found.version));
      return c.json(found.document, 200);
    })
    .openapi(putPrice, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      // A price holds for every workload, and for every verdict on what it costs.
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], prices.get(id) !== null);
      const kept = await prices.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    })
    .openapi(deletePrice, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], prices.get(id) !== null);
      await prices.remove(id, principal.actor, expected);
      return c.body(null, 204);
    })
    .openapi(getRedaction, (c) => {
      requireScope(c.get('principal'), 'read');
      const { document, version } = redaction.get();
      c.header('ETag', writeEtag(version));
      return c.json(document, 200);
    })
    .openapi(putRedaction, async (c) => {
      const principal = c.get('principal');
      // Rules that are taken away bring personal data into the store.
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], redaction.get().version > 0);
      const kept = await redaction.put(c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    });
}
