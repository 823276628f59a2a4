import { afterAll, expect, test } from 'vitest';
import { startIdentityProvider } from '../support/identity-provider.ts';
import { useOwnServer } from '../support/own-server.ts';
import { signInPerson, signInWith } from '../support/people.ts';

const provider = await startIdentityProvider('ops=operator');
const server = useOwnServer({ env: provider.env });
afterAll(() => provider.stop());

test('while the provider is away the sign-in page hears so, and passwords open the door', async () => {
  const open = { redirect: 'manual', headers: { authorization: '' } } as const;
  const ways = await server().request('/api/session/ways', open);
  expect(await ways.json()).toEqual({
    password: true,
    single_sign_on: { issuer: provider.issuer, reachable: false },
  });
  const begun = await server().request('/api/session/oidc', open);
  expect([begun.status, begun.headers.get('location')]).toEqual([
    302,
    '/signin?problem=unavailable',
  ]);
  const { email, password } = await signInPerson(server(), 'on-duty', ['operator']);
  expect((await signInWith(server(), { email, password })).status).toBe(204);
});
