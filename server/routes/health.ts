import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { mayUse } from '../access/principal.ts';
import { authenticate } from '../access/authenticate.ts';
import type { RequestVariables, TelemetryServices } from '../context.ts';
import { createReadiness } from './readiness.ts';
import { jsonBody, problemWith, problems } from './request-schemas.ts';

const getHealth = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process lives',
  security: [],
  responses: { 200: jsonBody(z.object({ status: z.literal('ok') }), 'It does') },
});
const getReadiness = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether the process can work',
  security: [],
  responses: {
    200: jsonBody(
      z.object({
        status: z.literal('ready'),
        /** Late evaluation is an alert of its own: telemetry is still taken, so the process is ready. */
        alerts: z
          .enum(['in_time', 'late'])
          .optional()
          .describe('absent in a process that evaluates none'),
      }),
      'It can, and whether alert rules are evaluated in time',
    ),
    503: problemWith('The database does not answer, or telemetry cannot be written'),
  },
});
const getMetrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Figures for Prometheus',
  responses: {
    200: {
      description: 'In the text format; open where BELLWETHER_METRICS_OPEN is 1',
      content: { 'text/plain': { schema: z.string() } },
    },
    401: problems[401],
  },
});

/** Whether the process lives, whether it can work, and its figures. */
export function healthRoutes(services: TelemetryServices) {
  const { database, checkWritable, metrics, metricsOpen, log, now } = services;
  // A real question and a real write: a full disk or a locked folder answers neither.
  const whatFails = createReadiness(
    [
      {
        detail: 'the database does not answer',
        check: () => database.query('ready', 'SELECT 1 AS one', z.object({ one: z.literal(1) })),
      },
      { detail: 'telemetry cannot be written', check: checkWritable },
    ],
    log,
    now,
  );
  const routes = new OpenAPIHono<RequestVariables>();
  routes.openAPIRegistry.registerPath(getMetrics);
  return routes
    .openapi(getHealth, (c) => c.json({ status: 'ok' as const }, 200))
    .openapi(getReadiness, async (c) => {
      const detail = await whatFails();
      if (detail !== null) throw new BellwetherError('unavailable', detail);
      const status = 'ready' as const;
      if (services.isLate === null) return c.json({ status }, 200);
      return c.json(
        { status, alerts: services.isLate() ? ('late' as const) : ('in_time' as const) },
        200,
      );
    })
    .get('/metrics', async (c) => {
      const principal = authenticate(c.req, services);
      if (!metricsOpen && !(principal && mayUse(principal, 'read'))) {
        throw new BellwetherError('unauthenticated', 'the metrics need a key or a session');
      }
      return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType });
    });
}
