import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  countedRuns,
  pastRecord,
  runImport,
  startImport,
  stateFileOf,
  stateOf,
} from './import-command.ts';

const folder = temporaryFolder('import');
let server: TestServer;
let named: string[];

beforeAll(async () => {
  server = await startTestServer();
  named = ['--url', server.url, '--key', server.adminKey];
});
afterAll(() => server.stop());

const START = Date.now() - 3 * 86_400_000;
const when = (i: number): string => new Date(START + i * 1000).toISOString();

/** NDJSON of runs without ids, so that recognising them is up to the import. */
const runs = (workload: string, count: number): string =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({ kind: 'run', workload, ts: when(i), ok: true, cost_usd: 0.001 }),
  ).join('\n');

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('an import', { timeout: 60_000 }, () => {
  test(
    'that is killed again and again, and started again, counts every event once',
    { timeout: 180_000 },
    async () => {
      const count = 40_000;
      const file = await fileOf('killed.ndjson', runs('import-killed', count));
      let kills = 0;
      for (const record of [0, 9_000, 20_000]) {
        const running = startImport([file, ...named]);
        await pastRecord(file, record, running);
        running.process.kill('SIGKILL');
        if ((await running.ended).code === null) kills += 1;
        expect((await stateOf(file))?.done).toBeLessThan(count);
      }
      // The worst a crash can do to what an import remembers.
      await rm(stateFileOf(file));
      expect(kills).toBe(3);
      const last = await runImport([file, ...named]);
      expect(last.code).toBe(0);
      expect(last.output).toMatch(/[1-9][\d,]* known before/);
      expect(await countedRuns(server, 'import-killed')).toBe(count);
      const { taken = 0, known = 0 } = (await stateOf(file)) ?? {};
      expect(taken + known).toBe(count);
    },
  );

  test('stopped by Ctrl-C says so, and the same command goes on there', async () => {
    const file = await fileOf('stopped.ndjson', runs('import-stopped', 30_000));
    const running = startImport([file, ...named]);
    await pastRecord(file, 0, running);
    running.process.kill('SIGINT');
    const stopped = await running.ended;
    expect(stopped.output).toMatch(/stopped after record [\d,]+/);
    expect(stopped.code).toBe(2);
    const rest = await runImport([file, ...named]);
    expect([rest.code, rest.remarks]).toEqual([
      0,
      expect.stringMatching(/goes on after record \d+/),
    ]);
    expect(await countedRuns(server, 'import-stopped')).toBe(30_000);
  });

  test('of the same file again sends nothing, and when told to, counts nothing twice', async () => {
    const file = await fileOf('twice.ndjson.gz', gzipSync(runs('import-twice', 3_000)));
    expect((await runImport([file, ...named])).output).toMatch(/3,000 events taken/);
    const again = await runImport([file, ...named]);
    expect([again.code, again.output]).toEqual([0, expect.stringContaining('already imported')]);
    const forced = await runImport([file, ...named, '--again']);
    expect(forced.output).toMatch(/0 events taken, 3,000 known before, 0 refused/);
    expect(await countedRuns(server, 'import-twice')).toBe(3_000);
  });

  test('takes the good rows of a table, quarantines the bad ones, tells them and exits 1', async () => {
    const map = await fileOf(
      'map.json',
      JSON.stringify({
        columns: { 'Request ID': 'id', when: 'ts' },
        constants: { kind: 'run', workload: 'import-table' },
      }),
    );
    const file = await fileOf(
      'table.csv',
      `Request ID,when,ok,latency_ms\na,${when(0)},yes,12\nb,${when(1)},perhaps,12\nc,${when(2)}\nd,${when(3)},no,"13"\n`,
    );
    const run = await runImport([file, '--map', map, ...named]);
    expect(run.output).toBe(
      `table.csv: 2 events taken, 0 known before, 2 refused
  line 3: ok: expected true or false, got "perhaps"
  line 4: expected 4 cells as in the header, got 2
`,
    );
    expect(run.code).toBe(1);
    expect(await countedRuns(server, 'import-table')).toBe(2);
    const response = await server.request('/api/quarantine?limit=2');
    const { items } = (await response.json()) as { items: { body: string }[] };
    expect(items.map(({ body }) => body).join()).toContain('perhaps');
  });

  test('of a file in which no line is JSON puts every line into quarantine', async () => {
    const file = await fileOf('broken.ndjson', '{oops-1\n{oops-2\n');
    const run = await runImport([file, ...named]);
    expect([run.code, run.output]).toEqual([1, expect.stringContaining('2 refused')]);
    await server.request('/api/ingest/flush', { method: 'POST' });
    const response = await server.request('/api/quarantine?limit=10');
    expect(await response.text()).toMatch(/oops-2[^]*oops-1|oops-1[^]*oops-2/);
  });

  test.each([
    ['a wrong key', ['--key', 'x'.repeat(30)], 'does not know this key'],
    ['an unknown option', ['--agin'], 'no option --agin'],
    ['a wrong duration', ['--patience', 'long'], '--patience takes a duration'],
    ['a map that is not there', ['--map', join(folder, 'gone.json')], "can't be read"],
  ])('with %s ends with 2 and one line that says why', async (_, more, words) => {
    const file = await fileOf('refused.ndjson', runs('import-refused', 1));
    const run = await runImport([file, ...named, ...more]);
    expect([run.code, run.remarks]).toEqual([2, expect.stringContaining(words)]);
    expect(run.remarks.trim().split('\n')).toHaveLength(1);
  });

  test('of a file that is not there, or cut short, ends with 2', async () => {
    const gone = await runImport([join(folder, 'gone.csv'), ...named]);
    expect([gone.code, gone.remarks]).toEqual([2, expect.stringContaining('no such file')]);
    const cut = await fileOf('cut.ndjson.gz', gzipSync(runs('import-cut', 100)).subarray(0, 300));
    const run = await runImport([cut, ...named]);
    expect([run.code, run.remarks]).toEqual([2, expect.stringContaining('cut short')]);
  });
});
