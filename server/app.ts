import { requireScope } from './access/principal.ts';
import { createBareApp } from './bare-app.ts';
import type { Services } from './context.ts';
import { alertStatusRoutes } from './routes/alert-status.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { auditExportRoutes } from './routes/audit-export.ts';
import { backupRoutes } from './routes/backups.ts';
import { compareRoutes } from './routes/compare.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { exportRoutes } from './routes/export.ts';
import { flagRoutes } from './routes/flags.ts';
import { gateRoutes } from './routes/gates.ts';
import { healthRoutes } from './routes/health.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { ingestTailRoutes } from './routes/ingest-tail.ts';
import { keyRoutes } from './routes/keys.ts';
import { mcpRoutes } from './routes/mcp.ts';
import { modeRoutes } from './routes/mode.ts';
import { memoRoutes } from './routes/memo.ts';
import { otlpRoutes } from './routes/otlp.ts';
import { peopleRoutes } from './routes/people.ts';
import { pageRoutes } from './routes/pages-of-the-dashboard.ts';
import { policyRoutes } from './routes/policies.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { receiverRoutes } from './routes/receivers.ts';
import { recordRoutes } from './routes/record.ts';
import { registryRoutes } from './routes/registry.ts';
import { returnRoutes } from './routes/return.ts';
import { rulePreviewRoutes } from './routes/rule-preview.ts';
import { ruleStatsRoutes } from './routes/rule-stats.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { ruleRoutes } from './routes/rules.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.ts';
import { streamRoutes } from './routes/stream.ts';
import { telemetryRoutes } from './routes/telemetry.ts';
import { verdictRoutes } from './routes/verdicts.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { whatIfRoutes } from './routes/what-if.ts';

/**
 * Everything below /api, /v1, /otlp, /ofrep and /mcp, by resource. In this order: figures of rules and the status of alerting
 * stand before single rules and alerts, whose addresses look like theirs.
 */
const ROUTES = [
  healthRoutes,
  ingestRoutes,
  ingestTailRoutes,
  otlpRoutes,
  quarantineRoutes,
  settingsRoutes,
  sessionRoutes,
  singleSignOnRoutes,
  peopleRoutes,
  keyRoutes,
  erasureRoutes,
  backupRoutes,
  exportRoutes,
  registryRoutes,
  gateRoutes,
  recordRoutes,
  policyRoutes,
  telemetryRoutes,
  compareRoutes,
  verdictRoutes,
  decisionRoutes,
  memoRoutes,
  whatIfRoutes,
  returnRoutes,
  ruleStatsRoutes,
  ruleRoutes,
  rulePreviewRoutes,
  alertStatusRoutes,
  alertRoutes,
  receiverRoutes,
  auditRoutes,
  auditExportRoutes,
  reviewRoutes,
  modeRoutes,
  webhookRoutes,
  flagRoutes,
  mcpRoutes,
  streamRoutes,
] as const;

/**
 * The whole HTTP interface, without a socket: tests call `app.request()`.
 * @param services made once by `serve`
 */
export function createApp(services: Services) {
  const app = createBareApp(services, (path) => `there is nothing at ${path}`);
  for (const routes of ROUTES) app.route('/', routes(services));

  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
  });
  let description: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  app.get('/api/openapi.json', (c) => {
    requireScope(c.get('principal'), 'read');
    description ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Bellwether', version: '1' },
      security: [{ key: [] }],
    });
    return c.json(description);
  });
  app.route('/', pageRoutes(services));
  return app;
}

/**
 * The interface's type, for the dashboard's client: the types of its parts side by side. Chained into one,
 * they would take a compiler minutes and gigabytes.
 */
export type AppType = ReturnType<(typeof ROUTES)[number]>;
