import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Principal } from './principal.ts';

export const SESSION_COOKIE = 'bellwether_session';
/** A working week: long enough for a wall screen, short enough that a lost machine is shut out. */
export const SESSION_LIFETIME_SECONDS = 7 * 86_400;
/** How long the link printed at start may be used. */
const LINK_LIFETIME_MS = 24 * 3_600_000;
/** Wrong tokens a minute after which wrong ones must wait: guessing 256 bits needs none of them. */
const MAX_FAILURES_A_MINUTE = 20;

/** What a token was good for; `refused` when used, wrong or late, `throttled` after too many of those. */
export type Redemption =
  | { readonly kind: 'signed_in'; readonly cookie: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled' };

export interface SignIn {
  /** A new one-time token for a link; the one before it no longer works. */
  issueLinkToken(): string;
  /** Exchanges a link's token for a session. */
  redeem(token: string): Redemption;
  /** Who a cookie stands for; null when forged, expired or revoked. */
  authenticate(cookie: string): Principal | null;
  /** Ends a cookie's session, wherever the cookie was copied to. */
  revoke(cookie: string): void;
}

/**
 * Sign-in by a one-time link, with sessions that are signed rather than stored; those ended early are
 * remembered in memory until they would have expired.
 * @param key secret of this installation
 * @param now epoch milliseconds
 */
export function createSignIn(key: Buffer, now: () => number): SignIn {
  let link: { token: string; expiresMs: number } | null = null;
  let failures: number[] = [];
  /** When a revoked session would have expired, by its nonce. */
  const revoked = new Map<string, number>();
  const sign = (content: string): string =>
    createHmac('sha256', key).update(content).digest('base64url');
  const same = (a: string, b: string): boolean => {
    const [left, right] = [sign(a), sign(b)].map((text) => Buffer.from(text));
    return left !== undefined && right !== undefined && timingSafeEqual(left, right);
  };
  const readSession = (cookie: string): { nonce: string; expiresMs: number } | null => {
    const [expires, nonce, signature] = cookie.split('.');
    if (expires === undefined || nonce === undefined || signature === undefined) return null;
    if (!same(signature, sign(`session.${expires}.${nonce}`))) return null;
    if (!/^\d+$/.test(expires) || Number(expires) * 1000 < now()) return null;
    return { nonce, expiresMs: Number(expires) * 1000 };
  };
  return {
    issueLinkToken() {
      link = { token: randomBytes(32).toString('base64url'), expiresMs: now() + LINK_LIFETIME_MS };
      return link.token;
    },
    redeem(token) {
      if (link === null || link.expiresMs < now() || !same(token, link.token)) {
        failures = failures.filter((at) => at > now() - 60_000);
        if (failures.length >= MAX_FAILURES_A_MINUTE) return { kind: 'throttled' };
        failures.push(now());
        return { kind: 'refused' };
      }
      link = null;
      const expires = Math.floor(now() / 1000) + SESSION_LIFETIME_SECONDS;
      const content = `${expires}.${randomBytes(16).toString('base64url')}`;
      return { kind: 'signed_in', cookie: `${content}.${sign(`session.${content}`)}` };
    },
    authenticate(cookie) {
      const session = readSession(cookie);
      if (!session || revoked.has(session.nonce)) return null;
      return {
        kind: 'session',
        actor: 'person:administrator',
        name: 'Administrator',
        person: 'administrator',
        roles: new Set(['admin']),
        scopes: new Set(['admin']),
        workloads: null,
      };
    },
    revoke(cookie) {
      for (const [nonce, expiresMs] of revoked) if (expiresMs < now()) revoked.delete(nonce);
      const session = readSession(cookie);
      if (session) revoked.set(session.nonce, session.expiresMs);
    },
  };
}
