import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { BellwetherError } from '../../core/errors.ts';
import { restoreBackup } from '../../server/backup/restore-backup.ts';
import { requireFolder } from '../../server/commands/backup.ts';
import { lockOrNull } from '../../server/commands/lock-or-null.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { lockFolder } from '../../server/lock-folder.ts';
import { runCommand } from '../support/run-command.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const WORKLOAD = 'backed-up';
const HOUR_MS = 3_600_000;
const BEFORE_MS = Date.now() - 60_000;
/** An instant whose evidence is all there before the backup. */
const AT = new Date(Math.floor(BEFORE_MS / HOUR_MS) * HOUR_MS).toISOString();

let root: string;
let source: TestServer;
const acknowledged = { before: [] as string[], after: [] as string[] };
/** As awkward as a name of a folder may be. */
const backup = () => join(root, 'o\'clock "1" \\n\nGrüße; -- 東京');
const commandEnv = (data: string) => ({
  BELLWETHER_DATA: data,
  BELLWETHER_ADMIN_KEY: source.adminKey,
});
const portOf = ({ url }: TestServer): string => new URL(url).port;

const runsOf = (ids: readonly string[], atMs: number) =>
  ids.map((id, i) => ({
    kind: 'run',
    id,
    workload: WORKLOAD,
    ts: new Date(atMs - i).toISOString(),
    ok: i % 10 !== 0,
    cost_usd: 0.001,
    attributes: { note: 'it\'s a \\ "text" with\n\nempty lines' },
  }));

async function send(server: TestServer, ids: readonly string[], atMs: number): Promise<boolean> {
  const answer = await server.request('/v1/events', { body: runsOf(ids, atMs) });
  await answer.text();
  return answer.status === 202;
}

async function listRuns(server: TestServer): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const rest: string = cursor === null ? '' : `&cursor=${cursor}`;
    const answer = await server.request(`/api/workloads/${WORKLOAD}/runs?limit=1000${rest}`);
    const page = (await answer.json()) as { items: { id: string }[]; next: string | null };
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

const assessmentOf = async (server: TestServer): Promise<unknown> => {
  const answer = await server.request(`/api/workloads/${WORKLOAD}/assessment?at=${AT}`);
  const { computed_at: _, ...rest } = (await answer.json()) as Record<string, unknown>;
  return rest;
};

async function totalsOf(server: TestServer): Promise<{ runs: number; cost_usd: number }> {
  const answer = await server.request(`/api/workloads/${WORKLOAD}/signals?window=7d`);
  return ((await answer.json()) as { totals: { runs: number; cost_usd: number } }).totals;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bellwether-backup-'));
  source = await startTestServer();
  await source.request(`/api/workloads/${WORKLOAD}`, {
    method: 'PUT',
    body: { title: 'Backed up', owners: { business: 'sales' } },
  });
  // An old part and a new one, so that what is judged does not depend on what comes meanwhile.
  const old = Array.from({ length: 400 }, (_, i) => `old-${i}`);
  await send(source, old, Date.parse(AT) - HOUR_MS);
  acknowledged.before.push(...old);
});
afterAll(async () => {
  await source.stop();
  await rm(root, { recursive: true, force: true });
});

