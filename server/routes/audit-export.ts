import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { BellwetherError } from '../../core/errors.ts';
import { toFieldErrors } from '../../core/field-errors.ts';
import { readCases } from '../../decisions/audit/audit-cases.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { auditSpan, auditSpanParams } from './audit-span.ts';
import { problems, workloadParam } from './request-schemas.ts';

const query = z.strictObject(auditSpanParams);

const exportCases = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/audit/export',
  summary: 'Reviewed runs that were wrong or hallucinated, as an evaluation set',
  request: { params: workloadParam, query },
  responses: {
    200: {
      description: 'One case a line, newest first',
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
    ...problems,
  },
});

/** What reviews found wrong, line by line as it is read, so that a long export takes little memory. */
export function auditExportRoutes({ database, workloads, now, log }: Services) {
  const routes = new OpenAPIHono<RequestVariables>();
  routes.openAPIRegistry.registerPath(exportCases);
  return routes.get('/api/workloads/:id/audit/export', (c) => {
    const id = c.req.param('id');
    requireScope(c.get('principal'), 'read');
    requireWorkload(c.get('principal'), id);
    if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
    const asked = query.safeParse(c.req.query());
    if (!asked.success) {
      const errors = toFieldErrors(asked.error);
      throw new BellwetherError('invalid', 'the request is not valid', { errors });
    }
    const pages = readCases(database, id, auditSpan(asked.data, now()));
    c.header('Content-Type', 'application/x-ndjson');
    c.header('Content-Disposition', `attachment; filename="${id}-cases.ndjson"`);
    return stream(
      c,
      async (out) => {
        for await (const page of pages) {
          await out.write(page.map((item) => `${JSON.stringify(item)}\n`).join(''));
        }
      },
      async (error) => log.error({ err: error, workload: id }, 'the export of cases broke off'),
    );
  });
}
