import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { personEmail, type PersonDocument } from '../../core/person.ts';
import type { Role } from '../../core/role.ts';
import { rolesOfGroups } from './group-roles.ts';
import type { IdentityProvider, Proof } from './identity-provider.ts';
import type { People } from './people.ts';
import { personIdOf } from './person-id.ts';
import { readAttempt, writeAttempt } from './sign-on-attempt.ts';
import type { SignIn } from './sign-in.ts';
import type { SingleSignOnSettings } from './single-sign-on-settings.ts';

/** Why somebody who signed in at the provider does not come in. */
export const SIGN_ON_PROBLEMS = [
  'no_role',
  'disabled',
  'email_taken',
  'email_unverified',
  'last_admin',
  'expired',
  'failed',
  'unavailable',
] as const;
export type SignOnProblem = (typeof SIGN_ON_PROBLEMS)[number];

export type SignOnOutcome =
  | { readonly kind: 'signed_in'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly problem: SignOnProblem; readonly cause: unknown };

/** What is read of the claims; anything may be in them. */
const knownClaims = z.looseObject({
  sub: z.string().min(1).max(255),
  name: z.string().trim().min(1).max(200).optional().catch(undefined),
  preferred_username: z.string().trim().min(1).max(200).optional().catch(undefined),
  email: personEmail.optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});

export interface SingleSignOn {
  readonly settings: SingleSignOnSettings;
  /** Where the provider sends browsers back to. */
  redirectUri(): string;
  /** Where it sends them after signing out. */
  signedOutUri(): string;
  isReachable(): Promise<boolean>;
  /** Where to send the browser, and the cookie it must come back with. */
  begin(): Promise<{ url: string; cookie: string }>;
  /**
   * Ends what `begin` began.
   * @param search the query that the provider sent back
   */
  complete(cookie: string | undefined, search: string): Promise<SignOnOutcome>;
  /** Where the provider's session of a session here is ended; null where that is not offered. */
  signOutUrl(session: string): Promise<string | null>;
}

export interface SingleSignOnParts {
  readonly settings: SingleSignOnSettings;
  readonly provider: IdentityProvider;
  readonly people: People;
  readonly signIn: SignIn;
  /** Secret of this installation. */
  readonly key: Buffer;
  /** Where people reach Bellwether. */
  readonly publicUrl: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** ID tokens kept for signing out; without one the provider asks whether it is meant. */
const MAX_ID_TOKENS = 10_000;
const BY_GROUPS = { actor: 'system', reason: 'as the identity provider says' } as const;

class Refusal extends Error {
  readonly problem: SignOnProblem;
  constructor(problem: SignOnProblem) {
    super(`single sign-on refused: ${problem}`);
    this.problem = problem;
  }
}

/** Single sign-on: whoever the provider vouches for becomes a person with the roles of their groups. */
export function createSingleSignOn(parts: SingleSignOnParts): SingleSignOn {
  const { settings, provider, people, signIn, key, now } = parts;
  const idTokens = new Map<string, string>();
  const at = (path: string): string => parts.publicUrl().replace(/\/$/, '') + path;
  const redirectUri = (): string => at('/api/session/oidc/callback');
  const signedOutUri = (): string => at('/signin');

  const personOf = async (proof: Proof): Promise<PersonDocument> => {
    const claims = knownClaims.parse(proof.claims);
    const identity = { issuer: settings.issuer, subject: claims.sub };
    const roles = rolesOfGroups(claims[settings.groupsClaim], settings.groupRoles);
    const email = claims.email ?? null;
    // An owner may be named by email, so nobody may claim one that is not theirs.
    if (email !== null && claims.email_verified === false) throw new Refusal('email_unverified');
    const known = people.findIdentity(identity) ?? expected(people, email);
    if (roles.length === 0) {
      if (known !== null) await follow(known, { roles });
      throw new Refusal('no_role');
    }
    const name = claims.name ?? claims.preferred_username ?? email ?? claims.sub.slice(0, 200);
    if (known === null) return join({ name, email, roles }, identity);
    const followed = await follow(known, { name, email: email ?? known.email, roles, identity });
    if (followed.disabled) throw new Refusal('disabled');
    return followed;
  };

  /** Takes over what the provider says; other roles end the sessions with the former ones. */
  const follow = async (
    known: PersonDocument,
    changes: Partial<PersonDocument>,
  ): Promise<PersonDocument> => {
    const { document } = await people.change(known.id, changes, BY_GROUPS);
    if (document.roles.join() !== known.roles.join()) await signIn.revokeAll(known.id);
    return document;
  };

  const join = async (
    stated: { name: string; email: string | null; roles: Role[] },
    identity: { issuer: string; subject: string },
  ): Promise<PersonDocument> => {
    // People choose their names at the provider: an id made of one alone could be an owner's.
    const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 8);
    const id = personIdOf(`${stated.name.slice(0, 40)} ${digest}`, (id) => people.get(id) !== null);
    const request = { id, sign_in: 'single_sign_on', ...stated } as const;
    return (await people.create(request, 'system', identity)).document;
  };

  const refuse = (problem: SignOnProblem, cause: unknown): SignOnOutcome => ({
    kind: 'refused',
    problem,
    cause,
  });
  return {
    settings,
    redirectUri,
    signedOutUri,
    isReachable: () => provider.isReachable(),
    async begin() {
      const { url, attempt } = await provider.begin(redirectUri());
      return { url, cookie: writeAttempt(attempt, key, now()) };
    },
    async complete(cookie, search) {
      const attempt = cookie === undefined ? null : readAttempt(cookie, key, now());
      if (attempt === null) return refuse('expired', null);
      let proof: Proof;
      try {
        proof = await provider.complete(new URL(redirectUri() + search), attempt);
      } catch (error) {
        return refuse(isAway(error) ? 'unavailable' : 'failed', error);
      }
      try {
        const session = signIn.openSession((await personOf(proof)).id);
        if (idTokens.size >= MAX_ID_TOKENS) idTokens.clear();
        if (proof.idToken !== null) idTokens.set(session, proof.idToken);
        return { kind: 'signed_in', cookie: session };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error.problem, null);
        const isConflict = error instanceof BellwetherError && error.code === 'conflict';
        if (!isConflict) throw error;
        return refuse(error.errors.length > 0 ? 'email_taken' : 'last_admin', error);
      }
    },
    async signOutUrl(session) {
      const idToken = idTokens.get(session) ?? null;
      idTokens.delete(session);
      return provider.endSessionUrl(idToken, signedOutUri());
    },
  };
}

/** Whom an admin said will come by single sign-on with this email, and who has not yet. */
function expected(people: People, email: string | null): PersonDocument | null {
  const person = email === null ? null : people.find(email);
  const isExpected = person?.sign_in === 'single_sign_on' && person.identity === null;
  return isExpected ? person : null;
}

/** Whether an error says that the provider was not reached, rather than what it answered. */
const isAway = (error: unknown): boolean =>
  (error instanceof BellwetherError && error.code === 'unavailable') ||
  (error instanceof Error && /fetch failed|timed out|timeout/i.test(error.message));
