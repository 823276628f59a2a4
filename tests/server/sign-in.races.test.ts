import { expect, test } from 'vitest';
import { openCredentials } from '../../server/access/credentials.ts';
import { createPasswords } from '../../server/access/passwords.ts';
import { createPeople } from '../../server/access/people.ts';
import { createSignInLimits } from '../../server/access/sign-in-limits.ts';
import { createSignIn, type Redemption } from '../../server/access/sign-in.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const KEY = Buffer.alloc(32, 5);
const OLD = 'the password of before';
const NEW = 'the password of afterwards';

/** One person with a password, and the sign-in that they use. */
async function open(id: string) {
  const now = Date.now;
  const people = await createPeople(await openLedger(database(), KEY, now), now);
  const credentials = await openCredentials({
    list: () => Promise.resolve([]),
    store: () => Promise.resolve(),
    seal: (text) => text,
    open: (sealed) => sealed,
    onUnreadable: (person) => {
      throw new Error(person);
    },
  });
  const passwords = createPasswords('of nobody');
  const limits = createSignInLimits();
  const signIn = createSignIn({ people, credentials, passwords, limits, key: KEY, now });
  const person = { id, name: id, roles: ['approver' as const] };
  await people.create({ ...person, email: null, sign_in: 'password' }, 'person:admin');
  const { token } = await signIn.invite(id);
  await signIn.acceptInvitation(token, OLD);
  return signIn;
}

const isIn = (signIn: Awaited<ReturnType<typeof open>>, redemption: Redemption): boolean =>
  redemption.kind === 'signed_in' && signIn.authenticate(redemption.cookie) !== null;

test('a sign-in under way with the old password is over when a reset comes in between', async () => {
  const signIn = await open('reset');
  const underWay = signIn.withPassword('reset', OLD, null);
  await signIn.invite('reset');
  expect(isIn(signIn, await underWay)).toBe(false);
  expect(await signIn.withPassword('reset', OLD, null)).toEqual({ kind: 'refused' });
});

test('of two who use one invitation at once one sets the password, and the other is refused', async () => {
  const signIn = await open('invited');
  const { token } = await signIn.invite('invited');
  const both = await Promise.all([
    signIn.acceptInvitation(token, NEW),
    signIn.acceptInvitation(token, OLD),
  ]);
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'signed_in']);
});

test('a change of one’s own password never undoes a reset that came while it was hashed', async () => {
  const signIn = await open('changing');
  const underWay = signIn.changePassword('changing', { old: OLD, chosen: NEW });
  const { token } = await signIn.invite('changing');
  expect(await underWay).toEqual({ kind: 'refused' });
  expect(isIn(signIn, await signIn.acceptInvitation(token, NEW))).toBe(true);
});
