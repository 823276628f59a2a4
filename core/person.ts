import { z } from 'zod';
import { workloadSlug } from './event.ts';
import { ROLES } from './role.ts';

/** How a person signs in: with a password of Bellwether's, or at the organisation's identity provider. */
export const SIGN_IN_WAYS = ['password', 'single_sign_on'] as const;

/** A person's address: what `owners` may name them by; case does not matter. */
export const personEmail = z.email('expected an email address').max(254);

/** What a person is called. */
export const personName = z.string().trim().min(1).max(200);

/** Roles, each once. */
export const personRoles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .refine((roles) => new Set(roles).size === roles.length, 'names a role twice');

/** A person as the ledger keeps them; what they sign in with lies elsewhere. */
export const personDocument = z.strictObject({
  id: workloadSlug,
  name: personName,
  /** Unique but for case; null where none is known. */
  email: personEmail.nullable(),
  roles: personRoles,
  sign_in: z.enum(SIGN_IN_WAYS),
  /** Who they are at the identity provider; null until they first come from there. */
  identity: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable(),
  /** A disabled person can do nothing; what they decided stays theirs. */
  disabled: z.boolean(),
  /** When their password was last set, RFC 3339; null while they have none. */
  password_set_at: z.string().nullable(),
  /** When they were last sent an invitation again; absent from people who never were. */
  invited_at: z.string().optional(),
  created_at: z.string(),
});
export type PersonDocument = z.output<typeof personDocument>;

/**
 * Whether a text, such as an owner in a workload's record, names a person: by id, or by email whatever
 * its case; never by the name they are called.
 * @example namesPerson('Ops@Example.com', {id: 'operations', email: 'ops@example.com'}) // true
 */
export function namesPerson(
  text: string,
  { id, email }: Pick<PersonDocument, 'id' | 'email'>,
): boolean {
  const named = text.trim();
  return named === id || (email !== null && named.toLowerCase() === email.toLowerCase());
}
