import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import type { RecordCheckAnswer } from '../../server/record/record-check.ts';
import type { RecordDetail, RecordItem } from '../../server/record/record-item.ts';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();

interface Page {
  readonly items: readonly RecordItem[];
  readonly next: string | null;
}
const SECRET = 'a-secret-of-a-receiver-0001';
const ADMIN = 'key:environment';

const put = async (path: string, document: object, key?: string): Promise<void> => {
  const headers = key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
  const { status, body } = await server().ask(path, document, { method: 'PUT', ...headers });
  expect(status, JSON.stringify(body)).toBe(200);
};
const list = async (query = ''): Promise<Page> => {
  const { status, body } = await server().ask(`/api/record${query}`);
  expect(status).toBe(200);
  return body as Page;
};
const sequences = ({ items }: Page): number[] => items.map(({ sequence }) => sequence);
const makeKey = async (scopes: string[], workloads?: string[]): Promise<string> => {
  const { body } = await server().ask('/api/keys', { name: '=key', scopes, workloads });
  return (body as { key: string }).key;
};
const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

beforeAll(async () => {
  await put('/api/workloads/refunds', { title: 'Refunds', owners: { business: 'jane@x.org' } });
  await put('/api/workloads/claims', { title: 'Claims' });
  const key = await makeKey(['write'], ['refunds']);
  await put(
    '/api/workloads/refunds',
    { title: '=Refunds, all', owners: { risk: 'joe@x.org' } },
    key,
  );
  await put('/api/receivers/hook', { type: 'webhook', url: 'https://h.example', secret: SECRET });
  await put('/api/receivers/hook', {
    type: 'webhook',
    url: 'https://h.example',
    secret: `${SECRET}2`,
  });
});

test('the newest record comes first, with who, what, and each place that changed', async () => {
  const { items } = await list('?kind=workload&id=refunds');
  expect(items).toHaveLength(2);
  const [latest, first] = items;
  expect(latest).toMatchObject({ version: 2, action: 'update', workload: 'refunds' });
  expect(latest?.actor).toMatch(/^key:[a-z0-9]{12}$/);
  expect(latest?.changes).toEqual([
    { path: 'owners.risk', after: 'joe@x.org' },
    { path: 'owners.business', before: 'jane@x.org' },
    { path: 'title', before: 'Refunds', after: '=Refunds, all' },
  ]);
  expect(first).toMatchObject({ version: 1, action: 'create', actor: ADMIN });
  const { body } = await server().ask(`/api/record/${latest?.sequence}`);
  expect((body as RecordDetail).before).toMatchObject({ title: 'Refunds' });
  expect((body as RecordDetail).after).toMatchObject({ title: '=Refunds, all' });
});

