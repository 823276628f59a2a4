import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { BellwetherError } from '../core/errors.ts';
import { toFieldErrors } from '../core/field-errors.ts';
import { authenticate } from './access/authenticate.ts';
import { isOpenAddress } from './access/open-addresses.ts';
import { requireScope } from './access/principal.ts';
import type { RequestVariables, Services } from './context.ts';
import { answerOtlpStatus } from './otlp-status.ts';
import { answerProblem, describeError } from './problem.ts';
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
import { limitBody } from './routes/limit-body.ts';
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

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Prefixes that need a key or a session; everything else is the dashboard's own pages. */
const CLOSED = ['/api/*', '/v1/*', '/otlp/*', '/ofrep/*', '/mcp/*'];

/** Documents are some KiB; telemetry has a limit of its own. */
const MAX_DOCUMENT_BYTES = 1_048_576;

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
  const { log, metrics, now } = services;
  const app = new OpenAPIHono<RequestVariables>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new BellwetherError('invalid', 'the request is not valid', {
        errors: toFieldErrors(result.error),
      });
    },
  });

  const answerError = (c: Context, error: unknown): Response =>
    answerProblem(
      c,
      describeError(error, (fault) =>
        log.error({ err: fault, path: c.req.path, method: c.req.method }, 'request failed'),
      ),
    );
  app.onError((error, c) => answerError(c, error));
  app.notFound((c) =>
    answerError(c, new BellwetherError('not_found', `there is nothing at ${c.req.path}`)),
  );

  app.use(async (c, next) => {
    const startedMs = now();
    await next();
    metrics.observeRequest(
      routePath(c, -1),
      c.req.method,
      c.res.status,
      (now() - startedMs) / 1000,
    );
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      // Only a proxy in front knows whether the site is on TLS for good.
      strictTransportSecurity: services.secureCookies,
    }),
  );

  for (const prefix of ['/api/*', '/ofrep/*', '/mcp/*']) {
    app.use(prefix, limitBody(MAX_DOCUMENT_BYTES));
  }
  app.use('/otlp/*', answerOtlpStatus);
  for (const prefix of CLOSED) {
    app.use(prefix, async (c, next) => {
      if (isOpenAddress(c.req)) return next();
      const principal = authenticate(c.req, services);
      if (!principal) {
        throw new BellwetherError(
          'unauthenticated',
          'send a key as Authorization: Bearer, or sign in',
        );
      }
      // A cookie travels by itself: a writing request must come from the dashboard's own pages.
      if (principal.kind === 'session' && !SAFE_METHODS.has(c.req.method)) requireSameOrigin(c.req);
      c.set('principal', principal);
      c.header('Cache-Control', 'no-store');
      return next();
    });
  }

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

function requireSameOrigin(request: {
  header(name: string): string | undefined;
  url: string;
}): void {
  const site = request.header('sec-fetch-site');
  if (site !== undefined ? site === 'same-origin' : isOwnOrigin(request)) return;
  throw new BellwetherError('forbidden', 'this request comes from another site');
}

function isOwnOrigin(request: { header(name: string): string | undefined; url: string }): boolean {
  const origin = request.header('origin');
  const host = request.header('host');
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}

/**
 * The interface's type, for the dashboard's client: the types of its parts side by side. Chained into one,
 * they would take a compiler minutes and gigabytes.
 */
export type AppType = ReturnType<(typeof ROUTES)[number]>;
