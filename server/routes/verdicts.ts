import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { assessment, verdictChange } from '../../decisions/assessment/assessment.ts';
import { portfolioItem } from '../../decisions/assessment/portfolio.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { readPortfolio } from '../read-portfolio.ts';
import { pageById } from './pages.ts';
import {
  flagParam,
  instantParam,
  jsonBody,
  listOf,
  longPageParams,
  problems,
  workloadParam,
} from './request-schemas.ts';

const getAssessment = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/assessment',
  summary: 'The verdict at an instant, with everything that made it',
  request: {
    params: workloadParam,
    query: z.strictObject({
      at: instantParam.optional(),
      policy: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,62}(@(\d{1,9}|[0-9a-f]{64}))?$/, 'expected id or id@version')
        .optional(),
      as_known: flagParam.optional(),
    }),
  },
  responses: { 200: jsonBody(assessment, 'The assessment'), ...problems },
});

const getVerdicts = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/verdicts',
  summary: 'How the verdict changed, ascending',
  request: {
    params: workloadParam,
    query: z.strictObject({ from: instantParam.optional(), to: instantParam.optional() }),
  },
  responses: {
    200: jsonBody(listOf(verdictChange), 'Changes of the published or proposed verdict'),
    ...problems,
  },
});

const getPortfolio = createRoute({
  method: 'get',
  path: '/api/portfolio',
  summary: 'Every workload with its verdict, value and cost',
  request: { query: z.strictObject({ at: instantParam.optional(), ...longPageParams }) },
  responses: {
    200: jsonBody(listOf(portfolioItem).extend({ at: z.iso.datetime() }), 'The portfolio'),
    ...problems,
  },
});

const notUnderAnother = (): BellwetherError =>
  new BellwetherError('invalid', 'what was known is stored under the policy of that time', {
    errors: [{ path: 'policy', message: 'leave it out, or leave out as_known' }],
  });

/** Verdicts: of one workload, over time, and of all. */
export function verdictRoutes(services: Services) {
  const { assessor, assessments, decisions, workloads, now } = services;
  return new OpenAPIHono<RequestVariables>()
    .openapi(getAssessment, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireWorkload(principal, id);
      if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
      const { at, policy, as_known: asKnown } = c.req.valid('query');
      if (asKnown) {
        if (policy !== undefined) throw notUnderAnother();
        return c.json(await assessments.find(id, at ?? now()), 200);
      }
      const assessed = await assessor.assess(id, at ?? null, policy ?? null);
      // Only what holds now, under the workload's own policy, can be signed.
      if (at === undefined && policy === undefined) decisions.seen.note(assessed);
      return c.json(assessed, 200);
    })
    .openapi(getVerdicts, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireWorkload(principal, id);
      if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
      const { from, to } = c.req.valid('query');
      const items = await assessor.verdicts(id, from ?? 0, to ?? now());
      return c.json({ items, next: null }, 200);
    })
    .openapi(getPortfolio, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const query = c.req.valid('query');
      const ids = workloads
        .list()
        .map(({ document }) => document.id)
        .filter((id) => principal.workloads?.has(id) ?? true);
      const page = pageById(ids, (id) => id, query);
      const items = await readPortfolio(services, page.items, query.at ?? null);
      const at = isoTime(Math.min(query.at ?? now(), now()));
      return c.json({ items, next: page.next, at }, 200);
    });
}
