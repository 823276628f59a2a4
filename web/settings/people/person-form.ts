import type { Role } from '../../../core/role.ts';
import type { Person } from '../../api/people-queries.ts';

/** What stands in the form, as typed. */
export interface PersonForm {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly bySingleSignOn: boolean;
  readonly disabled: boolean;
}

export const EMPTY_PERSON_FORM: PersonForm = {
  name: '',
  email: '',
  roles: ['viewer'],
  bySingleSignOn: false,
  disabled: false,
};

export const writePersonForm = (person: Person): PersonForm => ({
  name: person.name,
  email: person.email ?? '',
  roles: person.roles,
  bySingleSignOn: person.sign_in === 'single_sign_on',
  disabled: person.disabled,
});

/** What the server is asked for. */
export interface PersonRequest {
  readonly name: string;
  readonly email: string | null;
  readonly roles: Role[];
  readonly sign_in: 'password' | 'single_sign_on';
}

export type PersonFaults = Partial<Record<'name' | 'email' | 'roles', string>>;

export type ReadPersonForm =
  | { readonly kind: 'request'; readonly request: PersonRequest }
  | { readonly kind: 'faults'; readonly faults: PersonFaults };

/**
 * Reads the form.
 * @param mayLackEmail true for the built-in administrator, who is known by id
 */
export function readPersonForm(form: PersonForm, mayLackEmail: boolean): ReadPersonForm {
  const faults: PersonFaults = {};
  const name = form.name.trim();
  const email = form.email.trim();
  if (name === '') faults.name = 'A person needs a name.';
  if (name.length > 200) faults.name = 'At most 200 characters.';
  if (email === '' && !mayLackEmail) faults.email = 'They sign in with it.';
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    faults.email = 'This is no email address.';
  if (form.roles.length === 0) faults.roles = 'At least one role; disable a person who needs none.';
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  return {
    kind: 'request',
    request: {
      name,
      email: email === '' ? null : email,
      roles: [...form.roles],
      sign_in: form.bySingleSignOn ? 'single_sign_on' : 'password',
    },
  };
}
