import { createHmac, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'bellwether_session';
/** A working week: long enough for a wall screen, short enough that a lost machine is shut out. */
export const SESSION_LIFETIME_SECONDS = 7 * 86_400;

/** What a session cookie says. */
export interface Session {
  readonly person: string;
  /** The generation of the person's credential that it was opened with. */
  readonly generation: number;
  /** Tells it from every other session. */
  readonly nonce: string;
  readonly expiresMs: number;
}

/** Compares texts without telling by the time it takes where they differ. */
export function isSameText(a: string, b: string, key: Buffer): boolean {
  const [left, right] = [a, b].map((text) => createHmac('sha256', key).update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

const signed = (content: string, key: Buffer): string =>
  createHmac('sha256', key).update(`session.${content}`).digest('base64url');

/** A session as a cookie: signed rather than stored. */
export function writeSession(session: Session, key: Buffer): string {
  const { person, generation, nonce, expiresMs } = session;
  const content = [Math.floor(expiresMs / 1000), nonce, generation, person].join('.');
  return `${content}.${signed(content, key)}`;
}

const COOKIE = /^(\d{1,12})\.([\w-]{1,64})\.(\d{1,12})\.([a-z0-9-]{1,63})$/;

/** What a cookie says; null when forged, changed or expired. */
export function readSession(cookie: string, key: Buffer, nowMs: number): Session | null {
  const end = cookie.lastIndexOf('.');
  const content = cookie.slice(0, Math.max(end, 0));
  if (!isSameText(cookie.slice(end + 1), signed(content, key), key)) return null;
  const [, expires, nonce, generation, person] = COOKIE.exec(content) ?? [];
  if (nonce === undefined || person === undefined) return null;
  const expiresMs = Number(expires) * 1000;
  return expiresMs < nowMs ? null : { person, nonce, generation: Number(generation), expiresMs };
}
