import { expect, test } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';
import {
  cookieOf,
  requestWith,
  signInPerson,
  signInWith,
  TEST_PASSWORD,
} from '../support/people.ts';

const server = useOwnServer();
const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

interface PersonItem {
  readonly id: string;
  readonly email?: string | null;
  readonly password_set_at?: string | null;
}
const person = async (id: string): Promise<PersonItem & Record<string, unknown>> =>
  (await server().ask(`/api/people/${id}`)).body as PersonItem & Record<string, unknown>;
const change = (id: string, body: object) =>
  server().ask(`/api/people/${id}`, body, { method: 'PUT' });

test('an invited person sets a password by a link that works once, and signs in with it', async () => {
  const { status, body } = await server().ask('/api/people', {
    name: 'Support lead',
    email: 'Lead@example.com',
    roles: ['operator'],
  });
  expect(status).toBe(201);
  const { id, invitation } = body as { id: string; invitation: { token: string; path: string } };
  expect([id, invitation.path]).toEqual(['support-lead', `/signin#invitation=${invitation.token}`]);

  const accept = (password: string) =>
    signInWith(server(), { invitation: invitation.token, password });
  expect(await statusOf(accept('too short'))).toBe(400);
  expect(await statusOf(accept(TEST_PASSWORD))).toBe(204);
  expect(await statusOf(accept(TEST_PASSWORD))).toBe(401);

  const session = await signInWith(server(), {
    email: 'lead@EXAMPLE.com',
    password: TEST_PASSWORD,
  });
  expect(session.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/i);
  const asked = await requestWith(server(), cookieOf(session))('/api/session');
  expect(await asked.json()).toMatchObject({
    kind: 'session',
    person: 'support-lead',
    name: 'Support lead',
    roles: ['operator'],
    scopes: ['read', 'operate'],
    may: ['read', 'operate'],
  });
});

test('a wrong password and an unknown email get the same answer, and guessing has to wait', async () => {
  const { email } = await signInPerson(server(), 'guessed', ['viewer']);
  const answersTo = async (named: string): Promise<string[]> => {
    const answers: string[] = [];
    for (let guess = 0; guess < 11; guess += 1) {
      const answer = await signInWith(server(), { email: named, password: 'wrong' });
      const waits = Number(answer.headers.get('retry-after')) > 0;
      answers.push(`${answer.status} ${waits} ${await answer.text()}`);
    }
    return answers;
  };
  const known = await answersTo(email);
  expect(await answersTo('nobody@example.com')).toEqual(known);
  expect(known.map((answer) => answer.slice(0, 9))).toEqual([
    ...Array.from({ length: 10 }, () => '401 false'),
    '429 true ',
  ]);
  const right = await signInWith(server(), { email, password: TEST_PASSWORD });
  expect(right.status).toBe(429);
});

test('sessions end when the roles change, the person is disabled, the password is reset or changed', async () => {
  const { id, email, password, cookie, request } = await signInPerson(server(), 'moved', [
    'viewer',
  ]);
  const again = async () =>
    requestWith(server(), cookieOf(await signInWith(server(), { email, password })));
  const fields = { name: 'Moved', email, roles: ['viewer'], sign_in: 'password', disabled: false };
  expect(await statusOf(request('/api/portfolio'))).toBe(200);
  expect((await change(id, fields)).status).toBe(200);
  expect(await statusOf(request('/api/portfolio'))).toBe(200);

  await change(id, { ...fields, roles: ['approver'] });
  expect(await statusOf(request('/api/portfolio'))).toBe(401);

  const second = await again();
  await change(id, { ...fields, roles: ['approver'], disabled: true });
  expect(await statusOf(second('/api/portfolio'))).toBe(401);
  expect(await statusOf(signInWith(server(), { email, password }))).toBe(401);
  await change(id, { ...fields, roles: ['approver'] });
  expect(await statusOf(second('/api/portfolio'))).toBe(401);

  const third = await again();
  const put = (old_password: string | null) =>
    third('/api/session/password', {
      method: 'PUT',
      body: { old_password, new_password: 'another long password' },
    });
  expect([await statusOf(put('wrong')), await statusOf(put(null))]).toEqual([400, 400]);
  const changed = await put(password);
  expect(changed.status).toBe(204);
  expect(await statusOf(third('/api/portfolio'))).toBe(401);
  expect(await statusOf(requestWith(server(), cookieOf(changed))('/api/portfolio'))).toBe(200);
  expect(await statusOf(signInWith(server(), { email, password }))).toBe(401);

  const reset = await server().ask(`/api/people/${id}/invitation`, undefined, { method: 'POST' });
  expect(reset.status).toBe(201);
  expect(await statusOf(requestWith(server(), cookieOf(changed))('/api/portfolio'))).toBe(401);
  expect((await person(id)).password_set_at).toBeNull();
  expect(cookie).not.toBe('');
});

