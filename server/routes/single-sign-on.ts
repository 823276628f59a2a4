import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { BellwetherError } from '../../core/errors.ts';
import { ROLES } from '../../core/role.ts';
import { requireScope, requireUnbound } from '../access/principal.ts';
import { SIGN_ON_COOKIE, SIGN_ON_LIFETIME_SECONDS } from '../access/sign-on-attempt.ts';
import type { SingleSignOn, SignOnProblem } from '../access/single-sign-on.ts';
import type { RequestVariables, Services } from '../context.ts';
import { jsonBody, problems } from './request-schemas.ts';
import { setSessionCookie } from './session-cookie.ts';

const PATH = '/api/session/oidc';

const ways = z.object({
  password: z.literal(true),
  /** Null where it is not set up. */
  single_sign_on: z.object({ issuer: z.string(), reachable: z.boolean() }).nullable(),
});
const settings = z.object({
  issuer: z.string(),
  client_id: z.string(),
  has_client_secret: z.boolean(),
  scopes: z.string(),
  groups_claim: z.string(),
  group_roles: z.array(z.object({ group: z.string(), role: z.enum(ROLES) })),
  /** To be registered at the provider. */
  redirect_uri: z.string(),
  post_logout_redirect_uri: z.string(),
  reachable: z.boolean(),
});

const getWays = createRoute({
  method: 'get',
  path: '/api/session/ways',
  summary: 'How one can sign in here',
  security: [],
  responses: { 200: jsonBody(ways, 'The ways') },
});
const begin = createRoute({
  method: 'get',
  path: PATH,
  summary: 'Go to the identity provider to sign in',
  security: [],
  responses: { 302: { description: 'To the provider, or back with the reason why not' } },
});
const end = createRoute({
  method: 'get',
  path: `${PATH}/callback`,
  summary: 'Come back from the identity provider',
  security: [],
  responses: { 302: { description: 'To the dashboard, or to the sign-in page with the reason' } },
});
const getSettings = createRoute({
  method: 'get',
  path: '/api/settings/single-sign-on',
  summary: 'How single sign-on is set up',
  responses: {
    200: jsonBody(z.object({ single_sign_on: settings.nullable() }), 'Null where it is not'),
    ...problems,
  },
});

const pageOf = (problem: SignOnProblem): string => `/signin?problem=${problem}`;

async function tell(singleSignOn: SingleSignOn): Promise<z.infer<typeof settings>> {
  const { issuer, clientId, clientSecret, scopes, groupsClaim, groupRoles } = singleSignOn.settings;
  return {
    issuer,
    client_id: clientId,
    has_client_secret: clientSecret !== null,
    scopes,
    groups_claim: groupsClaim,
    group_roles: [...groupRoles],
    redirect_uri: singleSignOn.redirectUri(),
    post_logout_redirect_uri: singleSignOn.signedOutUri(),
    reachable: await singleSignOn.isReachable(),
  };
}

/** Signing in at the organisation's identity provider. */
export function singleSignOnRoutes({ singleSignOn, secureCookies, log }: Services) {
  // The provider's answer comes from another site, which a strict cookie would not come along with.
  const cookie = { httpOnly: true, sameSite: 'Lax', path: PATH, secure: secureCookies } as const;
  const need = (): SingleSignOn => {
    if (singleSignOn !== null) return singleSignOn;
    throw new BellwetherError('not_found', 'single sign-on is not set up here');
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(getWays, async (c) => {
      const offered = singleSignOn && {
        issuer: singleSignOn.settings.issuer,
        reachable: await singleSignOn.isReachable(),
      };
      return c.json({ password: true as const, single_sign_on: offered }, 200);
    })
    .openapi(begin, async (c) => {
      try {
        const begun = await need().begin();
        setCookie(c, SIGN_ON_COOKIE, begun.cookie, { ...cookie, maxAge: SIGN_ON_LIFETIME_SECONDS });
        return c.redirect(begun.url, 302);
      } catch (error) {
        if (!(error instanceof BellwetherError) || error.code !== 'unavailable') throw error;
        log.warn({ err: error }, 'the identity provider does not answer');
        return c.redirect(pageOf('unavailable'), 302);
      }
    })
    .openapi(end, async (c) => {
      const outcome = await need().complete(
        getCookie(c, SIGN_ON_COOKIE),
        new URL(c.req.url).search,
      );
      deleteCookie(c, SIGN_ON_COOKIE, cookie);
      if (outcome.kind === 'signed_in') {
        setSessionCookie(c, outcome.cookie, secureCookies);
        return c.redirect('/', 302);
      }
      const { problem, cause } = outcome;
      log.warn({ problem, err: cause }, 'single sign-on was refused');
      return c.redirect(pageOf(problem), 302);
    })
    .openapi(getSettings, async (c) => {
      requireScope(c.get('principal'), 'admin');
      requireUnbound(c.get('principal'));
      return c.json({ single_sign_on: singleSignOn && (await tell(singleSignOn)) }, 200);
    });
}
