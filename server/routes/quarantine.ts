import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { readReplayBody } from '../../ingest/replay-body.ts';
import { markReplayed } from '../../store/mark-replayed.ts';
import { findQuarantined } from '../../store/questions/find-quarantined.ts';
import { listQuarantine } from '../../store/questions/list-quarantine.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  bodyProblems,
  cursorMs,
  jsonBody,
  listOf,
  pageParams,
  problems,
} from './request-schemas.ts';

const quarantineItem = z.object({
  id: z.string(),
  received_at: z.iso.datetime(),
  key_id: z.string(),
  workload: z.string(),
  kind: z.string(),
  body: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  replayable: z.boolean(),
  reason_not_replayable: z.string().nullable(),
});

const list = createRoute({
  method: 'get',
  path: '/api/quarantine',
  summary: 'Events that did not fit the contract and were not replayed, newest first',
  request: { query: z.strictObject(pageParams) },
  responses: { 200: jsonBody(listOf(quarantineItem), 'Rejected events'), ...problems },
});

const MAX_IDS = 1000;
const replayRequest = z.strictObject({ ids: z.array(z.string().max(128)).min(1).max(MAX_IDS) });
const replayAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number().describe('counted before, by a replay or by the sender'),
  rejected: z
    .array(z.object({ id: z.string(), path: z.string(), message: z.string() }))
    .describe('still in the quarantine, or not there at all'),
});

const replay = createRoute({
  method: 'post',
  path: '/api/quarantine/replay',
  summary: 'Take rejected events that fit the contract by now',
  description:
    'Each is checked as of the time at which it first came. What is taken leaves the quarantine; an event counts once, however often it is replayed.',
  request: { body: { required: true, content: { 'application/json': { schema: replayRequest } } } },
  responses: {
    200: jsonBody(replayAnswer, 'Durable: accepted events survive a kill at the next instruction'),
    ...problems,
    ...bodyProblems,
  },
});

const quarantineCursor = z.object({ receivedMs: cursorMs, id: z.string() });

/** Rejected events, and the way out for those that fit by now. */
export function quarantineRoutes({ ingest, database, now }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(list, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { limit, cursor } = c.req.valid('query');
      const page = await listQuarantine(
        database,
        principal.workloads,
        readCursor(cursor, quarantineCursor),
        limit,
      );
      const items = page.items.map((item) => {
        const body = readReplayBody(item.body);
        const reason = body.kind === 'value' ? null : body.reason;
        return { ...item, replayable: reason === null, reason_not_replayable: reason };
      });
      return c.json({ items, next: writeCursor(page.next) }, 200);
    })
    .openapi(replay, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'write');
      const ids = [...new Set(c.req.valid('json').ids)];
      const found = await findQuarantined(database, ids, principal.workloads);
      const due = found.filter(({ isReplayed }) => !isReplayed);
      const answer = await ingest.replay({
        events: due.map(({ id, receivedMs, body }) => ({ id, receivedAtMs: receivedMs, body })),
        allowedWorkloads: principal.workloads,
        keyId: principal.actor,
      });
      // A crash before this leaves them in the quarantine; replayed again they are duplicates.
      await markReplayed(database, answer.taken, principal.actor, now());
      const there = new Set(found.map(({ id }) => id));
      const absent = ids
        .filter((id) => !there.has(id))
        .map((id) => ({ id, path: '', message: 'not in the quarantine' }));
      return c.json(
        {
          accepted: answer.accepted,
          duplicates: answer.duplicates + found.length - due.length,
          rejected: [...answer.rejected, ...absent],
        },
        200,
      );
    });
}
