import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openLocalBackup } from '../../server/backup/local-backup.ts';
import { writeBackup } from '../../server/backup/write-backup.ts';
import { loadSecrets } from '../../server/secrets.ts';
import { openDatabase } from '../../store/open-database.ts';
import { makeFirstStore } from '../store/first-store.ts';
import { runCommand } from '../support/run-command.ts';
import { startTestServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a backup of the first version is upgraded as it is restored, and counts as it did', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bellwether-earlier-'));
  const data = join(root, 'first');
  const backup = join(root, 'backup');
  await loadSecrets(data);
  await mkdir(backup);
  const database = await openDatabase({ kind: 'embedded', folder: join(data, 'clickhouse') });
  await makeFirstStore(database);
  const source = await openLocalBackup(database, data, Date.now());
  const target = { folder: backup, secretFile: join(data, 'secret.key'), program: '0.0.1' };
  expect((await writeBackup(source, target)).schema).toBe(2);
  await database.close();

  const folder = join(root, 'restored');
  const env = { BELLWETHER_DATA: join(folder, 'data') };
  const restored = await runCommand(['restore', backup], { env });
  expect(restored.printed).toContain('restored ');
  const server = await startTestServer({ folder });
  const answer = await server.request('/api/workloads/a/signals?window=7d');
  expect(answer.status, await answer.clone().text()).toBe(200);
  const { totals } = (await answer.json()) as { totals: { runs: number } };
  expect(totals.runs).toBe(3);
  // Of rejected events the first version kept no sums: the upgrade made them.
  const quality = await server.request('/api/quarantine');
  expect(((await quality.json()) as { items: unknown[] }).items).toHaveLength(1);
  await server.stop();
  await rm(root, { recursive: true, force: true });
});
