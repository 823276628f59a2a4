import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const put = (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> => server.request(path, { method: 'PUT', body, headers });
const json = async (response: Response | Promise<Response>): Promise<unknown> =>
  (await response).json();

test("a workload's record is kept as written, versioned by ETag, and guarded by If-Match", async () => {
  const record = {
    id: 'support-copilot',
    title: 'Support copilot',
    stage: 'production',
    risk_class: 'internal',
    owners: { business: 'Head of customer service' },
    business_case: { value_per_success_usd: 1.5, edited_fraction: 0.5 },
    rollout: { mode: 'limited', percent: 10 },
    policy: 'default',
    decision_due: '2099-12-31',
  };
  const first = await put('/api/workloads/support-copilot', record);
  expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
  const got = await server.request('/api/workloads/support-copilot');
  expect([got.headers.get('etag'), await got.json()]).toEqual(['"1"', record]);

  const changed = { ...record, title: 'Copilot' };
  expect((await put('/api/workloads/support-copilot', changed, { 'if-match': '"1"' })).status).toBe(
    200,
  );
  const stale = await put('/api/workloads/support-copilot', record, { 'if-match': '"1"' });
  expect([stale.status, await stale.json()]).toMatchObject([412, { status: 412 }]);
  expect(await json(server.request('/api/workloads/support-copilot'))).toMatchObject({
    title: 'Copilot',
  });
});

test('a record that does not fit is refused with every problem and its place', async () => {
  const response = await put('/api/workloads/x', {
    stage: 'moon',
    business_case: { edited_fraction: 2 },
    owner: 'somebody',
  });
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  expect(errors.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['stage', 'business_case.edited_fraction']),
  );
  expect((await put('/api/workloads/x', { policy: 'unheard-of' })).status).toBe(400);
  expect((await put('/api/workloads/x', '{')).status).toBe(400);
  expect((await put('/api/workloads/NOT-A-SLUG', {})).status).toBe(400);
});

test('a policy keeps its versions, and an assessment can be asked by any of them', async () => {
  const rule = (limit: number) => ({ signals: { error_rate: { role: 'required', limit } } });
  await put('/api/policies/strict', rule(0.1));
  const second = await put('/api/policies/strict', rule(0.05));
  expect(second.headers.get('etag')).toBe('"2"');
  await put('/api/workloads/judged', { policy: 'strict' });
  await server.request('/v1/events', { body: { kind: 'run', workload: 'judged', ok: true } });
  await server.request('/api/ingest/flush', { method: 'POST' });
  const by = async (reference: string): Promise<unknown> =>
    json(server.request(`/api/workloads/judged/assessment?policy=${reference}`));
  const now = (await by('strict')) as { policy: { hash: string } };
  const before = (await by('strict@1')) as { policy: { hash: string } };
  expect(now).toMatchObject({ policy: { id: 'strict', version: 2 } });
  expect(before).toMatchObject({ policy: { id: 'strict', version: 1 } });
  expect(now.policy.hash).not.toBe(before.policy.hash);
  expect((await server.request('/api/workloads/judged/assessment?policy=strict@9')).status).toBe(
    404,
  );
});

test('a table that leaves a combination without a verdict is refused', async () => {
  const response = await put('/api/policies/holes', {
    signals: {},
    table: [{ value: 'weak', operations: 'any', economics: 'any', verdict: 'stop', words: 'x' }],
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ path: 'table' }] });
});

test('a policy that others extend cannot be changed into one that breaks them', async () => {
  await put('/api/policies/base', { signals: { error_rate: { role: 'required', limit: 0.1 } } });
  await put('/api/policies/child', { extends: 'base' });
  const response = await put('/api/policies/base', { extends: 'child' });
  expect(response.status).toBe(400);
});

test('documents survive a restart', async () => {
  await put('/api/workloads/kept', { title: 'Kept' });
  await server.kill();
  server = await startTestServer({ folder: server.folder });
  expect(await json(server.request('/api/workloads/kept'))).toMatchObject({ title: 'Kept' });
});

