import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { requireScope, requireUnbound, type Principal } from '../access/principal.ts';
import { backupPlan } from '../backup/backup-source.ts';
import type { RequestVariables, Services } from '../context.ts';
import { bodyProblems, jsonBody, problemWith, problems } from './request-schemas.ts';

const backupParam = z.object({ id: z.string().min(1).max(200) });
const chunkParam = backupParam.extend({
  index: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: 'index', in: 'path' }, example: 0 }),
});

const openBackup = createRoute({
  method: 'post',
  path: '/api/backups',
  summary: 'Keep this moment of the whole store, to be read chunk by chunk',
  description:
    'For `bellwether backup`. Everything acknowledged before is in it once. It is let go of after 15 minutes in which nothing of it was read. The secret is never in it.',
  request: {
    body: { required: true, content: { 'application/json': { schema: z.strictObject({}) } } },
  },
  responses: {
    200: jsonBody(backupPlan, 'What there is to read'),
    ...problems,
    ...bodyProblems,
    409: problemWith('Another backup is being made, or the tables lie on a cluster'),
  },
});
const readChunk = createRoute({
  method: 'get',
  path: '/api/backups/{id}/chunks/{index}',
  summary: 'Rows of one chunk, in ClickHouse’s Native format',
  request: { params: chunkParam },
  responses: {
    200: {
      description: 'The rows',
      content: { 'application/octet-stream': { schema: z.string() } },
    },
    ...problems,
  },
});
const readHead = createRoute({
  method: 'get',
  path: '/api/backups/{id}/head',
  summary: 'The head file of the record, as of that moment',
  request: { params: backupParam },
  responses: {
    200: { description: 'The file', content: { 'text/plain': { schema: z.string() } } },
    ...problems,
  },
});
const closeBackup = createRoute({
  method: 'delete',
  path: '/api/backups/{id}',
  summary: 'Let go of that moment',
  request: { params: backupParam },
  responses: { 204: { description: 'It is let go of' }, ...problems },
});

/** Everything there is passes through here. */
function requireWholeStore(principal: Principal): void {
  requireScope(principal, 'admin');
  requireUnbound(principal);
}

/** The whole store as it was at one moment, for whoever writes it down. */
export function backupRoutes({ backups }: Services) {
  return new OpenAPIHono<RequestVariables>()
    .openapi(openBackup, async (c) => {
      requireWholeStore(c.get('principal'));
      return c.json(await backups.open(), 200);
    })
    .openapi(readChunk, async (c) => {
      requireWholeStore(c.get('principal'));
      const { id, index } = c.req.valid('param');
      const rows = await backups.readChunk(id, index);
      return c.body(Buffer.from(rows), 200, { 'Content-Type': 'application/octet-stream' });
    })
    .openapi(readHead, async (c) => {
      requireWholeStore(c.get('principal'));
      return c.text(await backups.readHead(c.req.valid('param').id), 200);
    })
    .openapi(closeBackup, async (c) => {
      requireWholeStore(c.get('principal'));
      await backups.close(c.req.valid('param').id);
      return c.body(null, 204);
    });
}
