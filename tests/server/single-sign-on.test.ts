import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIdentityProvider, walkThrough } from '../support/identity-provider.ts';
import { useOwnServer } from '../support/own-server.ts';

const ORIGIN = 'http://bellwether.example';
const provider = await startIdentityProvider('ops=operator,board=approver,board=business_owner');
const server = useOwnServer({ env: { ...provider.env, BELLWETHER_PUBLIC_URL: ORIGIN } });
beforeAll(() => provider.answerFor(ORIGIN));
afterAll(() => provider.stop());

/** An answer to somebody without a key. */
const bare = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server().request(path, {
    method,
    redirect: 'manual',
    headers: { authorization: '', ...headers },
  });
const cookieNamed = (response: Response, name: string): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith(`${name}=`)) ?? '';
const locationOf = (response: Response): string => response.headers.get('location') ?? '';

interface Came {
  readonly location: string;
  readonly session: string;
  readonly returned: URL;
  readonly attempt: string;
}

/** Signs in at the provider and comes back, each step as a browser takes it. */
async function comeAs(id: string, claims: Record<string, unknown>): Promise<Came> {
  provider.account = { id, claims };
  const begun = await bare('/api/session/oidc');
  const attempt = cookieNamed(begun, 'bellwether_sign_on');
  const returned = await walkThrough(locationOf(begun), provider.issuer);
  const ended = await bare(returned.pathname + returned.search, { cookie: attempt });
  const session = cookieNamed(ended, 'bellwether_session');
  return { location: locationOf(ended), session, returned, attempt };
}
const sessionOf = async ({ session }: Came): Promise<unknown> =>
  (await bare('/api/session', { cookie: session })).json();

const lead = { name: 'Support lead', email: 'lead@example.com', email_verified: true };

test('whoever the provider vouches for comes in with the roles of their groups, as a person of ours', async () => {
  const came = await comeAs('lead', { ...lead, groups: ['ops', 'others'] });
  expect(came.location).toBe('/');
  expect(await sessionOf(came)).toMatchObject({
    person: expect.stringMatching(/^support-lead-[0-9a-f]{8}$/),
    name: 'Support lead',
    roles: ['operator'],
  });
  const { items } = (await server().ask('/api/people')).body as { items: object[] };
  expect(items).toContainEqual(
    expect.objectContaining({ email: 'lead@example.com', sign_in: 'single_sign_on' }),
  );
});

test('groups are read at each sign-in; other roles end the sessions with the former ones', async () => {
  const before = await comeAs('lead', { ...lead, groups: ['ops'] });
  const after = await comeAs('lead', { ...lead, groups: ['board'] });
  expect(await sessionOf(after)).toMatchObject({ roles: ['business_owner', 'approver'] });
  expect(await sessionOf(before)).toMatchObject({ status: 401 });
  const none = await comeAs('lead', { ...lead, groups: ['strangers'] });
  expect([none.location, none.session]).toEqual(['/signin?problem=no_role', '']);
  expect(await sessionOf(after)).toMatchObject({ status: 401 });
});

test('nobody without a mapped group, with an unverified email, or with another person’s comes in', async () => {
  await server().ask('/api/people', {
    name: 'Business owner',
    email: 'owner@example.com',
    roles: ['business_owner'],
  });
  const groups = ['ops'];
  const locations = [
    await comeAs('a', { name: 'A' }),
    await comeAs('b', { name: 'B', email: 'b@example.com', email_verified: false, groups }),
    await comeAs('c', { name: 'C', email: 'OWNER@example.com', email_verified: true, groups }),
  ].map(({ location, session }) => [location, session]);
  expect(locations).toEqual([
    ['/signin?problem=no_role', ''],
    ['/signin?problem=email_unverified', ''],
    ['/signin?problem=email_taken', ''],
  ]);
  const { items } = (await server().ask('/api/people')).body as { items: { name: string }[] };
  expect(items.filter(({ name }) => ['A', 'B', 'C'].includes(name))).toEqual([]);
});

test('a person whom an admin said comes this way is recognised by email, and their password is gone', async () => {
  const made = { id: 'risk', name: 'Risk', email: 'risk@example.com', roles: ['viewer'] };
  await server().ask('/api/people', { ...made, sign_in: 'single_sign_on' });
  const claims = { name: 'Head of risk', email: 'Risk@example.com', groups: ['board'] };
  const came = await comeAs('risk-subject', claims);
  expect(await sessionOf(came)).toMatchObject({ person: 'risk', name: 'Head of risk' });
  const fields = { name: 'R', email: 'risk@example.com', sign_in: 'single_sign_on' };
  const put = (more: object) =>
    server().ask('/api/people/risk', { ...fields, ...more }, { method: 'PUT' });
  expect(await put({ roles: ['admin'], disabled: false })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'roles' }] },
  });
  await put({ roles: ['business_owner', 'approver'], disabled: true });
  expect((await comeAs('risk-subject', claims)).location).toBe('/signin?problem=disabled');
});

test('an answer of the provider counts once, for the browser that asked, with its own state', async () => {
  const came = await comeAs('lead', { ...lead, groups: ['ops'] });
  const again = (cookie: string, search = came.returned.search) =>
    bare(came.returned.pathname + search, { cookie }).then(locationOf);
  expect(await again('')).toBe('/signin?problem=expired');
  expect(await again(`${came.attempt}x`)).toBe('/signin?problem=expired');
  expect(await again(came.attempt)).toBe('/signin?problem=failed');
  const fresh = cookieNamed(await bare('/api/session/oidc'), 'bellwether_sign_on');
  expect(await again(fresh)).toBe('/signin?problem=failed');
  expect(await again(came.attempt, '?error=access_denied&state=x')).toBe('/signin?problem=failed');
});

test('the way there carries PKCE, state and nonce, and nothing of it can be read by scripts', async () => {
  const begun = await bare('/api/session/oidc');
  const asked = new URL(locationOf(begun)).searchParams;
  expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual([
    'S256',
    'code',
  ]);
  expect([asked.get('state'), asked.get('nonce')].every((value) => value!.length > 20)).toBe(true);
  expect(begun.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i);
});

test('signing out ends the provider’s session too', async () => {
  const came = await comeAs('lead', { ...lead, groups: ['ops'] });
  const headers = { cookie: came.session, origin: server().url, 'sec-fetch-site': 'same-origin' };
  const out = await bare('/api/session', headers, 'DELETE');
  const { redirect } = (await out.json()) as { redirect: string };
  const address = new URL(redirect);
  expect(address.origin).toBe(provider.issuer);
  expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/signin`);
  expect(address.searchParams.get('id_token_hint')).not.toBeNull();
  expect(await sessionOf(came)).toMatchObject({ status: 401 });
});

test('how it is set up is for admins, without the secret, and on record', async () => {
  const { body } = await server().ask('/api/settings/single-sign-on');
  expect(body).toMatchObject({
    single_sign_on: {
      issuer: provider.issuer,
      has_client_secret: true,
      redirect_uri: `${ORIGIN}/api/session/oidc/callback`,
      group_roles: [{ group: 'ops', role: 'operator' }, { group: 'board' }, { group: 'board' }],
      reachable: true,
    },
  });
  expect(JSON.stringify(body)).not.toContain(provider.env['BELLWETHER_OIDC_CLIENT_SECRET']);
});
