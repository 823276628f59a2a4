import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { gateItem } from '../../decisions/gates/gate-item.ts';
import { attestation } from '../../decisions/gates/signature.ts';
import { requireScope, requireUnbound, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { testAlert } from '../gates/test-alerts.ts';
import {
  bodyProblems,
  instantParam,
  jsonBody,
  listOf,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const conflict = {
  409: problemWith('The gate is proved otherwise, signed by others, or telemetry does not show it'),
};
const gateParam = workloadParam.extend({ gate: z.string().max(128) });

const gateList = listOf(gateItem).extend({
  /** It stands in production because its record was begun there, without passing the gates on the way. */
  placed_without_gates: z.boolean(),
});

const listGates = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/gates',
  summary: 'The readiness gates of a workload: what proves them, what is missing, who signs',
  request: { params: workloadParam, query: z.strictObject({ at: instantParam.optional() }) },
  responses: { 200: jsonBody(gateList, 'From design to production'), ...problems },
});
const signGate = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/gates/{gate}',
  summary: 'Sign a gate as the owner that the record names',
  description:
    'What telemetry or the record can prove is never attested alone: a signature is counted beside it. A person counts once for a gate.',
  request: {
    params: gateParam,
    body: { required: true, content: { 'application/json': { schema: attestation } } },
  },
  responses: { 201: jsonBody(gateItem, 'The gate'), ...problems, ...bodyProblems, ...conflict },
});
const revokeSignature = createRoute({
  method: 'delete',
  path: '/api/workloads/{id}/gates/{gate}/signatures/{signature}',
  summary: 'Take a signature back',
  request: {
    params: gateParam.extend({ signature: z.string().max(10) }),
  },
  responses: { 200: jsonBody(gateItem, 'The gate'), ...problems, ...conflict },
});
const acknowledgeTest = createRoute({
  method: 'post',
  path: '/api/receivers/{id}/test/acknowledge',
  summary: 'Say that the last test alert to a receiver was seen',
  description: 'Part of the proof of the gate monitoring_active.',
  request: {
    params: z.object({
      id: z
        .string()
        .max(63)
        .openapi({ param: { name: 'id', in: 'path' }, example: 'ops-hook' }),
    }),
  },
  responses: {
    200: jsonBody(testAlert.omit({ id: true }), 'The test alert'),
    ...problems,
    409: problemWith('No test alert arrived within a week, or it was acknowledged already'),
  },
});

/** Readiness gates and their signatures. */
export function gateRoutes({ gates, now }: Services) {
  const { desk, tests, viewerOf } = gates;
  return new OpenAPIHono<RequestVariables>()
    .openapi(listGates, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireWorkload(principal, id);
      const { at = null } = c.req.valid('query');
      const items = await desk.list(id, at, viewerOf(principal));
      return c.json({ items, next: null, placed_without_gates: desk.isPlaced(id) }, 200);
    })
    .openapi(signGate, async (c) => {
      const { id, gate } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'sign');
      requireWorkload(principal, id);
      const stated = c.req.valid('json');
      const item = await desk.sign(id, gate, stated, principal, viewerOf(principal));
      return c.json(item, 201);
    })
    .openapi(revokeSignature, async (c) => {
      const { id, gate, signature } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'sign');
      requireWorkload(principal, id);
      const item = await desk.revoke(id, gate, Number(signature), principal, viewerOf(principal));
      return c.json(item, 200);
    })
    .openapi(acknowledgeTest, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      requireUnbound(principal);
      const act = { actor: principal.actor, nowMs: now() };
      const { id: _, ...shown } = await tests.acknowledge(id, act);
      return c.json(shown, 200);
    });
}
