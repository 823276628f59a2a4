import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { isoTime } from '../../core/time.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { jsonBody, problems } from './request-schemas.ts';

const alertStatus = z.object({
  /** Whether every minute is evaluated in time, or nearly so. */
  state: z.enum(['in_time', 'late']),
  /** End of the last minute that was evaluated; null before the first. */
  evaluated_to: z.iso.datetime().nullable(),
  /** How long ago the first minute that is not evaluated was due; 0: none is. */
  lag_seconds: z.number(),
  /** How long the last evaluation took. */
  took_seconds: z.number().nullable(),
  /** Evaluations that failed in a row, and what the last of them said. */
  failures: z.number().int(),
  last_error: z.string().nullable(),
});

const getStatus = createRoute({
  method: 'get',
  path: '/api/alerts/status',
  summary: 'Whether alert rules are evaluated in time',
  responses: { 200: jsonBody(alertStatus, 'How evaluation is doing'), ...problems },
});

/** How evaluation of alert rules is doing. */
export function alertStatusRoutes({ alerts: { engine } }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getStatus, (c) => {
    requireScope(c.get('principal'), 'read');
    const { evaluatedMs, lagMs, isLate, failures, lastError, lastTookMs } = engine.status();
    return c.json(
      {
        state: isLate ? ('late' as const) : ('in_time' as const),
        evaluated_to: evaluatedMs === null ? null : isoTime(evaluatedMs),
        lag_seconds: lagMs / 1000,
        took_seconds: lastTookMs === null ? null : lastTookMs / 1000,
        failures,
        last_error: lastError,
      },
      200,
    );
  });
}
