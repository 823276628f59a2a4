import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { evidence, recordEvidence } from '../../decisions/assessment/evidence.ts';
import { assessmentInput } from '../../decisions/live/assessment-input.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { instantParam, jsonBody, problems, workloadParam } from './request-schemas.ts';

const getEvidence = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/evidence',
  summary: 'Everything that the verdict at an instant is made of, to make it again elsewhere',
  request: { params: workloadParam, query: z.strictObject({ at: instantParam.optional() }) },
  responses: { 200: jsonBody(evidence, 'The evidence'), ...problems },
});

/** What the engine needs to run where the question is asked. */
export function whatIfRoutes({ assessor }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getEvidence, async (c) => {
    const { id } = c.req.valid('param');
    const principal = c.get('principal');
    requireScope(principal, 'read');
    requireWorkload(principal, id);
    const replayed = await assessor.replayed(id, c.req.valid('query').at ?? null);
    // The hash is of no use to a simulation, and the reader of the evidence makes its own.
    return c.json(recordEvidence(assessmentInput(replayed, () => '')), 200);
  });
}
