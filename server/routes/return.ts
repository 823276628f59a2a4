import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { DAY_MS } from '../../core/time.ts';
import { returnOverTime as buildReturn } from '../../decisions/live/return-over-time.ts';
import { historyToDraw } from '../../decisions/live/signal-tables.ts';
import { returnOverTime } from '../../signals/return.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { instantParam, jsonBody, problems, workloadParam } from './request-schemas.ts';

/** Days that are answered where nobody says how many. */
const USUAL_DAYS = 90;
/** A year and some: more is no page's to show. */
const MOST_DAYS = 400;

const getReturn = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/return',
  summary: 'Value and full cost by day, payback, and the running month against its budget',
  request: {
    params: workloadParam,
    query: z.strictObject({ from: instantParam.optional(), to: instantParam.optional() }),
  },
  responses: { 200: jsonBody(returnOverTime, 'The return'), ...problems },
});

/** What a workload brings and what it costs. */
export function returnRoutes({ assessor, now }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getReturn, async (c) => {
    const { id } = c.req.valid('param');
    const principal = c.get('principal');
    requireScope(principal, 'read');
    requireWorkload(principal, id);
    const query = c.req.valid('query');
    const toMs = query.to ?? now();
    const fromMs = query.from ?? toMs - USUAL_DAYS * DAY_MS;
    refuseSpan(fromMs, toMs);
    const replayed = await assessor.replayed(id, null);
    return c.json(buildReturn(replayed, historyToDraw(replayed.rows), { fromMs, toMs }), 200);
  });
}

function refuseSpan(fromMs: number, toMs: number): void {
  const problem =
    toMs <= fromMs
      ? { path: 'to', message: 'expected an instant after from' }
      : toMs - fromMs > MOST_DAYS * DAY_MS
        ? { path: 'from', message: `expected at most ${MOST_DAYS} days` }
        : null;
  if (problem)
    throw new BellwetherError('invalid', 'this span cannot be answered', { errors: [problem] });
}
