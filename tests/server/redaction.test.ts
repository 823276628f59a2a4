import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../store/open-database.ts';
import { RAW_TABLE_NAMES } from '../../store/raw-columns.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** Words that no file may hold in any form, each in a way that a rule has to catch. */
const PLANTED = {
  email: 'zaphod.beeblebrox@heartofgold.example',
  secret: 'sk-proj-Q1w2E3r4T5y6U7i8O9p0',
  card: '4111 1111 1111 1111',
  phone: '+49 151 98765432',
  iban: 'DE89 3704 0044 0532 0130 00',
  ip: '198.51.100.77',
  dropped: 'forty-two-pebbles',
  hashed: 'customer-slartibartfast',
} as const;
const DETECTED = ['email', 'secret', 'card', 'phone', 'iban', 'ip'] as const;
const ALL = DETECTED.map((name) => PLANTED[name]).join(' and ');

const RULES = {
  attributes: { drop: ['prompt.*'], hash: ['customer*'] },
  detect: DETECTED,
  fields: { drop: ['cause'], hash: ['reviewer'] },
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const flush = () => server.request('/api/ingest/flush', { method: 'POST' });

/** All texts that stand where a rule has to look. */
const loaded = {
  error: ALL,
  segment: PLANTED.email,
  conversation: PLANTED.email,
  user: PLANTED.email,
  attributes: {
    note: ALL,
    'prompt.text': PLANTED.dropped,
    customer_id: PLANTED.hashed,
    [PLANTED.email]: true,
    card: Number(PLANTED.card.replaceAll(' ', '')),
  },
};
const at = { workload: 'guarded', ts: Date.now() - 60_000 };
const accepted = [
  { kind: 'run', id: PLANTED.email, ...at, ...loaded, ok: true, latency_ms: 5 },
  { kind: 'incident', incident: 'i', phase: 'started', ...at, cause: PLANTED.dropped },
  { kind: 'review', ...at, reviewer: PLANTED.hashed, failure_pattern: ALL, verdict: 'rework' },
  { kind: 'evaluation', name: 'n', ...at, label: ALL },
];
const rejected = [
  { kind: 'run', ...at, ...loaded, ok: PLANTED.email },
  { kind: 'run', ...at, [PLANTED.email]: ALL, cause: { deep: PLANTED.dropped } },
  { kind: PLANTED.email, workload: PLANTED.email, attributes: { 'prompt.x': [PLANTED.dropped] } },
  { kind: 'run', ...at, attributes: { customer: { name: PLANTED.hashed } } },
];

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Listed anew where a folder is merged away while it is listed. */
async function filesBelow(folder: string, tries = 50): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  } catch (error) {
    if (!isGone(error) || tries === 0) throw error;
    return filesBelow(folder, tries - 1);
  }
}

/** Empty where the database has merged a file away since it was listed: what it held stands in another. */
async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isGone(error)) return Buffer.alloc(0);
    throw error;
  }
}

/** Which planted words stand in files, where they are not compressed. */
async function findInFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of await filesBelow(folder)) {
    const bytes = await readIfThere(path);
    for (const [name, word] of Object.entries(PLANTED)) {
      if (bytes.includes(word)) found.push(`${name} in ${path}`);
    }
  }
  return found;
}

test('rules that are written hold at once, in versions', async () => {
  const path = '/api/settings/redaction';
  const before = await server.request(path);
  expect(before.headers.get('etag')).toBe('"0"');
  expect(await before.json()).toMatchObject({ detect: [] });
  const put = (headers: Record<string, string>, body: object = RULES) =>
    server.request(path, { method: 'PUT', body, headers });
  expect((await put({ 'if-match': '"0"' })).headers.get('etag')).toBe('"1"');
  expect((await put({ 'if-match': '"0"' })).status).toBe(412);
  expect((await put({}, { detect: ['names'] })).status).toBe(400);
  expect(await (await server.request(path)).json()).toEqual({ id: 'default', ...RULES });
  const made = await server.request('/api/keys', { body: { name: 'w', scopes: ['write'] } });
  const { key } = (await made.json()) as { key: string };
  expect((await put({ authorization: `Bearer ${key}` })).status).toBe(403);
});

test('nothing of what rules name is written anywhere, of accepted and of rejected events', async () => {
  const lines = [...accepted, ...rejected].map((event) => JSON.stringify(event));
  const body = [...lines, `{"kind": "run", "error": "${PLANTED.email} and ${PLANTED.dropped}`];
  const response = await server.request('/v1/events', {
    body: body.join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ accepted: 4, duplicates: 0 });
  for (const word of Object.values(PLANTED)) expect(text).not.toContain(word);
  // The id is a key and stays: the one place where a planted word may stand.
  const inSpool = await findInFiles(join(server.folder, 'data'));
  expect(inSpool.filter((found) => !found.startsWith('email'))).toEqual([]);
  await flush();

  for (const path of ['/api/ingest/tail?limit=100', '/api/quarantine']) {
    const shown = await server.request(path);
    const { items } = (await shown.json()) as { items: object[] };
    const others = JSON.stringify(items.map((item) => ({ ...item, id: '' })));
    for (const word of Object.values(PLANTED)) expect(others).not.toContain(word);
  }

  server.process.kill('SIGTERM');
  await new Promise((resolve) => server.process.once('exit', resolve));
  const database = await openDatabase({
    kind: 'embedded',
    folder: join(server.folder, 'data', 'clickhouse'),
  });
  const tables = await database.query(
    'test-tables',
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'",
    z.object({ name: z.string() }),
  );
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining([...RAW_TABLE_NAMES]));
  let rows = 0;
  for (const { name } of tables) {
    const all = await database.query('test-rows', `SELECT * FROM ${name}`, z.looseObject({}));
    rows += all.length;
    const others = JSON.stringify(all.map((row) => ({ ...row, id: '' })));
    for (const word of Object.values(PLANTED)) expect(others, name).not.toContain(word);
  }
  expect(rows).toBeGreaterThan(accepted.length + rejected.length);
  const [run] = await database.query(
    'test-run',
    'SELECT id, error, segment, conversation, attributes FROM runs',
    z.looseObject({ attributes: z.string() }),
  );
  expect(run).toMatchObject({
    id: PLANTED.email,
    error: '[email] and [secret] and [card] and [phone] and [iban] and [ip]',
    segment: '[email]',
    conversation: expect.stringMatching(/^hash:/),
  });
  expect(JSON.parse(run?.attributes ?? '')).toEqual({
    note: '[email] and [secret] and [card] and [phone] and [iban] and [ip]',
    customer_id: expect.stringMatching(/^hash:/),
    '[email]': true,
    card: '[card]',
  });
  await database.close();
});
