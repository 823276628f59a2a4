import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { BellwetherError } from '../core/errors.ts';
import { toFieldErrors } from '../core/field-errors.ts';
import { authenticate } from './access/authenticate.ts';
import { isOpenAddress } from './access/open-addresses.ts';
import type { RequestVariables, TelemetryServices } from './context.ts';
import { answerOtlpStatus } from './otlp-status.ts';
import { answerProblem, describeError } from './problem.ts';
import { limitBody } from './routes/limit-body.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Prefixes that need a key or a session; everything else is the dashboard's own pages. */
const CLOSED = ['/api/*', '/v1/*', '/otlp/*', '/ofrep/*', '/mcp/*'];

/** Documents are some KiB; telemetry has a limit of its own. */
const MAX_DOCUMENT_BYTES = 1_048_576;

/**
 * What every request meets before it is routed: who asks, limits, headers and the wording of problems.
 * @param describeMissing says of a path why there is nothing at it
 */
export function createBareApp(
  services: TelemetryServices,
  describeMissing: (path: string) => string,
) {
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
    answerError(c, new BellwetherError('not_found', describeMissing(c.req.path))),
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
