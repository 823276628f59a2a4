import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { LEDGER_KINDS, ledgerRecord } from '../../store/ledger/record.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { EXPORT_FORMATS, EXPORT_TYPES, exportRecords } from '../record/export-records.ts';
import { recordCheckAnswer } from '../record/record-check.ts';
import { recordDetail, recordItem } from '../record/record-item.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  bodyProblems,
  flagParam,
  instantParam,
  jsonBody,
  listOf,
  pageParams,
  problemWith,
  problems,
} from './request-schemas.ts';

const filterParams = {
  kind: z.enum(LEDGER_KINDS).optional(),
  id: z.string().min(1).max(200).optional(),
  actor: z.string().min(1).max(200).optional(),
  action: ledgerRecord.shape.action.optional(),
  from: instantParam.optional(),
  to: instantParam.optional(),
  q: z.string().min(1).max(200).optional(),
};
const sequenceParam = z.object({
  sequence: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: 'sequence', in: 'path' }, example: 17 }),
});
const recordCursor = z.object({ sequence: z.number().int().min(1) });

const listRecords = createRoute({
  method: 'get',
  path: '/api/record',
  summary: 'Who changed what, when and why, the newest first',
  description:
    '`actor` is `person:…` or `key:…` whole, or a part without a colon; `from` is inclusive, `to` is not; `q` is looked for everywhere but in secrets. Keys bound to workloads see the records of those.',
  request: { query: z.strictObject({ ...filterParams, ...pageParams }) },
  responses: { 200: jsonBody(listOf(recordItem), 'Records'), ...problems },
});
const verifyRecord = createRoute({
  method: 'get',
  path: '/api/record/verify',
  summary: 'Whether the record is as it was written',
  description:
    'Reads the whole record back from the database, and holds it against its chain, the head file and what this server wrote. `last=true` answers what the last check found.',
  request: { query: z.strictObject({ last: flagParam.optional() }) },
  responses: { 200: jsonBody(recordCheckAnswer, 'What the check found'), ...problems },
});
const exportRoute = createRoute({
  method: 'get',
  path: '/api/record/export',
  summary: 'Every record that fits as a file, the oldest first',
  request: {
    query: z.strictObject({ ...filterParams, format: z.enum(EXPORT_FORMATS).default('ndjson') }),
  },
  responses: {
    200: {
      description: 'A record a line',
      content: {
        'application/x-ndjson': { schema: recordItem },
        'text/csv': { schema: z.string() },
      },
    },
    ...problems,
  },
});
const getRecord = createRoute({
  method: 'get',
  path: '/api/record/{sequence}',
  summary: 'One record, with the documents before and after',
  request: { params: sequenceParam },
  responses: { 200: jsonBody(recordDetail, 'The record'), ...problems },
});
const redactRecord = createRoute({
  method: 'post',
  path: '/api/record/{sequence}/redact',
  summary: "Take a past record's document out for good, on the record",
  description:
    'For personal data. The chain goes on to hold. A current document is changed or deleted first; policies stay.',
  request: {
    params: sequenceParam,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ reason: z.string().min(1).max(4096) }) },
      },
    },
  },
  responses: {
    200: jsonBody(recordItem, 'The record of the redaction'),
    ...problems,
    ...bodyProblems,
    409: problemWith('Current, redacted already, or to stay'),
  },
});

/** The record: read, checked, exported, and in one exception redacted. */
export function recordRoutes({ record }: Services) {
  const routes = new OpenAPIHono<RequestVariables>();
  return routes
    .openapi(listRecords, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { limit, cursor, ...filter } = c.req.valid('query');
      const before = readCursor(cursor, recordCursor)?.sequence ?? null;
      const { items, isMore } = await record.page(filter, principal.workloads, { limit, before });
      const last = items.at(-1);
      const next = writeCursor(isMore && last ? { sequence: last.sequence } : null);
      return c.json({ items, next }, 200);
    })
    .openapi(verifyRecord, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      // The answer is about every record.
      requireUnbound(principal);
      const isLast = c.req.valid('query').last === true;
      return c.json(isLast ? record.lastCheck() : await record.check(), 200);
    })
    .openapi(exportRoute, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { format, ...filter } = c.req.valid('query');
      const stream = exportRecords(record.all(filter, principal.workloads), format);
      return c.body(stream, 200, {
        'Content-Type': EXPORT_TYPES[format],
        'Content-Disposition': `attachment; filename="record.${format}"`,
      });
    })
    .openapi(getRecord, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { sequence } = c.req.valid('param');
      const found = record.find(sequence, principal.workloads);
      if (!found) throw new BellwetherError('not_found', `there is no record ${sequence}`);
      return c.json(found, 200);
    })
    .openapi(redactRecord, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const { reason } = c.req.valid('json');
      const { sequence } = c.req.valid('param');
      return c.json(await record.redact(sequence, { actor: principal.actor, reason }), 200);
    });
}
