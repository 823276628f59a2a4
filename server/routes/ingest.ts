import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { wireEvent } from '../../core/event.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, TelemetryServices } from '../context.ts';
import { acceptEvents, MAX_BODY_BYTES } from './accept-events.ts';
import { guardTelemetry } from './guard-telemetry.ts';
import { jsonBody, problemWith, problems } from './request-schemas.ts';

const receipt = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), path: z.string(), message: z.string() })),
});

const postEvents = createRoute({
  method: 'post',
  path: '/v1/events',
  summary: 'Send telemetry: one event, an array, or NDJSON',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.union([wireEvent, z.array(wireEvent)]) },
        'application/x-ndjson': { schema: z.string() },
      },
    },
  },
  responses: {
    202: jsonBody(receipt, 'Durable: accepted events survive a kill at the next instruction'),
    ...problems,
    413: problemWith('Larger than the stated limit'),
    415: problemWith('Neither JSON nor NDJSON, or an unknown encoding'),
    429: problemWith('Too many requests; see Retry-After'),
    503: problemWith('Cannot be kept right now; see Retry-After'),
  },
});

const flush = createRoute({
  method: 'post',
  path: '/api/ingest/flush',
  summary: 'Answers when everything acknowledged before the call is queryable',
  responses: { 200: jsonBody(z.object({ flushed: z.literal(true) }), 'All of it is'), ...problems },
});

const ingestStatus = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  spool_bytes: z.number(),
  spool_segments: z.number(),
  lag_ms: z.number(),
  last_error: z.string().nullable(),
  /** The same as rejected: every rejected event is kept there. */
  quarantined: z.number(),
  spool_limit_bytes: z.number(),
  /** Accepted over the last 10 s; null in the first second. */
  rate_per_second: z.number().nullable(),
  /** The last 10 minutes in steps of 10 s, ascending; null before the start. */
  recent_rates: z.array(z.object({ at: z.iso.datetime(), per_second: z.number().nullable() })),
});

const status = createRoute({
  method: 'get',
  path: '/api/ingest/status',
  summary: 'Counts since start, and what waits on disk',
  responses: { 200: jsonBody(ingestStatus, 'How ingest is doing'), ...problems },
});

/** Telemetry in, and how it fares. */
export function ingestRoutes({
  catchUp,
  ingest,
  rate,
  spoolLimitBytes,
  limiter,
  bodyRoom,
}: TelemetryServices) {
  const routes = new OpenAPIHono<RequestVariables>();
  routes.use('/v1/events', guardTelemetry({ limiter, bodyRoom }, MAX_BODY_BYTES));
  // The body is read as bytes and checked event by event, so the schema above only documents it.
  routes.openAPIRegistry.registerPath(postEvents);
  routes.post('/v1/events', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'ingest');
    const answer = await acceptEvents({ ingest, limiter }, principal, {
      body: new Uint8Array(await c.req.arrayBuffer()),
      contentType: c.req.header('content-type') ?? '',
      contentEncoding: c.req.header('content-encoding') ?? '',
    });
    return c.json(answer, 202);
  });
  return routes
    .openapi(flush, async (c) => {
      requireScope(c.get('principal'), 'ingest');
      await ingest.flush();
      await catchUp?.settle();
      return c.json({ flushed: true as const }, 200);
    })
    .openapi(status, (c) => {
      requireScope(c.get('principal'), 'read');
      const now = ingest.status();
      return c.json(
        {
          accepted: now.accepted,
          duplicates: now.duplicates,
          rejected: now.rejected,
          spool_bytes: now.spoolBytes,
          spool_segments: now.spoolSegments,
          lag_ms: now.lagMs,
          last_error: now.lastError,
          quarantined: now.rejected,
          spool_limit_bytes: spoolLimitBytes,
          rate_per_second: rate.perSecond(),
          recent_rates: rate.history(),
        },
        200,
      );
    });
}
