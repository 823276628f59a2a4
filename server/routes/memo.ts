import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { buildMemo, decisionMemo } from '../../decisions/signing/memo.ts';
import { writeMemoMarkdown } from '../../decisions/signing/memo-markdown.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { describeOne, requireDecision } from '../describe-decisions.ts';
import { problems } from './request-schemas.ts';

const getMemo = createRoute({
  method: 'get',
  path: '/api/decisions/{id}/memo',
  summary: 'A decision on one page',
  description: 'JSON, or Markdown with `format=md` or `Accept: text/markdown`.',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.strictObject({ format: z.enum(['json', 'md']).optional() }),
  },
  responses: {
    200: {
      description: 'The memo; every text in the Markdown is escaped',
      content: {
        'application/json': { schema: decisionMemo },
        'text/markdown': { schema: z.string() },
      },
    },
    ...problems,
  },
});

/** Decisions on one page each. */
export function memoRoutes(services: Services) {
  const { decisions, workloads } = services;
  return new OpenAPIHono<RequestVariables>().openapi(getMemo, async (c) => {
    const { id } = c.req.valid('param');
    const principal = c.get('principal');
    requireScope(principal, 'read');
    const { document } = requireDecision(services, id);
    requireWorkload(principal, document.workload);
    const record = workloads.get(document.workload)?.document ?? null;
    const score = record && (await decisions.scores.of(document));
    const decision = describeOne(services, document, score);
    const memo = buildMemo({ decision, assessment: document.assessment, record });
    const format = c.req.valid('query').format;
    const asksMarkdown = c.req.header('accept')?.includes('text/markdown') ?? false;
    if (format === 'md' || (format === undefined && asksMarkdown)) {
      const type = { 'Content-Type': 'text/markdown; charset=utf-8' };
      return c.text(writeMemoMarkdown(memo), 200, type);
    }
    return c.json(memo, 200);
  });
}
