import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { loadSecrets } from '../../server/secrets.ts';
import { openDatabase } from '../../store/open-database.ts';
import { makeFirstStore } from '../store/first-store.ts';
import { startCommand } from '../support/run-command.ts';
import { startTestServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Moments of a start; which step each meets differs from machine to machine. */
const KILLED_AFTER_MS = [300, 600, 900, 1200];

test('an upgrade from the first version whose process is killed over and over counts as one that is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-upgrade-'));
  const data = join(folder, 'data');
  await loadSecrets(data);
  const database = await openDatabase({ kind: 'embedded', folder: join(data, 'clickhouse') });
  await makeFirstStore(database);
  await database.close();
  for (const afterMs of KILLED_AFTER_MS) {
    const { process: child, ended } = startCommand(['serve'], {
      env: { BELLWETHER_DATA: data, BELLWETHER_PORT: '0' },
    });
    await wait(afterMs);
    child.kill('SIGKILL');
    await ended;
  }
  const server = await startTestServer({ folder });
  const answer = await server.request('/api/workloads/a/signals?window=7d');
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(((await answer.json()) as { totals: { runs: number } }).totals.runs).toBe(3);
  const quarantine = await server.request('/api/quarantine');
  expect(((await quarantine.json()) as { items: unknown[] }).items).toHaveLength(1);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
