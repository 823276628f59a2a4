import { beforeAll, expect, test, vi } from 'vitest';
import { SESSION_COOKIE } from '../../server/access/sessions.ts';
import { useOwnServer } from '../support/own-server.ts';
import { cookieOf, signInPerson, signInWith, TEST_PASSWORD } from '../support/people.ts';
import { ACCESS_TABLE, type AccessRow } from './access-table.ts';

vi.setConfig({ testTimeout: 120_000 });
const server = useOwnServer();

const MAX_DOCUMENT_BYTES = 1_048_576;
const MAX_TELEMETRY_BYTES = 10 * 1_048_576;
const isTelemetry = ({ route }: AccessRow): boolean => / \/(v1|otlp)\//.test(route);
const methodOf = ({ route }: AccessRow): string => {
  const method = route.split(' ')[0] ?? '';
  return method === 'ALL' ? 'POST' : method;
};
const isWriting = (row: AccessRow): boolean => methodOf(row) !== 'GET';
/** A stream has no end, and signing in or out would end what the table is asked with. */
const BOUNDED = ACCESS_TABLE.filter(
  ({ route }) => !/^GET \/api\/stream$| \/api\/session(\/|$)/.test(route),
);
const CLOSED = BOUNDED.filter(({ needs }) => needs !== 'open');
const WRITING = CLOSED.filter(isWriting);

/** The address of a route with this in the place of every id. */
const pathOf = ({ route, query }: AccessRow, id: string): string =>
  (route.split(' ')[1] ?? '')
    .replaceAll(/\{(number|index|sequence|signature)\}/g, id === 'yours' ? '1' : id)
    .replaceAll(/\{\w+\}/g, id) + (query === undefined ? '' : `?${query}`);

let cookie = '';
beforeAll(async () => {
  ({ cookie } = await signInPerson(server(), 'abused', ['admin']));
});

const JSON_TYPE = { 'content-type': 'application/json' };

async function ask(
  row: AccessRow,
  init: { id?: string; headers?: Record<string, string>; body?: string },
): Promise<Response> {
  const body = init.body ?? (row.body === undefined ? undefined : JSON.stringify(row.body));
  const answer = await server().request(pathOf(row, init.id ?? 'nothing'), {
    method: methodOf(row),
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : JSON_TYPE), ...init.headers },
    ...(body === undefined ? {} : { body }),
  });
  return answer;
}

test.each(WRITING)('$route takes a cookie from no other site', async (row) => {
  const sent = { authorization: '', cookie };
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: server().url },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', host: new URL(server().url).host },
    { origin: 'null', host: new URL(server().url).host },
    {},
  ];
  for (const headers of foreign) {
    const answer = await ask(row, { headers: { ...sent, ...headers } });
    expect([answer.status, headers]).toEqual([403, headers]);
    await answer.body?.cancel();
  }
});

test.each(WRITING)('$route takes no more than it says', async (row) => {
  const limit = isTelemetry(row) ? MAX_TELEMETRY_BYTES : MAX_DOCUMENT_BYTES;
  const answer = await ask(row, { body: JSON.stringify('x'.repeat(limit)) });
  // Where there is no body to read, its length alone is refused or it is let lie.
  const expected = row.body === undefined && !isTelemetry(row) ? [413, 404, 400, 200] : [413];
  expect(expected).toContain(answer.status);
  await answer.body?.cancel();
});

/** Texts that would be something else in SQL, HTML, a path, a header or a prototype. */
const INJECTIONS = [
  "' OR 1=1 --",
  'x); DROP TABLE runs; --',
  '{workload:String}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..%2f..%2fsecret.key',
  'a\u0000b',
  'a\r\nX-Injected: 1',
  '__proto__',
  '${process.env.PATH}',
  '🦜'.repeat(100),
];

test.each(BOUNDED)('$route takes an odd text for a text', async (row) => {
  for (const text of INJECTIONS) {
    const id = encodeURIComponent(text);
    const answer = await ask(row, { id });
    const body = await answer.text();
    expect([answer.status < 500 || answer.status === 503, text]).toEqual([true, text]);
    expect(answer.headers.get('x-injected')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(body).not.toMatch(/DB::Exception|root:x:|at .*\.ts:\d+/);
    // What comes back is data: never a page that a browser would run.
    if (body.includes('<script>')) {
      expect(answer.headers.get('content-type')).not.toContain('text/html');
    }
  }
});

test.each(WRITING.filter(({ body }) => body !== undefined))(
  '$route refuses what is no document of its own',
  async (row) => {
    const bodies = [
      '{',
      '[]',
      'null',
      '"text"',
      '['.repeat(100_000),
      '{"__proto__": {"scopes": ["admin"]}, "constructor": {"prototype": {}}}',
      `{"id": "${"' OR 1=1 --"}", "$where": "1"}`,
    ];
    for (const body of bodies) {
      const answer = await ask(row, { body });
      expect([answer.status < 500, body.slice(0, 40)]).toEqual([true, body.slice(0, 40)]);
      await answer.body?.cancel();
    }
    // A form of another site can send this without asking first; of a question it changes nothing.
    if (row.needs === 'read') return;
    const plain = await ask(row, { headers: { 'content-type': 'text/plain' } });
    expect(plain.status).toBeGreaterThanOrEqual(400);
    expect(plain.status).toBeLessThan(500);
    await plain.body?.cancel();
  },
);

const OF_A_WORKLOAD = CLOSED.filter(({ route }) => route.includes(' /api/workloads/{id}'));

test.each(OF_A_WORKLOAD)('$route is closed to another workload’s key', async (row) => {
  const { token } = await server().keys.create(
    { name: 'bound', scopes: ['admin'], workloads: ['mine'] },
    'system',
  );
  const answer = await ask(row, { id: 'yours', headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(403);
  await answer.body?.cancel();
});

test('a session is a new one at every sign-in, whatever the browser brought, and scripts cannot read it', async () => {
  const { email } = await signInPerson(server(), 'fixed', ['viewer']);
  const planted = `${SESSION_COOKIE}=planted-by-somebody`;
  const cookies = await Promise.all(
    [1, 2].map(async () => {
      const answer = await fetch(new URL('/api/session', server().url), {
        method: 'POST',
        headers: { ...JSON_TYPE, cookie: planted },
        body: JSON.stringify({ email, password: TEST_PASSWORD }),
      });
      const set = answer.headers.get('set-cookie') ?? '';
      expect(set).toMatch(/; HttpOnly/i);
      expect(set).toMatch(/; SameSite=Strict/i);
      expect(set).toMatch(/; Path=\//i);
      return cookieOf(answer);
    }),
  );
  expect(cookies[0]).not.toBe(cookies[1]);
  expect(cookies).not.toContain(planted);
  const mine = await server().request('/api/session', {
    headers: { authorization: '', cookie: planted },
  });
  expect(mine.status).toBe(401);
  expect((await signInWith(server(), { email, password: 'planted' })).status).toBe(401);
});

test('after all of it the server has met no fault', () => {
  expect(server().faults).toEqual([]);
});
