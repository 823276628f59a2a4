import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openSecret, SEAL_NONCE_BYTES, sealSecret } from '../../alerts/people/seal-secret.ts';
import { openCredentials } from '../../server/access/credentials.ts';
import { createPasswords } from '../../server/access/passwords.ts';
import { listCredentials, storeCredential } from '../../store/credential-table.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { createPeople } from '../../server/access/people.ts';
import { createSignIn } from '../../server/access/sign-in.ts';
import { createSignInLimits } from '../../server/access/sign-in-limits.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const KEY = Buffer.alloc(32, 1);
const NOW = Date.UTC(2026, 10, 26);

const unreadable: string[] = [];
async function start(key = KEY, now = () => NOW) {
  const credentials = await openCredentials({
    list: () => listCredentials(database()),
    store: (credential) => storeCredential(database(), credential),
    seal: (text) => sealSecret(text, key, randomBytes(SEAL_NONCE_BYTES)),
    open: (sealed) => openSecret(sealed, key),
    onUnreadable: (person) => unreadable.push(person),
  });
  const ledger = await openLedger(database(), KEY, now);
  const people = await createPeople(ledger, now);
  const passwords = createPasswords('decoy');
  const limits = createSignInLimits();
  return { people, signIn: createSignIn({ people, credentials, passwords, limits, key, now }) };
}

const everything = (): Promise<{ row: string }[]> =>
  database().query(
    'test',
    `SELECT document AS row FROM ledger UNION ALL SELECT sealed AS row FROM credential`,
    z.object({ row: z.string() }),
  );

test('passwords, hashes and invitations lie readable nowhere; what was ended stays ended after a restart', async () => {
  const { people, signIn } = await start();
  const made = { name: 'Desk', email: 'desk@example.com', roles: ['viewer' as const] };
  const { document } = await people.create({ ...made, sign_in: 'password' }, 'system');
  const { token } = await signIn.invite(document.id);
  const opened = await signIn.acceptInvitation(token, 'a long enough password');
  const second = await signIn.withPassword('DESK@example.com', 'a long enough password', null);
  if (opened.kind !== 'signed_in' || second.kind !== 'signed_in') throw new Error('refused');
  await signIn.revoke(opened.cookie);

  const stored = (await everything()).map(({ row }) => row).join('\n');
  expect(stored).toContain('desk@example.com');
  for (const secret of ['argon2', 'a long enough password', token.split('.')[1]!, 'password_hash'])
    expect(stored).not.toContain(secret);

  const again = await start();
  expect(again.signIn.authenticate(opened.cookie)).toBeNull();
  expect(again.signIn.authenticate(second.cookie)).toMatchObject({ person: document.id });
  const known = await again.signIn.withPassword(document.id, 'a long enough password', null);
  expect(known.kind).toBe('signed_in');
});

test('an invitation is too late after a day, and a session after a week', async () => {
  let now = NOW;
  const { people, signIn } = await start(KEY, () => now);
  const made = { name: 'Late', email: null, roles: ['viewer' as const] };
  const { document } = await people.create({ ...made, sign_in: 'password' }, 'system');
  const { token } = await signIn.invite(document.id);
  const session = signIn.openSession(document.id);
  now += 86_400_001;
  expect(await signIn.acceptInvitation(token, 'a long enough password')).toEqual({
    kind: 'refused',
  });
  expect(signIn.authenticate(session)).not.toBeNull();
  now += 6 * 86_400_000 + 1000;
  expect(signIn.authenticate(session)).toBeNull();
});

test('with another secret of the installation nobody comes in by password, and each is named', async () => {
  const { signIn } = await start(Buffer.alloc(32, 2));
  const tried = await signIn.withPassword('desk@example.com', 'a long enough password', null);
  expect([tried.kind, unreadable]).toEqual(['refused', expect.arrayContaining(['desk'])]);
});
