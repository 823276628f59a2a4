import { z } from 'zod';
import { MINUTE_MS } from '../../core/time.ts';
import { readSigned, signText } from './signed-text.ts';

export const SIGN_ON_COOKIE = 'bellwether_sign_on';
/** Long enough to type a password and a second factor at the provider. */
export const SIGN_ON_LIFETIME_SECONDS = 15 * 60;

const signOnAttempt = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE: whoever brings the code must have it. */
  verifier: z.string(),
});
/** What a browser that went to the identity provider must come back with. */
export type SignOnAttempt = z.output<typeof signOnAttempt>;

const kept = signOnAttempt.extend({ expires_ms: z.number() });

/** An attempt as a cookie of the browser that began it. */
export function writeAttempt(attempt: SignOnAttempt, key: Buffer, nowMs: number): string {
  const expires_ms = nowMs + (SIGN_ON_LIFETIME_SECONDS / 60) * MINUTE_MS;
  const content = Buffer.from(JSON.stringify({ ...attempt, expires_ms })).toString('base64url');
  return signText('sign-on', content, key);
}

/** The attempt that a cookie holds; null when forged or too old. */
export function readAttempt(cookie: string, key: Buffer, nowMs: number): SignOnAttempt | null {
  const content = readSigned('sign-on', cookie, key);
  if (content === null) return null;
  const { expires_ms, ...attempt } = kept.parse(
    JSON.parse(Buffer.from(content, 'base64url').toString('utf8')),
  );
  return expires_ms < nowMs ? null : attempt;
}
