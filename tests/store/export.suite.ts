import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exportRows, type ExportQuestion } from '../../store/export-rows.ts';
import { useDatabase, type TRANSPORTS } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const AT = Date.parse('2026-11-20T10:00:00Z');

/** What an export promises, over any transport. */
export function describeExports(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const folder = temporaryFolder('export');
  const everything = { workloads: null, fromMs: null, toMs: null };
  const path = () => join(folder, randomUUID());
  const readLines = async (question: ExportQuestion): Promise<Record<string, unknown>[]> => {
    const to = path();
    await exportRows(database(), question, 'ndjson', to);
    const text = await readFile(to, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  test('raw telemetry comes out as it stands, in both formats', async () => {
    const run = { workload: 'a', ts: AT, received_at: AT, sign: 1, cost_usd: '0.25', ok: 1 };
    const traced = { ...run, id: 'traced', origin: 'otlp' };
    await database().insertRows('test', 'runs', [
      { ...run, id: "it's", error: 'two\nlines; DROP TABLE runs' },
      { ...run, id: 'later', ts: AT + DAY_MS },
      { ...run, id: 'foreign', workload: 'b' },
      traced,
      { ...traced, sign: -1 },
      { ...traced, cost_usd: '0.5' },
    ]);
    const mine = { ...everything, kind: 'run', workloads: ['a'], toMs: AT + DAY_MS };
    const rows = await readLines(mine);
    expect(rows.map(({ id }) => String(id)).toSorted()).toEqual(["it's", 'traced']);
    expect(rows.find(({ id }) => id === "it's")).toMatchObject({
      ts: '2026-11-20T10:00:00.000Z',
      error: 'two\nlines; DROP TABLE runs',
      cost_usd: 0.25,
      model: null,
      latency_ms: null,
    });
    expect(rows.find(({ id }) => id === 'traced')).toMatchObject({ cost_usd: 0.5 });

    const to = path();
    await exportRows(database(), { ...everything, kind: 'run' }, 'parquet', to);
    const read = await database().query(
      'test',
      `SELECT count() AS n, sum(cost_usd) AS cost FROM file('${to}', Parquet)`,
      z.object({ n: z.number(), cost: z.number() }),
    );
    expect(read).toEqual([{ n: 4, cost: 1.25 }]);
  });

  test('a kind is told alone, and nothing of nothing is an empty file', async () => {
    const event = { workload: 'a', ts: AT, received_at: AT, sign: 1 };
    await database().insertRows('test', 'events', [
      { ...event, id: '1', kind: 'probe', ok: 1 },
      { ...event, id: '2', kind: 'cost', amount_usd: 3 },
    ]);
    const probes = await readLines({ ...everything, kind: 'probe' });
    expect(probes.map(({ id }) => id)).toEqual(['1']);
    expect(await readLines({ ...everything, kind: 'span' })).toEqual([]);
  });
}
