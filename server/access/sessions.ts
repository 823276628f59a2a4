import { readSigned, signText } from './signed-text.ts';

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

/** A session as a cookie: signed rather than stored. */
export function writeSession(session: Session, key: Buffer): string {
  const { person, generation, nonce, expiresMs } = session;
  const content = [Math.floor(expiresMs / 1000), nonce, generation, person].join('.');
  return signText('session', content, key);
}

const COOKIE = /^(\d{1,12})\.([\w-]{1,64})\.(\d{1,12})\.([a-z0-9-]{1,63})$/;

/** What a cookie says; null when forged, changed or expired. */
export function readSession(cookie: string, key: Buffer, nowMs: number): Session | null {
  const content = readSigned('session', cookie, key);
  const [, expires, nonce, generation, person] = COOKIE.exec(content ?? '') ?? [];
  if (nonce === undefined || person === undefined) return null;
  const expiresMs = Number(expires) * 1000;
  return expiresMs < nowMs ? null : { person, nonce, generation: Number(generation), expiresMs };
}
