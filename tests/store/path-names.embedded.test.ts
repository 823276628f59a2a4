import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadRows } from '../../store/backup/load-rows.ts';
import { exportRows } from '../../store/export-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

const { database, segment, target } = useStore('embedded');
const root = temporaryFolder('names');

test.each([
  'with spaces  and a trailing one ',
  "o'clock",
  'double "quotes"',
  'back\\slash \\n \\0',
  "both \\' of them",
  'line\nbreak',
  'tab\tand \u0001',
  'Grüße 東京 🦩',
  '$HOME `id` $(id) ; -- # %41 & | ~ ^',
  '-begins with a dash',
  'a:b',
  'ends in.zip',
])('a folder called %j is written to and read from', async (name) => {
  const folder = join(root, name);
  await mkdir(folder);
  const workload = `w-${Buffer.from(name).toString('hex')}`;
  const written = await segment('runs', [run(workload, '1', NOW_MS)]);
  const moved = { ...written, path: join(folder, 'rows') };
  await writeFile(moved.path, await readFile(written.path));
  await target().insert(moved);
  const question = { kind: 'run', workloads: [workload], fromMs: null, toMs: null };
  await exportRows(database(), question, 'ndjson', join(folder, 'runs'));
  expect(await readFile(join(folder, 'runs'), 'utf8')).toContain(workload);
  const rows = await database().queryNative(
    'test',
    'SELECT * FROM runs WHERE workload = {w: String}',
    {
      w: workload,
    },
  );
  const path = join(folder, '000001.native.gz');
  await writeFile(path, gzipSync(rows));
  // A row without an instant of receipt has outlived its retention, and goes at the next merge.
  const columns = ['workload', 'id', 'ts', 'received_at'];
  await loadRows(database(), { table: 'runs', columns, path });
  const [found] = await database().query(
    'test',
    'SELECT count() AS n FROM runs WHERE workload = {w: String}',
    z.object({ n: z.number() }),
    { w: workload },
  );
  expect(found).toEqual({ n: 2 });
});
