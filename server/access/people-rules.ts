import { BellwetherError } from '../../core/errors.ts';
import type { PersonDocument } from '../../core/person.ts';

/** The person that the link of the first start signs in. */
export const ADMINISTRATOR = 'administrator';

/** @throws BellwetherError `conflict` where the email is another person's, whatever its case */
export function refuseTakenEmail(
  people: readonly PersonDocument[],
  id: string,
  email: string | null,
): void {
  if (email === null) return;
  const taken = people.some(
    (person) => person.id !== id && person.email?.toLowerCase() === email.toLowerCase(),
  );
  if (!taken) return;
  throw new BellwetherError('conflict', 'this email is another person’s', {
    errors: [{ path: 'email', message: 'is taken' }],
  });
}

/** Who was invited and has set no password yet cannot come in; the built-in one has the printed link. */
const isEnabledAdmin = (person: PersonDocument): boolean => {
  const { id, disabled, roles, sign_in, password_set_at } = person;
  if (disabled || !roles.includes('admin')) return false;
  return id === ADMINISTRATOR || sign_in !== 'password' || password_set_at !== null;
};

/**
 * @param changed how one of the people is to be
 * @throws BellwetherError `conflict` where that takes the last enabled admin away
 */
export function refuseWithoutAdmin(
  people: readonly PersonDocument[],
  changed: PersonDocument,
): void {
  const before = people.find(({ id }) => id === changed.id);
  if (before === undefined || !isEnabledAdmin(before) || isEnabledAdmin(changed)) return;
  const isOther = people.some((person) => person.id !== changed.id && isEnabledAdmin(person));
  if (isOther) return;
  throw new BellwetherError(
    'conflict',
    'this is the last admin who can sign in: make somebody else one first',
  );
}

/** @throws BellwetherError `invalid` for a person who is to come by single sign-on, and cannot be told */
export function refuseUnrecognizable({
  sign_in,
  identity,
  email,
}: Pick<PersonDocument, 'sign_in' | 'identity' | 'email'>): void {
  if (sign_in !== 'single_sign_on' || identity !== null || email !== null) return;
  throw new BellwetherError('invalid', 'single sign-on recognises a new person by their email', {
    errors: [{ path: 'email', message: 'is needed' }],
  });
}

/** @throws BellwetherError `invalid` where roles are changed that the identity provider's groups give */
export function refuseRolesOfGroups(
  before: PersonDocument,
  asked: Pick<PersonDocument, 'sign_in' | 'roles'>,
): void {
  const isOfGroups = before.identity !== null && asked.sign_in === 'single_sign_on';
  if (!isOfGroups || before.roles.toSorted().join() === asked.roles.toSorted().join()) return;
  throw new BellwetherError('invalid', 'this person’s roles come from the identity provider', {
    errors: [{ path: 'roles', message: 'change the groups there' }],
  });
}
