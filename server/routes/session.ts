import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { BellwetherError } from '../../core/errors.ts';
import { ROLES } from '../../core/role.ts';
import { readSessionCookie } from '../access/authenticate.ts';
import { clientAddress } from '../access/client-address.ts';
import { MAX_PASSWORD_LENGTH, newPassword } from '../access/passwords.ts';
import { mayUse, SCOPES, type Principal } from '../access/principal.ts';
import type { Redemption } from '../access/sign-in.ts';
import type { RequestVariables, Services } from '../context.ts';
import { bodyProblems, flagParam, jsonBody, problemWith, problems } from './request-schemas.ts';
import { deleteSessionCookie, setSessionCookie } from './session-cookie.ts';

const session = z.object({
  kind: z.enum(['session', 'key']),
  name: z.string(),
  /** The person's id; null for a key. */
  person: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  scopes: z.array(z.enum(SCOPES)),
  /** Every scope that these include. */
  may: z.array(z.enum(SCOPES)),
  /** True while the telemetry shown is sample data. */
  demo: z.boolean(),
  /** True as long as the history of the sample organisation is not all in: verdicts are still to come. */
  demo_loading: z.boolean(),
});

const givenPassword = z.string().min(1).max(MAX_PASSWORD_LENGTH);
const signInBody = z.union([
  z.strictObject({ token: z.string().max(200) }),
  z.strictObject({ email: z.string().min(1).max(254), password: givenPassword }),
  z.strictObject({ invitation: z.string().max(200), password: newPassword }),
]);
const passwordBody = z.strictObject({
  /** Null where there is none yet. */
  old_password: givenPassword.nullable(),
  new_password: newPassword,
});
const throttledAnswer = { 429: problemWith('Too many wrong tries; see Retry-After') };

const getSession = createRoute({
  method: 'get',
  path: '/api/session',
  summary: 'Who is asking',
  responses: { 200: jsonBody(session, 'The session or key'), ...problems },
});
const signInRoute = createRoute({
  method: 'post',
  path: '/api/session',
  summary: 'Sign in: with a password, by the link of the start, or by an invitation',
  description:
    'Takes `{email, password}`, the `{token}` of the printed link, or `{invitation, password}`, which sets that password. Each opens a session in a cookie.',
  security: [],
  request: {
    body: { required: true, content: { 'application/json': { schema: signInBody } } },
  },
  responses: {
    204: { description: 'Signed in' },
    ...problems,
    ...bodyProblems,
    ...throttledAnswer,
  },
});
const signOut = createRoute({
  method: 'delete',
  path: '/api/session',
  summary: 'Sign out, here or everywhere',
  request: { query: z.strictObject({ everywhere: flagParam.optional() }) },
  responses: {
    200: jsonBody(
      z.object({ redirect: z.string() }),
      'Signed out here; the session of the identity provider ends at the address',
    ),
    204: { description: 'Signed out' },
    ...problems,
  },
});
const putPassword = createRoute({
  method: 'put',
  path: '/api/session/password',
  summary: 'Change your own password',
  description: 'Ends every other session of yours.',
  request: {
    body: { required: true, content: { 'application/json': { schema: passwordBody } } },
  },
  responses: {
    204: { description: 'Changed' },
    ...problems,
    ...bodyProblems,
    ...throttledAnswer,
  },
});

/**
 * The cookie of a redemption.
 * @throws BellwetherError `too_many_requests` when throttled, else what `refusal` says
 */
function cookieOf(redemption: Redemption, refusal: () => BellwetherError): string {
  if (redemption.kind === 'signed_in') return redemption.cookie;
  if (redemption.kind === 'refused') throw refusal();
  throw new BellwetherError('too_many_requests', 'too many wrong tries: wait a while', {
    retryAfterSeconds: redemption.retryAfterSeconds,
  });
}

const badLink = (): BellwetherError =>
  new BellwetherError('unauthenticated', 'this link was used, replaced or is too old');
const badPassword = (): BellwetherError =>
  new BellwetherError('unauthenticated', 'the email or the password is wrong');

/** @throws BellwetherError `forbidden` for a key: it is no person */
function requirePerson({ person }: Principal): string {
  if (person !== null) return person;
  throw new BellwetherError('forbidden', 'only a person who signed in may do this');
}

/** Signing in and out, and who one is then. */
export function sessionRoutes(services: Services) {
  const { people, signIn, singleSignOn, secureCookies, trustedProxies, log } = services;
  const { isDemo, isSampleComplete } = services;
  const setSession = (c: Context, value: string): void => setSessionCookie(c, value, secureCookies);
  /** Where the provider's own session ends; null for sessions that did not begin there. */
  const endAtProvider = async (person: string | null, value: string | undefined) => {
    const way = person === null ? undefined : people.get(person)?.document.sign_in;
    if (singleSignOn === null || value === undefined || way !== 'single_sign_on') return null;
    try {
      return await singleSignOn.signOutUrl(value);
    } catch (error) {
      log.warn({ err: error }, 'the identity provider does not answer: its session goes on');
      return null;
    }
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(getSession, (c) => {
      const principal = c.get('principal');
      const { kind, name, person, roles, scopes } = principal;
      const may = SCOPES.filter((scope) => mayUse(principal, scope));
      const told = { kind, name, person, roles: [...roles], scopes: [...scopes], may };
      return c.json({ ...told, demo: isDemo, demo_loading: isDemo && !isSampleComplete() }, 200);
    })
    .openapi(signInRoute, async (c) => {
      const body = c.req.valid('json');
      if ('token' in body) setSession(c, cookieOf(await signIn.redeem(body.token), badLink));
      else if ('invitation' in body) {
        const accepted = await signIn.acceptInvitation(body.invitation, body.password);
        setSession(c, cookieOf(accepted, badLink));
      } else {
        const from = clientAddress(c, trustedProxies);
        const tried = await signIn.withPassword(body.email, body.password, from);
        setSession(c, cookieOf(tried, badPassword));
      }
      return c.body(null, 204);
    })
    .openapi(signOut, async (c) => {
      const value = readSessionCookie(c.req);
      const { person } = c.get('principal');
      if (c.req.valid('query').everywhere === true) {
        await signIn.revokeAll(requirePerson(c.get('principal')));
      } else if (value !== undefined) await signIn.revoke(value);
      deleteSessionCookie(c, secureCookies);
      const redirect = await endAtProvider(person, value);
      return redirect === null ? c.body(null, 204) : c.json({ redirect }, 200);
    })
    .openapi(putPassword, async (c) => {
      const id = requirePerson(c.get('principal'));
      if (people.get(id)?.document.sign_in !== 'password') {
        throw new BellwetherError(
          'conflict',
          'you sign in at your organisation, without a password',
        );
      }
      const { old_password: old, new_password: chosen } = c.req.valid('json');
      const changed = await signIn.changePassword(id, { old, chosen });
      const wrong = { path: 'old_password', message: 'is not your password' };
      const refusal = (): BellwetherError =>
        new BellwetherError('invalid', 'the old password is wrong', { errors: [wrong] });
      setSession(c, cookieOf(changed, refusal));
      return c.body(null, 204);
    });
}