test('every filter narrows to what fits, and pages miss and repeat nothing', async () => {
  const all = sequences(await list());
  const pages: number[] = [];
  let cursor = '';
  do {
    const page = await list(`?limit=2${cursor}`);
    pages.push(...sequences(page));
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  expect(pages).toEqual(all);
  expect(all).toEqual(all.toSorted((a, b) => b - a));
  const kinds = async (query: string) => [...new Set((await list(query)).items.map((r) => r.kind))];
  expect(await kinds('?kind=receiver')).toEqual(['receiver']);
  expect(await kinds('?q=joe%40X')).toEqual(['workload']);
  expect(await kinds('?actor=system')).toEqual(['person', 'policy']);
  expect((await list(`?actor=${ADMIN}&action=update`)).items.map((r) => r.id)).toEqual(['hook']);
  expect((await list('?actor=key:env')).items).toEqual([]);
  const at = (await list('?id=claims')).items[0]?.at ?? '';
  expect((await list(`?to=${at}`)).items.some((r) => r.id === 'claims')).toBe(false);
  expect((await list(`?from=${at}`)).items.some((r) => r.id === 'claims')).toBe(true);
  expect((await server().ask('/api/record?kind=nothing')).status).toBe(400);
});

test('no secret and no hash of one is told, searched or exported; that it changed is', async () => {
  const { items } = await list('?kind=receiver');
  expect(items[0]?.changes).toEqual([
    { path: 'secret', before: '[left out]', after: '[left out]' },
  ]);
  const [key] = (await list('?kind=key')).items;
  expect(key?.changes).toContainEqual({ path: 'hash', after: '[left out]' });
  expect((await list('?q=sealed')).items).toEqual([]);
  for (const path of ['/api/record', '/api/record/export', `/api/record/${items[0]?.sequence}`]) {
    const text = await (await server().request(path)).text();
    expect(text).not.toContain('sealed:');
    expect(text).not.toMatch(/"hash","after":"[0-9a-f]{64}/);
  }
});

test('an export holds what fits, the oldest first, and no cell of it starts a formula', async () => {
  const query = '?kind=workload';
  const lines = await (await server().request(`/api/record/export${query}`)).text();
  const items = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordItem);
  expect(items).toEqual((await list(query)).items.toReversed());
  const answered = await server().request(`/api/record/export${query}&format=csv`);
  expect(answered.headers.get('content-disposition')).toContain('record.csv');
  const rows = parse(await answered.text(), { columns: true }) as unknown as {
    sequence: string;
    changes: string;
  }[];
  expect(rows.map(({ sequence }) => Number(sequence))).toEqual(items.map((r) => r.sequence));
  expect(rows.map(({ changes }) => JSON.parse(changes) as unknown)).toEqual(
    items.map(({ changes }) => changes),
  );
  const byKey = await (await server().request('/api/record/export?q=%3DRefunds&format=csv')).text();
  expect(byKey).not.toMatch(/(^|,)=/m);
});

test('a key that is bound to workloads reads the records of those and no others', async () => {
  const key = await makeKey(['read'], ['refunds']);
  const { body } = await server().ask('/api/record', undefined, as(key));
  expect((body as Page).items.map(({ workload }) => workload)).toEqual(['refunds', 'refunds']);
  const [claims] = (await list('?id=claims')).items;
  const statusOf = async (path: string) => (await server().ask(path, undefined, as(key))).status;
  expect(await statusOf(`/api/record/${claims?.sequence}`)).toBe(404);
  expect(await statusOf('/api/record/verify')).toBe(403);
  const exported = await (await server().request('/api/record/export', as(key))).text();
  expect(exported.trimEnd().split('\n')).toHaveLength(2);
});

test('a past document is redacted by an administrator with a reason; the record goes on to hold', async () => {
  const [, first] = (await list('?id=refunds')).items;
  const path = `/api/record/${first?.sequence}/redact`;
  const reader = await makeKey(['write', 'sign']);
  const because = { reason: 'asked to be forgotten' };
  expect((await server().ask(path, because, as(reader))).status).toBe(403);
  expect((await server().ask(path, {})).status).toBe(400);
  expect(await server().ask(path, because)).toMatchObject({
    status: 200,
    body: { kind: 'record', actor: ADMIN, ...because },
  });
  expect((await server().ask(path, because)).status).toBe(409);
  expect((await server().ask('/api/record/9999/redact', because)).status).toBe(404);
  const [, redacted] = (await list('?kind=workload&id=refunds')).items;
  expect(redacted).toMatchObject({ redacted: true, changes: null });
  const everything = await (await server().request('/api/record/export')).text();
  expect(everything).not.toContain('jane@x.org');
  const { body } = await server().ask('/api/record/verify');
  const { checked_at, head } = body as RecordCheckAnswer;
  expect(body).toMatchObject({ ok: true, problem: null, head_file: { problem: null } });
  expect(head?.sequence).toBe((await list()).items[0]?.sequence);
  expect((await server().ask('/api/record/verify?last=true')).body).toMatchObject({ checked_at });
});
