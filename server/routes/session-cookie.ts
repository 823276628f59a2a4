import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { SESSION_COOKIE, SESSION_LIFETIME_SECONDS } from '../access/sessions.ts';

const attributes = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'Strict', path: '/', secure }) as const;

/** @param secure whether it may only travel over TLS */
export const setSessionCookie = (c: Context, value: string, secure: boolean): void =>
  setCookie(c, SESSION_COOKIE, value, {
    ...attributes(secure),
    maxAge: SESSION_LIFETIME_SECONDS,
  });

export function deleteSessionCookie(c: Context, secure: boolean): void {
  deleteCookie(c, SESSION_COOKIE, attributes(secure));
}
