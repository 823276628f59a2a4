import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { comparison } from '../../signals/compare.ts';
import { CUT_DIMENSIONS } from '../../signals/cut.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import {
  durationParam,
  instantParam,
  jsonBody,
  problems,
  workloadParam,
} from './request-schemas.ts';

const value = z.string().min(1).max(128);

const getComparison = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/compare',
  summary: 'Every signal of two releases, with an interval on the difference',
  request: {
    params: workloadParam,
    query: z.strictObject({
      by: z.enum(CUT_DIMENSIONS).default('release'),
      /** Absent: the two that came last. */
      before: value.optional(),
      after: value.optional(),
      at: instantParam.optional(),
      window: durationParam.optional(),
    }),
  },
  responses: { 200: jsonBody(comparison, 'The comparison'), ...problems },
});

/** What changed from one release, model, segment, stage or tool to another. */
export function compareRoutes({ cuts, workloads }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getComparison, async (c) => {
    const { id } = c.req.valid('param');
    const principal = c.get('principal');
    requireScope(principal, 'read');
    requireWorkload(principal, id);
    if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
    const { by, before, after, at, window } = c.req.valid('query');
    const request = { dimension: by, before: before ?? null, after: after ?? null };
    return c.json(await cuts.compare(id, at ?? null, window ?? null, request), 200);
  });
}
