import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import {
  receiverStatusItem,
  receiverTestItem,
  shownReceiver,
  toReceiverStatusItem,
  toReceiverTestItem,
} from '../../alerts/deliver/receiver-item.ts';
import type { ShownReceiver } from '../../alerts/people/receiver-registry.ts';
import { routesDocument } from '../../alerts/people/route-document.ts';
import { silenceDocument } from '../../alerts/labels/silence.ts';
import { BellwetherError } from '../../core/errors.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { testAlert } from '../gates/test-alerts.ts';
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
const idParam = (example: string) =>
  z.object({
    id: z
      .string()
      .max(63)
      .openapi({ param: { name: 'id', in: 'path' }, example }),
  });
const anyDocument = {
  required: true,
  content: { 'application/json': { schema: z.looseObject({}) } },
};
const page = z.strictObject(longPageParams);

const receiverItem = shownReceiver.extend({
  status: receiverStatusItem,
  /** The test alert that arrived last, and who saw it; null where none ever did. */
  test: testAlert.omit({ id: true, receiver: true }).nullable(),
});
const acceptedSilence = silenceDocument.partial({ id: true, author: true, starts_at: true });

const listReceivers = createRoute({
  method: 'get',
  path: '/api/receivers',
  summary: 'Every receiver of alerts, without its secrets, and how it does',
  request: { query: page },
  responses: { 200: jsonBody(listOf(receiverItem), 'The receivers'), ...problems },
});
const getReceiver = createRoute({
  method: 'get',
  path: '/api/receivers/{id}',
  summary: 'A receiver of alerts, without its secrets',
  request: { params: idParam('ops-hook') },
  responses: { 200: jsonBody(receiverItem, 'The receiver; its version is the ETag'), ...problems },
});
const putReceiver = createRoute({
  method: 'put',
  path: '/api/receivers/{id}',
  summary: 'Write a receiver whole',
  description:
    'Types: webhook, slack, pagerduty, email, alertmanager. Secrets are never shown again; one that is left out stays what it was.',
  request: { params: idParam('ops-hook'), headers: ifMatch, body: anyDocument },
  responses: { 200: jsonBody(receiverItem, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const deleteReceiver = createRoute({
  method: 'delete',
  path: '/api/receivers/{id}',
  summary: 'Remove a receiver of alerts that no route names',
  description: 'What still waits for it is not sent any more.',
  request: { params: idParam('ops-hook'), headers: ifMatch },
  responses: {
    204: { description: 'Removed' },
    ...problems,
    ...stale,
    409: problemWith('Routes still name it: `errors` says where'),
  },
});
const testReceiver = createRoute({
  method: 'post',
  path: '/api/receivers/{id}/test',
  summary: 'Send a receiver a test alert, and its end, at once',
  request: { params: idParam('ops-hook') },
  responses: { 200: jsonBody(receiverTestItem, 'Whether it was taken'), ...problems },
});
const getRoutes = createRoute({
  method: 'get',
  path: '/api/routes',
  summary: 'Where alerts go, and what holds them back',
  responses: {
    200: jsonBody(routesDocument, 'The routes; their version is the ETag'),
    ...problems,
  },
});
const putRoutes = createRoute({
  method: 'put',
  path: '/api/routes',
  summary: 'Write the routes whole',
  description: 'Asked in their order; the first that matches is taken, unless it says `continue`.',
  request: { headers: ifMatch, body: anyDocument },
  responses: { 200: jsonBody(routesDocument, 'As kept'), ...problems, ...bodyProblems, ...stale },
});
const listSilences = createRoute({
  method: 'get',
  path: '/api/silences',
  summary: 'Every silence that was not lifted, also those that are over',
  request: { query: page },
  responses: { 200: jsonBody(listOf(silenceDocument), 'The silences'), ...problems },
});
const postSilence = createRoute({
  method: 'post',
  path: '/api/silences',
  summary: 'Hold back what is told of alerts that match, for a while',
  request: {
    body: { required: true, content: { 'application/json': { schema: acceptedSilence } } },
  },
  responses: {
    201: jsonBody(silenceDocument, 'As kept'),
    ...problems,
    ...bodyProblems,
    409: problemWith('There are too many'),
  },
});
const deleteSilence = createRoute({
  method: 'delete',
  path: '/api/silences/{id}',
  summary: 'Lift a silence before its end',
  request: { params: idParam('silence-9f2c11') },
  responses: { 204: { description: 'Lifted' }, ...problems },
});

/** Who is told of alerts: receivers, routes and silences. */
export function receiverRoutes({ notifying, gates, now, randomId }: Services) {
  const { receivers, people, outbox } = notifying;
  const withStatus = (shown: ShownReceiver, id: string) => ({
    ...shownReceiver.parse(shown),
    status: toReceiverStatusItem(outbox.status(id)),
    test: gates.tests.last(id),
  });
  return new OpenAPIHono<RequestVariables>()
    .openapi(listReceivers, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = receivers
        .list()
        .map(({ document }) => withStatus(document, String(document['id'])));
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(getReceiver, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const found = receivers.get(id);
      if (!found) throw new BellwetherError('not_found', `there is no receiver ${id}`);
      c.header('ETag', writeEtag(found.version));
      return c.json(withStatus(found.document, id), 200);
    })
    .openapi(putReceiver, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      // Alerts leave the house by a receiver.
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], receivers.get(id) !== null);
      const kept = await receivers.put(id, c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(withStatus(kept.document, id), 200);
    })
    .openapi(deleteReceiver, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], receivers.get(id) !== null);
      await people.removeReceiver(id, principal.actor, expected);
      await outbox.forgetReceiver(id);
      return c.body(null, 204);
    })
    .openapi(testReceiver, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      requireUnbound(principal);
      const { id } = c.req.valid('param');
      const outcome = await notifying.test(id);
      if (outcome.kind === 'sent') {
        await gates.tests.delivered(id, { actor: principal.actor, nowMs: now() });
      }
      return c.json(toReceiverTestItem(outcome), 200);
    })
    .openapi(getRoutes, (c) => {
      requireScope(c.get('principal'), 'read');
      const { document, version } = people.routes();
      c.header('ETag', writeEtag(version));
      return c.json(document, 200);
    })
    .openapi(putRoutes, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'write');
      requireUnbound(principal);
      const expected = readIfMatch(c.req.valid('header')['if-match'], people.routes().version > 0);
      const kept = await people.putRoutes(c.req.valid('json'), principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    })
    .openapi(listSilences, (c) => {
      requireScope(c.get('principal'), 'read');
      const items = people.silences().map(({ document }) => document);
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(postSilence, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      requireUnbound(principal);
      const id = `silence-${randomId().slice(0, 13)}`;
      const author = { actor: principal.actor, nowMs: now() };
      const kept = await people.addSilence(id, c.req.valid('json'), author);
      return c.json(kept.document, 201);
    })
    .openapi(deleteSilence, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      requireUnbound(principal);
      await people.liftSilence(c.req.valid('param').id, principal.actor);
      return c.body(null, 204);
    });
}