test('If-Match: * writes over a document and never makes one', async () => {
  const any = { 'if-match': '*' };
  expect((await put('/api/workloads/not-there', {}, any)).status).toBe(412);
  expect((await put('/api/policies/not-there', {}, any)).status).toBe(412);
  expect((await put('/api/workloads/kept', { title: 'Kept on' }, any)).status).toBe(200);
});

test('a body that is too large or not said to be JSON is refused with a problem', async () => {
  const large = JSON.stringify({ title: 'x'.repeat(1_100_000) });
  const unread = ['text/plain', 'application/xml'].map((type) =>
    put('/api/workloads/kept', '{}', { 'content-type': type }),
  );
  const answers = await Promise.all([
    put('/api/workloads/kept', large),
    fetch(new URL('/api/session', server.url), { method: 'POST', body: large }),
    fetch(new URL('/api/session', server.url), {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit),
    ...unread,
  ]);
  expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 415, 415]);
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: answer.status });
  }
});

test('every list in memory is read page by page, ascending, each item once', async () => {
  for (const id of ['page-b', 'page-a', 'page-c']) {
    await put(`/api/workloads/${id}`, {});
    await put(`/api/policies/${id}`, {});
    await server.request('/api/keys', { body: { name: id, scopes: ['read'] } });
  }
  interface Page {
    items: { id?: string; workload?: string }[];
    next: string | null;
  }
  for (const list of ['workloads', 'policies', 'keys', 'portfolio']) {
    const path = `/api/${list}`;
    const whole = (await json(server.request(path))) as Page;
    expect([whole.items.length > 2, whole.next]).toEqual([true, null]);
    const seen: Page['items'] = [];
    let cursor = '';
    for (;;) {
      const page = (await json(server.request(`${path}?limit=2${cursor}`))) as Page;
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    const ids = (items: Page['items']) => items.map(({ id, workload }) => id ?? workload);
    expect(ids(seen)).toEqual(ids(whole.items));
    expect(ids(seen)).toEqual(ids(seen).toSorted((a = '', b = '') => (a < b ? -1 : 1)));
    expect((await server.request(`${path}?cursor=e30`)).status).toBe(400);
  }
});

test('a cursor with an instant that none of our pages had is refused', async () => {
  const cursor = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const status = async (path: string) => (await server.request(path)).status;
  for (const ms of [1.5, 1e300, -1]) {
    const text = cursor({ receivedMs: ms, tsMs: ms, id: 'x' });
    expect(await status(`/api/quarantine?cursor=${text}`)).toBe(400);
    expect(await status(`/api/workloads/kept/runs?cursor=${text}`)).toBe(400);
  }
  const last = cursor({ receivedMs: 8.64e15, tsMs: 8.64e15, id: 'x' });
  expect(await status(`/api/quarantine?cursor=${last}`)).toBe(200);
  expect(await status(`/api/workloads/kept/runs?cursor=${last}`)).toBe(200);
});

test('the interface describes its open endpoints, its stream and what may be written', async () => {
  interface Description {
    paths: Record<string, Record<string, { requestBody?: unknown; responses: object }>>;
  }
  const { paths } = (await json(server.request('/api/openapi.json'))) as Description;
  for (const path of ['/api/stream', '/healthz', '/readyz', '/metrics']) {
    expect(paths[path]?.['get']).toBeDefined();
  }
  for (const [path, field] of [
    ['/api/workloads/{id}', 'business_case'],
    ['/api/policies/{id}', 'stale_after'],
  ] as const) {
    const written = paths[path]?.['put'];
    expect(JSON.stringify(written?.requestBody)).toContain(field);
    expect(Object.keys(written?.responses ?? {})).toEqual(
      expect.arrayContaining(['412', '413', '415', '503']),
    );
  }
});
