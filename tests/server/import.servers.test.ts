import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { countedRuns, freePort, pastRecord, runImport, startImport } from './import-command.ts';

const folder = temporaryFolder('import-servers');
const COUNT = 30_000;
const TIMEOUT_MS = 120_000;
const START = Date.now() - 3 * 86_400_000;

async function fileOfRuns(name: string, workload: string, count = COUNT): Promise<string> {
  const path = join(folder, name);
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({ kind: 'run', workload, ts: START + i * 1000, ok: true }),
  );
  await writeFile(path, lines.join('\n'));
  return path;
}

test(
  'a server that is killed on the way and comes back gets every event once',
  { timeout: TIMEOUT_MS },
  async () => {
    const data = await mkdtemp(join(tmpdir(), 'bellwether-import-'));
    const env = { BELLWETHER_PORT: String(await freePort()) };
    try {
      const first = await startTestServer({ folder: data, env });
      const file = await fileOfRuns('survives.ndjson', 'import-survives');
      const running = startImport([file, '--url', first.url, '--key', first.adminKey]);
      await pastRecord(file, 2_000, running);
      await first.kill();
      const second = await startTestServer({ folder: data, env });
      const run = await running.ended;
      expect([run.code, run.remarks]).toEqual([0, expect.stringContaining('waiting')]);
      expect(await countedRuns(second, 'import-survives')).toBe(COUNT);
      await second.stop();
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
);

test(
  'where no server runs, an import starts one of its own and leaves the data for the next',
  { timeout: TIMEOUT_MS },
  async () => {
    const data = await mkdtemp(join(tmpdir(), 'bellwether-import-'));
    const env = {
      BELLWETHER_DATA: join(data, 'data'),
      BELLWETHER_PORT: String(await freePort()),
      BELLWETHER_ADMIN_KEY: '',
    };
    try {
      const file = await fileOfRuns('alone.ndjson', 'import-alone', 2_500);
      const run = await runImport([file], env);
      expect(run.remarks).toContain('starting one for this import');
      expect([run.code, run.output]).toEqual([0, expect.stringContaining('2,500 events taken')]);

      const server = await startTestServer({
        folder: data,
        env: { BELLWETHER_PORT: env.BELLWETHER_PORT },
      });
      expect(await countedRuns(server, 'import-alone')).toBe(2_500);
      const found = await runImport([file, '--again'], {
        ...env,
        BELLWETHER_ADMIN_KEY: server.adminKey,
      });
      expect(found.output).toContain('0 events taken, 2,500 known before');
      expect(found.remarks).not.toContain('starting one');
      const taken = await runImport([file, '--again'], { ...env, BELLWETHER_PORT: '0' });
      expect([taken.code, taken.remarks]).toEqual([
        2,
        expect.stringMatching(/process \d+ uses the data folder/),
      ]);
      await server.stop();
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
);

test(
  'where the server stays away, patience ends, with 2 and the way to go on',
  { timeout: TIMEOUT_MS },
  async () => {
    const file = await fileOfRuns('away.ndjson', 'import-away', 10);
    const url = `http://127.0.0.1:${await freePort()}`;
    const run = await runImport([file, '--url', url, '--key', 'x'.repeat(24), '--patience', '1s']);
    expect([run.code, run.remarks]).toEqual([
      2,
      expect.stringMatching(/does not answer.*ECONNREFUSED.*the same command goes on/),
    ]);
  },
);
