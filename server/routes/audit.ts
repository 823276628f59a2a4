import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import {
  auditItem,
  auditProgress,
  auditSettings,
  auditVerdict,
  type AuditSettings,
} from '../../core/audit.ts';
import { BellwetherError } from '../../core/errors.ts';
import { takenReview } from '../../decisions/audit/audit.ts';
import { countPatterns } from '../../store/questions/list-reviews.ts';
import { requireScope, requireWorkload, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { auditSpan, auditSpanParams } from './audit-span.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  pageParams,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const MOST_PATTERNS = 200;

const getAudit = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/audit',
  summary: 'Runs that wait for a random review, newest week first',
  description:
    'Runs are drawn by a keyed hash of their id, kept to the capacity of each week. Without `week`, the last four.',
  request: {
    params: workloadParam,
    query: z.strictObject({
      /** Any day of the week asked for. */
      week: z.iso.date().optional(),
      ...pageParams,
    }),
  },
  responses: {
    200: jsonBody(
      listOf(auditItem).extend({
        /** Null where the workload is not audited; then nothing waits. */
        settings: auditSettings.nullable(),
        /** Of the newest week asked for. */
        progress: auditProgress.nullable(),
        /** Of each week asked for, newest first. */
        weeks: z.array(auditProgress),
      }),
      'The queue, and how far it is',
    ),
    ...problems,
  },
});

const postReview = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/audit/{run}',
  summary: 'Review a drawn run',
  description: 'Becomes a `review` event of source `random`. A review stands as it was taken.',
  request: {
    params: workloadParam.extend({ run: z.string().min(1).max(128) }),
    body: { required: true, content: { 'application/json': { schema: auditVerdict } } },
  },
  responses: {
    200: jsonBody(takenReview, 'The review, durable'),
    ...problems,
    ...bodyProblems,
    409: problemWith('Not drawn, reviewed already, or the workload is not audited'),
  },
});

const getPatterns = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/audit/patterns',
  summary: 'Failure patterns that reviewers named, the most frequent first',
  request: { params: workloadParam, query: z.strictObject(auditSpanParams) },
  responses: {
    200: jsonBody(
      listOf(
        z.object({
          pattern: z.string(),
          /** Reviews that named it, and those of them that were random. */
          reviews: z.number(),
          random: z.number(),
          last_at: z.iso.datetime(),
        }),
      ),
      'The patterns',
    ),
    ...problems,
  },
});

const queueCursor = z.object({ week: z.string(), rank: z.number(), id: z.string() });

/** The random audit: its queue, its reviews, and what they found. */
export function auditRoutes({ database, reviewing, workloads, now }: Services) {
  const { audit, emailOf } = reviewing;
  const open = (principal: Principal, id: string): void => {
    requireWorkload(principal, id);
    if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(getAudit, async (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      open(c.get('principal'), id);
      const settings = audit.settings(id);
      if (settings === null) {
        return c.json({ items: [], next: null, settings, progress: null, weeks: [] }, 200);
      }
      const { week, limit, cursor } = c.req.valid('query');
      const page = await audit.queue(id, {
        weekMs: week === undefined ? null : Date.parse(week),
        after: readCursor(cursor, queueCursor),
        limit,
      });
      const { items, weeks } = page;
      const progress = weeks[0] ?? null;
      return c.json({ items, next: writeCursor(page.next), settings, progress, weeks }, 200);
    })
    .openapi(postReview, async (c) => {
      const { id, run } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      open(principal, id);
      requireReviewer(principal, audit.settings(id), emailOf);
      return c.json(await audit.review(id, run, c.req.valid('json'), principal.actor), 200);
    })
    .openapi(getPatterns, async (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      open(c.get('principal'), id);
      const span = auditSpan(c.req.valid('query'), now());
      return c.json(
        { items: await countPatterns(database, id, span, MOST_PATTERNS), next: null },
        200,
      );
    });
}

/** @throws BellwetherError `forbidden` where the audit names its reviewers and this is none of them */
function requireReviewer(
  { actor, person }: Principal,
  settings: AuditSettings | null,
  emailOf: (person: string) => string | null,
): void {
  const named = settings?.reviewers;
  if (named === undefined) return;
  const email = person === null ? null : emailOf(person);
  const isNamed = named.some(
    (name) =>
      name === actor ||
      (person !== null && name === person) ||
      (email !== null && name.toLowerCase() === email.toLowerCase()),
  );
  if (!isNamed) {
    throw new BellwetherError('forbidden', 'the audit of this workload names other reviewers');
  }
}
