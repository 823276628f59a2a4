import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { STATS_SPAN_MS, buildRuleStats, ruleStats } from '../../alerts/registry/rule-stats.ts';
import { countEpisodes } from '../../store/questions/count-episodes.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById } from './pages.ts';
import { jsonBody, listOf, longPageParams, problems } from './request-schemas.ts';

const getStats = createRoute({
  method: 'get',
  path: '/api/rules/stats',
  summary:
    'How alert rules do: how often they fired in 7 days, when last, what they cannot tell yet',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(ruleStats), 'One item for each rule'), ...problems },
});

/** How alert rules do. */
export function ruleStatsRoutes({ alerts, database, now }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(getStats, async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    const ids = alerts.rules.list().map(({ document }) => document.id);
    const counts = await countEpisodes(database, now() - STATS_SPAN_MS);
    const mayKnow = (workload: string): boolean => principal.workloads?.has(workload) ?? true;
    const items = buildRuleStats(ids, counts, alerts.engine.notes(), mayKnow);
    return c.json(
      pageById(items, ({ rule }) => rule, c.req.valid('query')),
      200,
    );
  });
}
