import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { rulePreview } from '../../alerts/preview/preview.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { bodyProblems, instantParam, jsonBody, problems } from './request-schemas.ts';

const previewRule = createRoute({
  method: 'post',
  path: '/api/rules/preview',
  summary: 'What an alert rule would have done over history',
  description:
    'Runs a rule, written or not yet, over the telemetry of the past: by default the last 30 days, at most 31. Nothing is kept and nobody is told.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            rule: z.looseObject({}),
            from: instantParam.optional(),
            to: instantParam.optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: jsonBody(rulePreview, 'Its episodes, and how often it would have been heard'),
    ...problems,
    ...bodyProblems,
  },
});

/** Stands for the id of a rule that has none yet. */
const UNNAMED = 'preview';

/** Rules over history. */
export function rulePreviewRoutes({ alerts: { rules, previewer } }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(previewRule, async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    const { rule, from, to } = c.req.valid('json');
    const id = typeof rule['id'] === 'string' ? rule['id'] : UNNAMED;
    const document = rules.draft(id, rule);
    const { workloads } = principal;
    const isCovered = previewer.selected(document).every((one) => workloads?.has(one.id) ?? true);
    if (!isCovered) requireUnbound(principal);
    return c.json(await previewer.preview(document, from ?? null, to ?? null), 200);
  });
}
