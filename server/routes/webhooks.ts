import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { receiverStatusItem, toReceiverStatusItem } from '../../alerts/deliver/receiver-item.ts';
import { shownWebhook, type ShownWebhook } from '../../alerts/webhooks/webhook.ts';
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

const ifMatch = z.object({ 'if-match': z.string().optional() });
const stale = { 412: problemWith('Changed meanwhile: read it again') };
const idParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'governance' }),
});
const webhookItem = shownWebhook.extend({ status: receiverStatusItem });

const listWebhooks = createRoute({
  method: 'get',
  path: '/api/webhooks',
  summary: 'Every webhook, without its secret, and how it does',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(webhookItem), 'The webhooks'), ...problems },
});
const getWebhook = createRoute({
  method: 'get',
  path: '/api/webhooks/{id}',
  summary: 'A webhook, without its secret',
  request: { params: idParam },
  responses: { 200: jsonBody(webhookItem, 'The webhook; its version is the ETag'), ...problems },
});
const putWebhook = createRoute({
  method: 'put',
  path: '/api/webhooks/{id}',
  summary: 'Write a webhook whole: where verdicts, decisions and modes are told, as CloudEvents',
  description:
    'The secret is never shown again; left out, it stays what it was as long as the address does.',
  request: {
    params: idParam,
    headers: ifMatch,
    body: {
      required: true,
      content: { 'application/json': { schema: z.looseObject({}) } },
    },
  },
  responses: { 200: jsonBody(webhookItem, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const deleteWebhook = createRoute({
  method: 'delete',
  path: '/api/webhooks/{id}',
  summary: 'Delete a webhook',
  request: { params: idParam, headers: ifMatch },
  responses: { 204: { description: 'Deleted' }, ...problems, ...stale },
});

/** Webhooks: other programs that are told of verdicts, decisions and modes. */
export function webhookRoutes({ notifying }: Services) {
  const { webhooks, outbox } = notifying;
  const withStatus = (document: ShownWebhook) => ({
    ...document,
    status: toReceiverStatusItem(outbox.status(`webhook:${document.id}`)),
  });
  return new OpenAPIHono<RequestVariables>()
    .openapi(listWebhooks, (c) => {
      requireScope(c.get('principal'), 'admin');
      requireUnbound(c.get('principal'));
      const items = webhooks.list().map(({ document }) => withStatus(document));
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getWebhook, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'admin');
      requireUnbound(c.get('principal'));
      const found = webhooks.get(id);
      if (!found) throw new BellwetherError('not_found', `there is no webhook ${id}`);
      c.header('ETag', writeEtag(found.version));
      return c.json(withStatus(found.document), 200);
    })
    .openapi(putWebhook, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], webhooks.get(id) !== null);
      const kept = await webhooks.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(withStatus(kept.document), 200);
    })
    .openapi(deleteWebhook, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], webhooks.get(id) !== null);
      await webhooks.remove(id, principal.actor, expected);
      return c.body(null, 204);
    });
}
