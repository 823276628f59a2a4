import { createHash, randomBytes } from 'node:crypto';
import type { PersonDocument } from '../../core/person.ts';
import { HOUR_MS, isoTime } from '../../core/time.ts';
import type { Credential, Credentials } from './credentials.ts';
import { ADMINISTRATOR } from './people-rules.ts';
import type { People } from './people.ts';
import type { Passwords } from './passwords.ts';
import { ROLE_SCOPES, type Principal } from './principal.ts';
import { readSession, SESSION_LIFETIME_SECONDS, writeSession } from './sessions.ts';
import { isSameText } from './signed-text.ts';
import type { SignInLimits } from './sign-in-limits.ts';

/** How long a link may be used, the printed one and an invitation alike. */
const LINK_LIFETIME_MS = 24 * HOUR_MS;

/** What was tried was good for a session, or wrong, used or late; `throttled` after too many of those. */
export type Redemption =
  | { readonly kind: 'signed_in'; readonly cookie: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

/** Where a try to sign in comes from; null without a socket. */
export type ClientAddress = string | null;

export interface SignIn {
  /** A new one-time token for the built-in administrator's link; the one before it no longer works. */
  issueLinkToken(): string;
  /** Exchanges a link's token for a session. */
  redeem(token: string): Promise<Redemption>;
  /** @param named an email, or a person's id */
  withPassword(named: string, password: string, address: ClientAddress): Promise<Redemption>;
  /**
   * A one-time token to set a password with. It takes the password away and ends the person's sessions.
   */
  invite(person: string): Promise<{ token: string; expiresMs: number }>;
  /** Sets the password of whom an invitation is for, and signs them in. */
  acceptInvitation(token: string, password: string): Promise<Redemption>;
  /**
   * Sets a person's own password, which ends all their sessions, and opens a new one.
   * @param old null where they have none
   */
  changePassword(
    person: string,
    { old, chosen }: { readonly old: string | null; readonly chosen: string },
  ): Promise<Redemption>;
  /** A new session, for somebody who has proved who they are. */
  openSession(person: string): string;
  /** Who a cookie stands for; null when forged, expired, ended, or of nobody who may come in. */
  authenticate(cookie: string): Principal | null;
  /** Ends a cookie's session, wherever the cookie was copied to. */
  revoke(cookie: string): Promise<void>;
  /** Ends all sessions of a person. */
  revokeAll(person: string): Promise<void>;
  /** That, and forgets their password and invitation. */
  forget(person: string): Promise<void>;
}

export interface SignInParts {
  readonly people: People;
  readonly credentials: Credentials;
  readonly passwords: Passwords;
  readonly limits: SignInLimits;
  /** Secret of this installation. */
  readonly key: Buffer;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const REFUSED: Redemption = { kind: 'refused' };
const newSecret = (): string => randomBytes(32).toString('base64url');
/** A secret of 256 random bits needs no slow hash. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Sessions of an earlier generation are over. */
const endAll = ({ generation }: Credential) => ({ generation: generation + 1, ended: [] });

/** A person as they ask. */
function principalOf({ id, name, roles }: PersonDocument): Principal {
  return {
    kind: 'session',
    actor: `person:${id}`,
    name,
    person: id,
    roles: new Set(roles),
    scopes: new Set(roles.flatMap((role) => ROLE_SCOPES[role])),
    workloads: null,
  };
}

/** Sign-in by link, invitation or password, with sessions that are signed rather than stored. */
export function createSignIn(parts: SignInParts): SignIn {
  const { people, credentials, passwords, limits, key, now } = parts;
  let link: { token: string; expiresMs: number } | null = null;

  const enabled = (id: string): PersonDocument | null => {
    const person = people.get(id)?.document;
    return person === undefined || person.disabled ? null : person;
  };
  const openSession = (
    person: string,
    generation: number = credentials.get(person).generation,
  ): string =>
    writeSession(
      {
        person,
        generation,
        nonce: randomBytes(16).toString('base64url'),
        expiresMs: now() + SESSION_LIFETIME_SECONDS * 1000,
      },
      key,
    );
  const signedIn = (person: string): Redemption => ({
    kind: 'signed_in',
    cookie: openSession(person),
  });
  const refuseToken = async (): Promise<Redemption> => (await limits.countWrongToken()) ?? REFUSED;
  /** @param isStill whether what proved who they are still does: hashing takes a while */
  const setPassword = async (
    id: string,
    password: string,
    reason: string,
    isStill: (latest: Credential) => boolean,
  ): Promise<Redemption> => {
    const password_hash = await passwords.hash(password);
    const isSet = await credentials.change(id, (latest) =>
      isStill(latest) ? { ...endAll(latest), password_hash, invitation: null } : null,
    );
    if (!isSet) return REFUSED;
    const password_set_at = isoTime(now());
    await people.change(id, { password_set_at }, { actor: `person:${id}`, reason });
    return signedIn(id);
  };
  /** Whether a password is a person's; takes as long where there is no such person. */
  const isTheirs = (person: PersonDocument | null, password: string): Promise<boolean> => {
    const mayHave = person !== null && !person.disabled && person.sign_in === 'password';
    const { password_hash } = mayHave ? credentials.get(person.id) : { password_hash: null };
    return passwords.verify(password_hash, password);
  };

  return {
    issueLinkToken() {
      link = { token: newSecret(), expiresMs: now() + LINK_LIFETIME_MS };
      return link.token;
    },
    async redeem(token) {
      const isRight =
        link !== null && link.expiresMs >= now() && isSameText(token, link.token, key);
      if (!isRight || enabled(ADMINISTRATOR) === null) return refuseToken();
      link = null;
      return signedIn(ADMINISTRATOR);
    },
    async withPassword(named, password, address) {
      const throttled = await limits.admit(named, address);
      if (throttled) return throttled;
      const person = people.find(named);
      const generation = person === null ? 0 : credentials.get(person.id).generation;
      const isRight = await isTheirs(person, password);
      if (!isRight || person === null) return REFUSED;
      await limits.forgive(named, address);
      // Of the generation that was proved: a reset meanwhile has ended it.
      return { kind: 'signed_in', cookie: openSession(person.id, generation) };
    },
    async invite(person) {
      const secret = newSecret();
      const expiresMs = now() + LINK_LIFETIME_MS;
      await credentials.change(person, (latest) => ({
        ...endAll(latest),
        password_hash: null,
        invitation: { hash: hashSecret(secret), expires_ms: expiresMs },
      }));
      return { token: `${person}.${secret}`, expiresMs };
    },
    async acceptInvitation(token, password) {
      const dot = token.indexOf('.');
      const person = enabled(token.slice(0, Math.max(dot, 0)));
      const open = person === null ? null : credentials.get(person.id).invitation;
      const isRight =
        open !== null &&
        open.expires_ms >= now() &&
        isSameText(hashSecret(token.slice(dot + 1)), open.hash, key);
      if (!isRight || person === null || person.sign_in !== 'password') return refuseToken();
      const { hash } = open;
      return setPassword(
        person.id,
        password,
        'password set by invitation',
        ({ invitation }) => invitation?.hash === hash,
      );
    },
    async changePassword(id, { old, chosen }) {
      const throttled = await limits.admit(id, null);
      if (throttled) return throttled;
      const person = enabled(id);
      if (person === null || person.sign_in !== 'password') return REFUSED;
      const { password_hash: before, generation } = credentials.get(id);
      const isFirst = before === null;
      const isProved = isFirst ? old === null : old !== null && (await isTheirs(person, old));
      if (!isProved) return REFUSED;
      await limits.forgive(id, null);
      return setPassword(
        id,
        chosen,
        'password changed',
        (latest) => latest.password_hash === before && latest.generation === generation,
      );
    },
    openSession: (person) => openSession(person),
    authenticate(cookie) {
      const session = readSession(cookie, key, now());
      const person = session === null ? null : enabled(session.person);
      if (session === null || person === null) return null;
      const { generation, ended } = credentials.get(person.id);
      if (session.generation !== generation) return null;
      return ended.some(({ nonce }) => nonce === session.nonce) ? null : principalOf(person);
    },
    async revoke(cookie) {
      const session = readSession(cookie, key, now());
      if (session === null) return;
      await credentials.change(session.person, ({ ended }) => ({
        ended: [
          ...ended.filter(({ expires_ms }) => expires_ms >= now()),
          { nonce: session.nonce, expires_ms: session.expiresMs },
        ],
      }));
    },
    async revokeAll(person) {
      await credentials.change(person, endAll);
    },
    async forget(person) {
      await credentials.change(person, (latest) => ({
        ...endAll(latest),
        password_hash: null,
        invitation: null,
      }));
    },
  };
}
