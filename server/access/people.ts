import { z } from 'zod';
import { workloadSlug } from '../../core/event.ts';
import { BellwetherError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { Versioned } from '../../core/parse-document.ts';
import {
  namesPerson,
  personDocument,
  personEmail,
  personName,
  personRoles,
  SIGN_IN_WAYS,
  type PersonDocument,
} from '../../core/person.ts';
import { isoTime } from '../../core/time.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import {
  ADMINISTRATOR,
  refuseTakenEmail,
  refuseUnrecognizable,
  refuseWithoutAdmin,
} from './people-rules.ts';
import { personIdOf } from './person-id.ts';

/** What is stated of a new person. */
export const newPerson = z.strictObject({
  /** Absent: made of the name. */
  id: workloadSlug.optional(),
  name: personName,
  email: personEmail.nullable(),
  roles: personRoles.min(1, 'expected at least one role'),
  sign_in: z.enum(SIGN_IN_WAYS).default('password'),
});
export type NewPerson = z.output<typeof newPerson>;

/** What can be changed of a person. */
export const personChange = newPerson
  .omit({ id: true })
  .extend({ roles: personRoles, sign_in: z.enum(SIGN_IN_WAYS), disabled: z.boolean() });
export type PersonChange = z.output<typeof personChange>;

/** Who works with Bellwether, and all versions of it. */
export interface People {
  get(id: string): Versioned<PersonDocument> | null;
  list(): Versioned<PersonDocument>[];
  /** By id or email; null for nobody. */
  find(named: string): PersonDocument | null;
  /** By who they are at an identity provider; null for nobody. */
  findIdentity(identity: { issuer: string; subject: string }): PersonDocument | null;
  /** @throws BellwetherError `conflict` where the id was ever used or the email is another's */
  create(
    request: NewPerson,
    actor: string,
    identity?: PersonDocument['identity'],
  ): Promise<Versioned<PersonDocument>>;
  /**
   * Writes what differs; where nothing does, nothing is appended.
   * @throws BellwetherError `not_found`, `stale_version`, or `conflict` where the email is another's or no
   *   enabled admin would be left
   */
  change(
    id: string,
    changes: Partial<Omit<PersonDocument, 'id' | 'created_at'>>,
    act: { readonly actor: string; readonly reason: string; readonly expectedVersion?: number },
  ): Promise<Versioned<PersonDocument>>;
  /** @throws BellwetherError as `change` does, and `conflict` for the built-in administrator */
  remove(id: string, actor: string, expectedVersion?: number): Promise<void>;
}

/** Opens the registry, with the built-in administrator in it. */
export async function createPeople(ledger: Ledger, now: () => number): Promise<People> {
  const get = (id: string): Versioned<PersonDocument> | null => {
    const record = ledger.get('person', id);
    if (!record) return null;
    return { document: personDocument.parse(record.document), version: record.version };
  };
  const list = (): Versioned<PersonDocument>[] =>
    ledger.list('person').map(({ document, version }) => ({
      document: personDocument.parse(document),
      version,
    }));
  const documents = (): PersonDocument[] => list().map(({ document }) => document);
  const need = (id: string): Versioned<PersonDocument> => {
    const found = get(id);
    if (!found) throw new BellwetherError('not_found', `there is no person ${id}`);
    return found;
  };
  // What is checked of all people must still hold when the record is written.
  const inTurn = oneAtATime();
  const wasUsed = (id: string): boolean => ledger.history('person', id).length > 0;
  const append = async (
    document: PersonDocument,
    act: { actor: string; reason: string; deletes?: boolean; expectedVersion?: number },
  ): Promise<Versioned<PersonDocument>> => {
    const [record] = await ledger.append([{ kind: 'person', id: document.id, document, ...act }]);
    if (record === undefined) throw new Error('the ledger answers one record a change');
    return { document, version: record.version };
  };

  const people: People = {
    get,
    list,
    find: (named) => documents().find((person) => namesPerson(named, person)) ?? null,
    findIdentity: ({ issuer, subject }) =>
      documents().find(
        ({ identity }) => identity?.issuer === issuer && identity.subject === subject,
      ) ?? null,
    create: ({ id: stated, ...request }, actor, identity = null) =>
      inTurn(async () => {
        const id = stated ?? personIdOf(request.name, wasUsed);
        if (wasUsed(id)) {
          throw new BellwetherError(
            'conflict',
            `the id ${id} is or was another person's: choose another`,
          );
        }
        refuseTakenEmail(documents(), id, request.email);
        refuseUnrecognizable({ ...request, identity });
        const document: PersonDocument = {
          ...request,
          id,
          identity,
          disabled: false,
          password_set_at: null,
          created_at: isoTime(now()),
        };
        return append(document, { actor, reason: '', expectedVersion: 0 });
      }),
    change: (id, changes, act) =>
      inTurn(async () => {
        const { document: before, version } = need(id);
        const document = personDocument.parse({ ...before, ...changes });
        refuseTakenEmail(documents(), id, document.email);
        refuseUnrecognizable(document);
        refuseWithoutAdmin(documents(), document);
        const isSame = JSON.stringify(document) === JSON.stringify(before);
        const isExpected = (act.expectedVersion ?? version) === version;
        return isSame && isExpected ? { document, version } : append(document, act);
      }),
    remove: (id, actor, expectedVersion) =>
      inTurn(async () => {
        const { document } = need(id);
        if (id === ADMINISTRATOR) {
          const words = 'the built-in administrator stays: disable it once there is another admin';
          throw new BellwetherError('conflict', words);
        }
        refuseWithoutAdmin(documents(), { ...document, disabled: true });
        const expected = expectedVersion === undefined ? {} : { expectedVersion };
        await append(document, { actor, reason: '', deletes: true, ...expected });
      }),
  };
  if (!wasUsed(ADMINISTRATOR)) {
    await people.create(
      {
        id: ADMINISTRATOR,
        name: 'Administrator',
        email: null,
        roles: ['admin'],
        sign_in: 'password',
      },
      'system',
    );
  }
  return people;
}
