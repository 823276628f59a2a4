import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { alertTelling } from '../../alerts/deliver/alert-telling.ts';
import {
  ALERT_STATES,
  alertItem,
  buildAlertItem,
  stateOf,
} from '../../alerts/episode/alert-item.ts';
import { episodeKey, type Episode } from '../../alerts/episode/episode.ts';
import { respond, type Act } from '../../alerts/episode/respond.ts';
import { workloadSlug } from '../../core/event.ts';
import { BellwetherError } from '../../core/errors.ts';
import { mayUse, requireScope, requireWorkload, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  bodyProblems,
  instantParam,
  jsonBody,
  listOf,
  pageParams,
  problemWith,
  problems,
} from './request-schemas.ts';

/** One alert as it is read alone: with who was told of it. */
const alertDetail = alertItem.extend(alertTelling.shape);

const alertParam = z.object({
  id: z
    .string()
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'f3a29c01d4e85b67-3' }),
});
const note = z.string().max(4000).default('');
const taken = { 409: problemWith('Somebody was faster, or it is over') };

const listAlerts = createRoute({
  method: 'get',
  path: '/api/alerts',
  summary: 'Alerts: those that are open, or those that ended, the latest first',
  request: {
    query: z.strictObject({
      ...pageParams,
      state: z
        .enum([...ALERT_STATES, 'open', 'all'])
        .default('open')
        .openapi({ description: '`open`: firing and recovering' }),
      workload: workloadSlug.optional(),
    }),
  },
  responses: { 200: jsonBody(listOf(alertItem), 'The alerts'), ...problems },
});
const getAlert = createRoute({
  method: 'get',
  path: '/api/alerts/{id}',
  summary: 'One alert, with what people did about it and who was told of it',
  request: { params: alertParam },
  responses: { 200: jsonBody(alertDetail, 'The alert'), ...problems },
});

function actRoute<Name extends string, Body extends z.ZodType>(
  name: Name,
  summary: string,
  body: Body,
) {
  return createRoute({
    method: 'post',
    path: `/api/alerts/{id}/${name}`,
    summary,
    request: {
      params: alertParam,
      body: { required: false, content: { 'application/json': { schema: body } } },
    },
    responses: {
      200: jsonBody(alertDetail, 'As it is now'),
      ...problems,
      ...bodyProblems,
      ...taken,
    },
  });
}
const acknowledge = actRoute(
  'acknowledge',
  'Take an alert: it is not repeated and not escalated',
  z.strictObject({ note }).prefault({}),
);
const assign = actRoute(
  'assign',
  'Say whose an alert is',
  z.strictObject({ to: z.string().min(1).max(200) }),
);
const comment = actRoute(
  'comment',
  'Note something on an alert',
  z.strictObject({ text: z.string().min(1).max(4000) }),
);
const snooze = actRoute(
  'snooze',
  'Hold back what is told of an alert for a while',
  z.strictObject({ until: instantParam, note }),
);
const close = actRoute(
  'close',
  'Say that an alert needs nothing more',
  z.strictObject({ note }).prefault({}),
);

const cursorOf = z.object({ firedMs: z.number(), id: z.string() });

/** The latest first; of one instant by key. */
const order = (a: Episode, b: Episode): number =>
  b.firedMs - a.firedMs || (episodeKey(a) < episodeKey(b) ? -1 : 1);

/** Alerts and the response to them. */
export function alertRoutes({ alerts, notifying, now }: Services) {
  const { engine } = alerts;
  const findAllowed = (principal: Principal, id: string): Episode => {
    const found = engine.find(id);
    if (!found) throw new BellwetherError('not_found', `there is no alert ${id}`);
    requireWorkload(principal, found.workload);
    return found;
  };
  const detailOf = (episode: Episode) => ({
    ...buildAlertItem(episode),
    ...notifying.telling(episode),
  });
  const carryOut = async (principal: Principal, id: string, act: Act) => {
    requireScope(principal, 'operate');
    findAllowed(principal, id);
    const after = await engine.respond(id, (episode) =>
      respond(episode, act, principal.actor, now()),
    );
    if (!after) throw new BellwetherError('not_found', `there is no alert ${id}`);
    return detailOf(after);
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(listAlerts, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { state, workload, limit, cursor } = c.req.valid('query');
      if (workload !== undefined) requireWorkload(principal, workload);
      const after = readCursor(cursor, cursorOf);
      const all = [...engine.open(), ...(state === 'open' ? [] : engine.ended())];
      const found = all
        .filter(
          (one) =>
            (workload === undefined || one.workload === workload) &&
            (principal.workloads === null || principal.workloads.has(one.workload)) &&
            (state === 'open' || state === 'all' || stateOf(one) === state),
        )
        .sort(order)
        .filter((one) => after === null || isAfter(one, after));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const next = last ? { firedMs: last.firedMs, id: episodeKey(last) } : null;
      return c.json({ items: page.map(buildAlertItem), next: writeCursor(next) }, 200);
    })
    .openapi(getAlert, (c) => {
      const principal = c.get('principal');
      if (!mayUse(principal, 'read')) requireScope(principal, 'read');
      const found = findAllowed(principal, c.req.valid('param').id);
      return c.json(detailOf(found), 200);
    })
    .openapi(acknowledge, async (c) => {
      const act = { act: 'acknowledge', ...c.req.valid('json') } as const;
      return c.json(await carryOut(c.get('principal'), c.req.valid('param').id, act), 200);
    })
    .openapi(assign, async (c) => {
      const act = { act: 'assign', ...c.req.valid('json') } as const;
      return c.json(await carryOut(c.get('principal'), c.req.valid('param').id, act), 200);
    })
    .openapi(comment, async (c) => {
      const act = { act: 'comment', ...c.req.valid('json') } as const;
      return c.json(await carryOut(c.get('principal'), c.req.valid('param').id, act), 200);
    })
    .openapi(snooze, async (c) => {
      const { until, note: said } = c.req.valid('json');
      const act = { act: 'snooze', untilMs: until, note: said } as const;
      return c.json(await carryOut(c.get('principal'), c.req.valid('param').id, act), 200);
    })
    .openapi(close, async (c) => {
      const act = { act: 'close', ...c.req.valid('json') } as const;
      return c.json(await carryOut(c.get('principal'), c.req.valid('param').id, act), 200);
    });
}

function isAfter(one: Episode, cursor: z.output<typeof cursorOf>): boolean {
  if (one.firedMs !== cursor.firedMs) return one.firedMs < cursor.firedMs;
  return episodeKey(one) > cursor.id;
}
