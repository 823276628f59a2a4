import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { Database } from '../../store/database.ts';

/** The hour that everything in the store is of, epoch milliseconds. */
export const FIRST_STORE_HOUR = floorTo(Date.now(), HOUR_MS) - 2 * HOUR_MS;

const stamp = { ts: FIRST_STORE_HOUR, received_at: FIRST_STORE_HOUR, sign: 1 };

/** Makes a store of the first version in an empty database, with what its own views made of some telemetry. */
export async function makeFirstStore(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => database.command('test', sql);
  const text = await readFile(join(import.meta.dirname, 'first-schema.sql'), 'utf8');
  const statements = text.replace(/^--.*$/m, '').split(';\n');
  for (const statement of statements.map((one) => one.trim())) {
    if (statement !== '') await run(statement);
  }
  await run(`CREATE TABLE migration (
    version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
  ) ENGINE = MergeTree ORDER BY version`);
  await database.insertRows('test', 'migration', [
    { version: 1, name: 'telemetry' },
    { version: 2, name: 'ledger' },
  ]);
  const runs = [1, 2, 3].map((n) => ({ workload: 'a', id: `r${n}`, ok: n % 2, ...stamp }));
  await database.insertRows('test', 'runs_entry', runs);
  await database.insertRows('test', 'events_entry', [
    { workload: 'a', id: 'e', kind: 'review', run: 'r1', hallucination: 1, ...stamp },
    { workload: 'a', id: 'c', kind: 'cost', category: 'infrastructure', amount_usd: 2, ...stamp },
  ]);
  const rejected = { id: 'q', workload: 'a', kind: 'run', body: '{}', errors: '[]' };
  await database.insertRows('test', 'quarantine_entry', [
    { ...rejected, received_at: FIRST_STORE_HOUR },
  ]);
}
