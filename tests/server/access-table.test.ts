import { beforeAll, expect, test } from 'vitest';
import { ROLES } from '../../core/role.ts';
import { SCOPES } from '../../server/access/principal.ts';
import { useOwnServer } from '../support/own-server.ts';
import { signInPerson } from '../support/people.ts';
import { routesOfApp } from '../support/routes-of-app.ts';
import { ACCESS_TABLE, type AccessRow, type Need } from './access-table.ts';

const server = useOwnServer();

const PEOPLE = ROLES.map((role) => `role ${role}`);
const KEYS = SCOPES.map((scope) => `key ${scope}`);
const SIGNERS = ['role business_owner', 'role approver', 'role admin', 'key admin'];

/** Who may do what, said once more in plain words: not worked out from the code that is tested. */
const ALLOWED: Readonly<Record<Need, readonly string[]>> = {
  open: ['nobody', ...PEOPLE, ...KEYS],
  known: [...PEOPLE, ...KEYS],
  person: PEOPLE,
  read: [...PEOPLE, 'key read', 'key admin'],
  operate: ['role operator', ...SIGNERS, 'key operate', 'key write'],
  write: [...SIGNERS, 'key write'],
  sign: [...SIGNERS, 'key sign'],
  signer: [...PEOPLE, 'key sign', 'key admin'],
  ingest: ['role admin', 'key ingest', 'key admin'],
  admin: ['role admin', 'key admin'],
};
const EVERYBODY = ALLOWED.open;

/** What each sends along to say who they are. */
const headers = new Map<string, Record<string, string>>([['nobody', { authorization: '' }]]);
beforeAll(async () => {
  for (const role of ROLES) {
    const { cookie } = await signInPerson(server(), role.replace('_', '-'), [role]);
    const ownPage = { origin: server().url, 'sec-fetch-site': 'same-origin' };
    headers.set(`role ${role}`, { authorization: '', cookie, ...ownPage });
  }
  for (const scope of SCOPES) {
    const { token } = await server().keys.create({ name: scope, scopes: [scope] }, 'system');
    headers.set(`key ${scope}`, { authorization: `Bearer ${token}` });
  }
});

const pages = /^GET \/(client\.|\{file\})/;

test('every route has its line in the table, and every line its route', () => {
  const routes = routesOfApp().filter((route) => !pages.test(route));
  expect(ACCESS_TABLE.map(({ route }) => route).toSorted()).toEqual(routes);
});

async function statusFor(who: string, { route, query, body }: AccessRow): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const response = await server().request(
    path
      .replaceAll(/\{(sequence|number|signature|index)\}/g, '1')
      .replaceAll(/\{\w+\}/g, 'nothing') + (query === undefined ? '' : `?${query}`),
    {
      method: method === 'ALL' ? 'POST' : method,
      redirect: 'manual',
      headers: {
        ...headers.get(who),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  await response.body?.cancel();
  return response.status;
}

/** 401 may also mean that what was sent along is wrong: of an open route it refuses nobody. */
const isRefused = (status: number, { needs }: AccessRow): boolean =>
  status === 403 || (status === 401 && needs !== 'open');

test.each(ACCESS_TABLE)('$route is for whom it says: $needs', async (row) => {
  const allowed: string[] = [];
  const statuses: Record<string, number> = {};
  for (const who of EVERYBODY) {
    const status = await statusFor(who, row);
    statuses[who] = status;
    if (!isRefused(status, row)) allowed.push(who);
  }
  expect(allowed.toSorted(), JSON.stringify(statuses)).toEqual(ALLOWED[row.needs].toSorted());
});
