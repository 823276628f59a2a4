import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import {
  agendaItem,
  dueReview,
  heldReview,
  reviewChange,
  reviewDocument,
} from '../../core/business-review.ts';
import { BellwetherError } from '../../core/errors.ts';
import { workloadSlug } from '../../core/event.ts';
import { isoTime } from '../../core/time.ts';
import { readAgenda } from '../../decisions/review/read-agenda.ts';
import { requireScope, requireWorkload, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageInOrder, readIfMatch, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const calendarItem = z.discriminatedUnion('state', [
  dueReview.extend({ state: z.literal('due') }),
  reviewDocument.extend({ state: z.literal('held') }),
]);

const listReviews = createRoute({
  method: 'get',
  path: '/api/reviews',
  summary:
    'The calendar of business reviews: those due, overdue first, then those held, latest first',
  request: {
    query: z.strictObject({
      workload: workloadSlug.optional(),
      state: z.enum(['due', 'held']).optional(),
      ...longPageParams,
    }),
  },
  responses: { 200: jsonBody(listOf(calendarItem), 'The calendar'), ...problems },
});

const getReviews = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/reviews',
  summary: 'Reviews of a workload, the latest first, with the agenda of the next',
  request: { params: workloadParam },
  responses: {
    200: jsonBody(
      listOf(reviewDocument.extend({ version: z.number() })).extend({
        due: dueReview,
        agenda: z.object({ since: z.iso.datetime(), items: z.array(agendaItem) }),
      }),
      'The reviews',
    ),
    ...problems,
  },
});

const holdReview = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/reviews',
  summary: 'Hold a review: keeps notes and actions with the agenda of this moment',
  request: {
    params: workloadParam,
    body: { required: true, content: { 'application/json': { schema: heldReview } } },
  },
  responses: {
    201: jsonBody(reviewDocument, 'As kept; its version is the ETag'),
    ...problems,
    ...bodyProblems,
    412: problemWith('Somebody held one at the same moment'),
  },
});

const putReview = createRoute({
  method: 'put',
  path: '/api/workloads/{id}/reviews/{number}',
  summary: 'Close, re-date or add actions of a review; what was agreed stays',
  request: {
    params: workloadParam.extend({ number: z.coerce.number().int().min(1).max(1_000_000) }),
    headers: z.object({ 'if-match': z.string().optional() }),
    body: { required: true, content: { 'application/json': { schema: reviewChange } } },
  },
  responses: {
    200: jsonBody(reviewDocument, 'As kept'),
    ...problems,
    ...bodyProblems,
    412: problemWith('Changed meanwhile: read it again'),
  },
});

/** Business reviews: the calendar, agendas, notes and actions. */
export function reviewRoutes({ reviewing, workloads }: Services) {
  const { reviews, agenda } = reviewing;
  const recordOf = (principal: Principal, id: string) => {
    requireWorkload(principal, id);
    const found = workloads.get(id);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${id}`);
    return found.document;
  };
  const agendaOf = (record: ReturnType<typeof recordOf>) =>
    readAgenda(
      agenda,
      record,
      reviews.list([record.id]).map(({ document }) => document),
    );
  return new OpenAPIHono<RequestVariables>()
    .openapi(listReviews, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { workload, state, ...page } = c.req.valid('query');
      if (workload !== undefined) recordOf(principal, workload);
      const ids = workloads
        .list()
        .filter(({ document }) => document.stage !== 'retired' || document.id === workload)
        .map(({ document }) => document.id)
        .filter((id) => principal.workloads?.has(id) ?? true)
        .filter((id) => workload === undefined || id === workload);
      const due = reviews.due(ids).map((item) => ({ state: 'due' as const, ...item }));
      const held = reviews
        .list(ids)
        .map(({ document }) => ({ state: 'held' as const, ...document }));
      const all = [...due, ...held].filter((item) => state === undefined || item.state === state);
      const keyOf = (item: (typeof all)[number]): string =>
        item.state === 'due' ? item.workload : item.id;
      return c.json(pageInOrder(all, keyOf, page), 200);
    })
    .openapi(getReviews, async (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      const record = recordOf(c.get('principal'), id);
      const [due] = reviews.due([id]);
      if (!due) throw new BellwetherError('not_found', `there is no workload ${id}`);
      const { sinceMs, items } = await agendaOf(record);
      return c.json(
        {
          items: reviews.list([id]).map(({ document, version }) => ({ ...document, version })),
          next: null,
          due,
          agenda: { since: isoTime(sinceMs), items },
        },
        200,
      );
    })
    .openapi(holdReview, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      const record = recordOf(principal, id);
      const { sinceMs, items } = await agendaOf(record);
      const made = { agenda: items, sinceMs, actor: principal.actor };
      const kept = await reviews.hold(id, c.req.valid('json'), made);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 201);
    })
    .openapi(putReview, async (c) => {
      const { id, number } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'write');
      recordOf(principal, id);
      reviews.get(id, number);
      const expected = readIfMatch(c.req.valid('header')['if-match'], true);
      const { actions } = c.req.valid('json');
      const kept = await reviews.change(id, number, actions, principal.actor, expected);
      c.header('ETag', writeEtag(kept.version));
      return c.json(kept.document, 200);
    });
}