test('a copied cookie is worth nothing after signing out, here or everywhere', async () => {
  const { email, password, cookie, request } = await signInPerson(server(), 'leaver', ['viewer']);
  const other = requestWith(server(), cookieOf(await signInWith(server(), { email, password })));
  expect(await statusOf(other('/api/session', { method: 'DELETE' }))).toBe(204);
  expect([await statusOf(other('/api/session')), await statusOf(request('/api/session'))]).toEqual([
    401, 200,
  ]);
  const third = requestWith(server(), cookieOf(await signInWith(server(), { email, password })));
  await third('/api/session?everywhere=true', { method: 'DELETE' });
  expect([await statusOf(third('/api/session')), await statusOf(request('/api/session'))]).toEqual([
    401, 401,
  ]);
  const forged = cookie.replace('.leaver.', '.administrator.');
  expect(forged).not.toBe(cookie);
  expect(await statusOf(requestWith(server(), forged)('/api/session'))).toBe(401);
});

test('emails are one person’s whatever their case, ids are never used again, versions are checked', async () => {
  const body = { name: 'One', email: 'one@example.com', roles: ['viewer'] };
  expect((await server().ask('/api/people', body)).status).toBe(201);
  const twin = await server().ask('/api/people', { ...body, id: 'twin', email: 'ONE@example.com' });
  expect(twin).toMatchObject({ status: 409, body: { errors: [{ path: 'email' }] } });
  const stale = await server().ask(
    '/api/people/one',
    { ...body, sign_in: 'password', disabled: false },
    { method: 'PUT', headers: { 'if-match': '"7"' } },
  );
  expect(stale.status).toBe(412);
  const gone = await server().request('/api/people/one', { method: 'DELETE' });
  expect(gone.status).toBe(204);
  const again = await server().ask('/api/people', { ...body, id: 'one' });
  expect(again.status).toBe(409);
  const named = await server().ask('/api/people', body);
  expect(named.body).toMatchObject({ id: 'one-2' });
});

test('the last enabled admin can be neither disabled nor demoted, and the built-in one not deleted', async () => {
  const fields = { name: 'Administrator', email: null, sign_in: 'password' };
  const disable = () => change('administrator', { ...fields, roles: ['admin'], disabled: true });
  expect((await disable()).status).toBe(409);
  expect(
    (await change('administrator', { ...fields, roles: ['viewer'], disabled: false })).status,
  ).toBe(409);
  await signInPerson(server(), 'second-admin', ['admin']);
  expect((await disable()).status).toBe(200);
  expect((await server().request('/api/people/second-admin', { method: 'DELETE' })).status).toBe(
    409,
  );
  expect((await server().request('/api/people/administrator', { method: 'DELETE' })).status).toBe(
    409,
  );
  await change('administrator', { ...fields, roles: ['admin'], disabled: false });
});

test('people see each other’s names and roles; emails are for admins and oneself', async () => {
  const { request } = await signInPerson(server(), 'colleague', ['viewer']);
  const { items } = (await (await request('/api/people')).json()) as { items: PersonItem[] };
  expect(items.filter((item) => 'email' in item).map(({ id }) => id)).toEqual(['colleague']);
  expect(await person('colleague')).toMatchObject({ email: 'colleague@example.com' });
  expect(await statusOf(request('/api/people', { body: {} }))).toBe(400);
});
