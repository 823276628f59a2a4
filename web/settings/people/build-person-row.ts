import type { Person } from '../../api/people-queries.ts';
import { formatAgo, instantMs } from '../../format/time.ts';
import { tellRoles } from '../role-words.ts';

/** A person as their line says it. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly roles: string;
  /** Null where none is known, or it is not for who looks. */
  readonly email: string | null;
  /** How they come in; null where that is not for who looks. */
  readonly way: string | null;
  /** Whether a link to set a password makes sense, and whether it would take one away. */
  readonly password: 'none' | 'to_be_set' | 'set';
}

function tellWay(person: Person, nowMs: number): string | null {
  if (person.sign_in === undefined) return null;
  if (person.sign_in === 'single_sign_on') return 'single sign-on';
  const setAt = person.password_set_at ?? null;
  return setAt === null ? 'no password yet' : `password set ${formatAgo(instantMs(setAt), nowMs)}`;
}

function passwordOf({ sign_in, password_set_at, disabled }: Person): PersonRow['password'] {
  if (sign_in !== 'password' || disabled) return 'none';
  return (password_set_at ?? null) === null ? 'to_be_set' : 'set';
}

/** People by name, those who are disabled last. */
export function buildPersonRows(people: readonly Person[], nowMs: number): PersonRow[] {
  return people
    .map((person) => ({
      id: person.id,
      name: person.name,
      isDisabled: person.disabled,
      roles: tellRoles(person.roles),
      email: person.email ?? null,
      way: tellWay(person, nowMs),
      password: passwordOf(person),
    }))
    .sort((a, b) => Number(a.isDisabled) - Number(b.isDisabled) || a.name.localeCompare(b.name));
}
