import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { deleteCookie, setCookie } from 'hono/cookie';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { keyRequest } from '../access/api-keys.ts';
import { readSessionCookie } from '../access/authenticate.ts';
import { keyLimits } from '../access/key-limits.ts';
import { SCOPES, requireScope, requireUnbound } from '../access/principal.ts';
import { SESSION_COOKIE, SESSION_LIFETIME_SECONDS } from '../access/sign-in.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
} from './request-schemas.ts';

const session = z.object({
  kind: z.enum(['session', 'key']),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  /** True while the telemetry shown is sample data. */
  demo: z.boolean(),
});

const getSession = createRoute({
  method: 'get',
  path: '/api/session',
  summary: 'Who is asking',
  responses: { 200: jsonBody(session, 'The session or key'), ...problems },
});
const signInRoute = createRoute({
  method: 'post',
  path: '/api/session',
  summary: "Exchange a sign-in link's token for a session",
  security: [],
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ token: z.string().max(200) }) } },
    },
  },
  responses: {
    204: { description: 'Signed in' },
    ...problems,
    ...bodyProblems,
    429: problemWith('Too many wrong tokens; see Retry-After'),
  },
});
const signOut = createRoute({
  method: 'delete',
  path: '/api/session',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' }, ...problems },
});

const keyItem = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  workloads: z.array(z.string()).nullable(),
  limits: keyLimits.nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
});
const listKeys = createRoute({
  method: 'get',
  path: '/api/keys',
  summary: 'Every key, without its secret',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(keyItem), 'Keys'), ...problems },
});
const postKey = createRoute({
  method: 'post',
  path: '/api/keys',
  summary: 'Make a key; its secret is shown this once',
  request: {
    body: { required: true, content: { 'application/json': { schema: keyRequest } } },
  },
  responses: {
    201: jsonBody(keyItem.extend({ key: z.string() }), 'The key'),
    ...problems,
    ...bodyProblems,
  },
});
const deleteKey = createRoute({
  method: 'delete',
  path: '/api/keys/{id}',
  summary: 'Revoke a key at once',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'Revoked' }, ...problems },
});

/** Sessions and keys. */
export function accessRoutes({ keys, signIn, secureCookies, isDemo }: Services) {
  const cookie = { httpOnly: true, sameSite: 'Strict', path: '/', secure: secureCookies } as const;
  return new OpenAPIHono<RequestVariables>()
    .openapi(getSession, (c) => {
      const { kind, name, scopes } = c.get('principal');
      return c.json({ kind, name, scopes: [...scopes], demo: isDemo }, 200);
    })
    .openapi(signInRoute, (c) => {
      const redemption = signIn.redeem(c.req.valid('json').token);
      if (redemption.kind === 'throttled') {
        throw new BellwetherError('too_many_requests', 'too many wrong links: wait a minute', {
          retryAfterSeconds: 60,
        });
      }
      if (redemption.kind === 'refused') {
        throw new BellwetherError('unauthenticated', 'this link was used, replaced or is too old');
      }
      setCookie(c, SESSION_COOKIE, redemption.cookie, {
        ...cookie,
        maxAge: SESSION_LIFETIME_SECONDS,
      });
      return c.body(null, 204);
    })
    .openapi(signOut, (c) => {
      const value = readSessionCookie(c.req);
      if (value !== undefined) signIn.revoke(value);
      deleteCookie(c, SESSION_COOKIE, cookie);
      return c.body(null, 204);
    })
    .openapi(listKeys, (c) => {
      requireScope(c.get('principal'), 'admin');
      const page = pageById(keys.list(), ({ document }) => document.id, c.req.valid('query'));
      const items = page.items.map(({ document, lastUsedMs }) => ({
        id: document.id,
        name: document.name,
        scopes: document.scopes,
        workloads: document.workloads,
        limits: document.limits,
        created_at: document.created_at,
        last_used_at: lastUsedMs === null ? null : isoTime(lastUsedMs),
      }));
      return c.json({ items, next: page.next }, 200);
    })
    .openapi(postKey, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const { document, token } = await keys.create(c.req.valid('json'), principal.actor);
      const { hash: _, ...shown } = document;
      return c.json({ ...shown, last_used_at: null, key: token }, 201);
    })
    .openapi(deleteKey, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'admin');
      requireUnbound(principal);
      const { id } = c.req.valid('param');
      if (!(await keys.revoke(id, principal.actor))) {
        throw new BellwetherError('not_found', `there is no key ${id}`);
      }
      return c.body(null, 204);
    });
}
