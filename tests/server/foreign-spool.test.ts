import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfiguration } from '../../server/configuration.ts';
import type { RunningServer } from '../../server/running-server.ts';
import { serve } from '../../server/serve.ts';
import { openDatabase } from '../../store/open-database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const data = join(temporaryFolder('foreign-spool'), 'data');

const start = (): Promise<RunningServer> =>
  serve(
    readConfiguration(
      {
        BELLWETHER_DATA: data,
        BELLWETHER_PORT: '0',
        BELLWETHER_ADMIN_KEY: 'admin-key-of-the-foreign-spool',
      },
      (path) => path,
    ),
    { log: pino({ level: 'silent' }), now: Date.now, pagesFolder: null, isDemo: false },
  );

async function tables(): Promise<string[]> {
  const database = await openDatabase({ kind: 'embedded', folder: join(data, 'clickhouse') });
  const rows = await database.query('test', 'SHOW TABLES', z.object({ name: z.string() }));
  await database.close();
  return rows.map(({ name }) => name);
}

test('a spool of another version stops the start before the store is changed, so that this version can still empty it', async () => {
  await mkdir(join(data, 'spool'), { recursive: true });
  const segment = join(data, 'spool', '00000000000000000007.runs.00000000.rows');
  await writeFile(segment, 'rows with other columns');
  await expect(start()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('written by another version of Bellwether'),
  });
  expect(await tables()).toEqual([]);

  await rm(segment);
  const server = await start();
  await server.stop();
  expect(await tables()).toContain('migration');
});
