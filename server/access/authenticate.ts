import { parse } from 'hono/utils/cookie';
import type { ApiKeys } from './api-keys.ts';
import type { Principal } from './principal.ts';
import { SESSION_COOKIE } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

interface WithHeaders {
  header(name: string): string | undefined;
}

/** The value of a request's session cookie; undefined without one. */
export const readSessionCookie = (request: WithHeaders): string | undefined =>
  parse(request.header('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE];

/** Who a request comes from: its bearer key, else its session cookie; null for nobody. */
export function authenticate(
  request: WithHeaders,
  access: {
    readonly keys: Pick<ApiKeys, 'authenticate'>;
    readonly signIn: Pick<SignIn, 'authenticate'>;
  },
): Principal | null {
  const [, token] = /^Bearer (\S{1,512})$/i.exec(request.header('authorization') ?? '') ?? [];
  if (token !== undefined) return access.keys.authenticate(token);
  const cookie = readSessionCookie(request);
  return cookie === undefined ? null : access.signIn.authenticate(cookie);
}