test('a backup under load has what was acknowledged before it exactly once', async () => {
  let isBegun = false;
  let isDone = false;
  const lanes = [0, 1, 2].map(async (lane) => {
    for (let n = 0; !isDone; n += 1) {
      const ids = Array.from({ length: 50 }, (_, i) => `lane-${lane}-${n}-${i}`);
      const list = isBegun ? acknowledged.after : acknowledged.before;
      if (await send(source, ids, Date.now())) list.push(...ids);
    }
  });
  await vi.waitUntil(() => acknowledged.before.length > 2000, { timeout: 60_000 });
  isBegun = true;
  const made = await runCommand(['backup', backup()], {
    env: { ...commandEnv(join(source.folder, 'data')), BELLWETHER_PORT: portOf(source) },
  });
  isDone = true;
  await Promise.all(lanes);
  expect(made.printed).toMatch(/^backed up \d+ rows of \d+ tables and the record up to \d+/);
  expect(made.code).toBe(0);
  expect(acknowledged.after.length).toBeGreaterThan(0);
  expect((await stat(join(backup(), 'secret.key'))).mode & 0o777).toBe(0o600);
  // Its moment was let go of: one is kept at a time.
  const next = await source.request('/api/backups', { body: {} });
  const { id } = (await next.json()) as { id: string };
  expect((await source.request('/api/backups', { body: {} })).status).toBe(409);
  expect((await source.request(`/api/backups/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await source.request(`/api/backups/${id}/head`)).status).toBe(404);
});

test('restored elsewhere it has the same verdicts, a verified record and equal sums', async () => {
  const folder = join(root, 'elsewhere');
  const data = join(folder, 'data');
  const restored = await runCommand(['restore', backup()], { env: commandEnv(data) });
  expect(restored.printed).toContain('restored ');
  expect(restored.code).toBe(0);
  const verified = await runCommand(['verify'], { env: commandEnv(data) });
  expect(verified.printed).toContain('the record is as it was written');
  expect(verified.code).toBe(0);

  const second = await startTestServer({ folder });
  try {
    const stored = await listRuns(second);
    const unique = new Set(stored);
    expect(unique.size).toBe(stored.length);
    expect(acknowledged.before.filter((id) => !unique.has(id))).toEqual([]);
    const totals = await totalsOf(second);
    expect(totals.runs).toBe(stored.length);
    expect(totals.cost_usd).toBeCloseTo(stored.length * 0.001, 9);
    const judged = await assessmentOf(source);
    expect(JSON.stringify(judged)).toContain('"n":400');
    expect(await assessmentOf(second)).toEqual(judged);
    const title = async (server: TestServer) =>
      (await (await server.request(`/api/workloads/${WORKLOAD}`)).json()) as { title: string };
    expect((await title(second)).title).toBe((await title(source)).title);

    // A sender that tries again is still known, one whose events were not in it is not.
    const [known = ''] = acknowledged.before.slice(-1);
    const missing = acknowledged.after.find((id) => !unique.has(id)) ?? 'never-sent';
    const answer = await second.request('/v1/events', {
      body: runsOf([known, missing], Date.now()),
    });
    expect(await answer.json()).toMatchObject({ accepted: 1, duplicates: 1 });
  } finally {
    await second.stop();
  }
});

const configurationOf = (data: string) =>
  readConfiguration({ BELLWETHER_DATA: data }, (path) => path);

/** What a restore says to a copy of the backup with one thing done to it. */
async function restoreSpoilt(spoil: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(root, 'spoilt-'));
  await cp(backup(), folder, { recursive: true });
  await spoil(folder);
  const data = join(folder, 'target');
  const said = await restoreBackup({ folder, secretFile: null }, configurationOf(data)).then(
    () => 'restored',
    (error: BellwetherError) =>
      [error.message, ...error.errors.map(({ message }) => message)].join('; '),
  );
  return { said, isTouched: existsSync(data) };
}

const inManifest = async (folder: string, change: (text: string) => string): Promise<void> => {
  const path = join(folder, 'manifest.json');
  await writeFile(path, change(await readFile(path, 'utf8')));
};

test('a backup that was cut off, changed or made by a newer version is refused untouched', async () => {
  const rows = async (folder: string): Promise<string> => {
    const [name = ''] = await readdir(join(folder, 'runs'));
    return join(folder, 'runs', name);
  };
  const cases: [words: string, spoil: (folder: string) => Promise<void>][] = [
    ['is missing', async (folder) => rm(await rows(folder))],
    [
      'bytes, not',
      async (folder) => {
        const path = await rows(folder);
        await truncate(path, (await stat(path)).size - 1);
      },
    ],
    [
      'was changed',
      async (folder) => {
        const path = await rows(folder);
        const bytes = await readFile(path);
        bytes[bytes.length - 20]! ^= 1;
        await writeFile(path, bytes);
      },
    ],
    ['it is no backup', (folder) => rm(join(folder, 'manifest.json'))],
    ['manifest.json was cut off', (folder) => inManifest(folder, (text) => text.slice(0, -200))],
    [
      'manifest.json was changed',
      (folder) => inManifest(folder, (text) => text.replace('"last_record": ', '"last_record": 1')),
    ],
    [
      'manifest.json was changed',
      (folder) => inManifest(folder, (text) => text.replace('"runs/', '"../runs/')),
    ],
    [
      'newer version of Bellwether',
      (folder) => inManifest(folder, (text) => text.replace(/"schema": \d+/, '"schema": 9999')),
    ],
  ];
  for (const [words, spoil] of cases) {
    const { said, isTouched } = await restoreSpoilt(spoil);
    expect(said).toContain(words);
    expect({ words, isTouched }).toEqual({ words, isTouched: false });
  }
});

test('a folder with something in it is neither restored into nor backed up to', async () => {
  const data = join(source.folder, 'data');
  const restoring = restoreBackup({ folder: backup(), secretFile: null }, configurationOf(data));
  await expect(restoring).rejects.toThrow('is not empty');
  const again = await runCommand(['backup', backup()], { env: commandEnv(data) });
  expect(again.printed).toContain('is not empty');
  expect(again.code).toBe(2);
});

test('exactly one folder is named', () => {
  expect(() => requireFolder([], 'backup')).toThrow('backup DIR');
  expect(() => requireFolder(['a', 'b'], 'backup')).toThrow('backup DIR');
});

test('a folder whose restore was cut off is refused by everything that would use it', async () => {
  const folder = await mkdtemp(join(root, 'half-'));
  await writeFile(join(folder, 'restore.unfinished'), '');
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'conflict' });
  await expect(lockOrNull(folder)).rejects.toMatchObject({ code: 'conflict' });
});

test('of a killed server it takes along what waits in the spool, and needs its secret beside if told so', async () => {
  const killed = await startTestServer();
  const ids = Array.from({ length: 300 }, (_, i) => `spooled-${i}`);
  await send(killed, ids, Date.now());
  await killed.kill();
  const data = join(killed.folder, 'data');
  const target = join(root, 'of-killed');
  const made = await runCommand(['backup', target, '--without-secret'], { env: commandEnv(data) });
  expect(made.code).toBe(0);
  expect(await readdir(target)).not.toContain('secret.key');

  const folder = join(root, 'after-kill');
  const env = commandEnv(join(folder, 'data'));
  const refused = await runCommand(['restore', target], { env });
  expect(refused.printed).toContain('--secret');
  const secret = join(data, 'secret.key');
  const restored = await runCommand(['restore', target, '--secret', secret], { env });
  expect(restored.code).toBe(0);
  const second = await startTestServer({ folder });
  await second.request('/api/ingest/flush', { method: 'POST' });
  expect(new Set(await listRuns(second))).toEqual(new Set(ids));
  expect((await totalsOf(second)).runs).toBe(ids.length);
  await second.stop();
  await rm(killed.folder, { recursive: true, force: true });
});
