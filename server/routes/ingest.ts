import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { wireEvent } from '../../core/event.ts';
import { listQuarantine } from '../../store/questions/list-quarantine.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { limitBody } from './limit-body.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  cursorMs,
  jsonBody,
  listOf,
  pageParams,
  problemWith,
  problems,
} from './request-schemas.ts';

/** As it comes over the wire, compressed or not; also the limit a client is told. */
export const MAX_BODY_BYTES = 10 * 1_048_576;

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
});

const status = createRoute({
  method: 'get',
  path: '/api/ingest/status',
  summary: 'Counts since start, and what waits on disk',
  responses: { 200: jsonBody(ingestStatus, 'How ingest is doing'), ...problems },
});

const quarantineItem = z.object({
  id: z.string(),
  received_at: z.iso.datetime(),
  key_id: z.string(),
  workload: z.string(),
  kind: z.string(),
  body: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});

const quarantine = createRoute({
  method: 'get',
  path: '/api/quarantine',
  summary: 'Events that did not fit the contract, newest first',
  request: { query: z.strictObject(pageParams) },
  responses: { 200: jsonBody(listOf(quarantineItem), 'Rejected events'), ...problems },
});

const quarantineCursor = z.object({ receivedMs: cursorMs, id: z.string() });

/** Telemetry in, and how it fares. */
export function ingestRoutes({ ingest, database }: Services) {
  const routes = new OpenAPIHono<RequestVariables>();
  routes.use('/v1/events', limitBody(MAX_BODY_BYTES));
  // The body is read as bytes and checked event by event, so the schema above only documents it.
  routes.openAPIRegistry.registerPath(postEvents);
  routes.post('/v1/events', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'ingest');
    const answer = await ingest.accept({
      body: new Uint8Array(await c.req.arrayBuffer()),
      contentType: c.req.header('content-type') ?? '',
      contentEncoding: c.req.header('content-encoding') ?? '',
      allowedWorkloads: principal.workloads,
      keyId: principal.actor,
    });
    return c.json(answer, 202);
  });
  return routes
    .openapi(flush, async (c) => {
      requireScope(c.get('principal'), 'ingest');
      await ingest.flush();
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
        },
        200,
      );
    })
    .openapi(quarantine, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { limit, cursor } = c.req.valid('query');
      const page = await listQuarantine(
        database,
        principal.workloads,
        readCursor(cursor, quarantineCursor),
        limit,
      );
      return c.json({ items: page.items, next: writeCursor(page.next) }, 200);
    });
}
