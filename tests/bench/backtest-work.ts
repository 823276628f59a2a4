/**
 * Fills a store with a year of some workloads' roll-ups and replays it by the hour, reading included;
 * prints the milliseconds of each round as JSON.
 */
import { createHash } from 'node:crypto';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { decidingPolicy } from '../../decisions/policy/deciding-policy.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { createHistory } from '../../signals/history.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { fillRollups, workloadId } from './fill-rollups.ts';

const [folder = '', workloads = '', days = '', rounds = ''] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
/** Workloads read at once: some 35,000 hours. */
const BATCH = 4;
const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
const hours = Number(days) * 24;
await fillRollups(database, { workloads: Number(workloads), hours, endMs });

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const policy = decidingPolicy(resolvePolicy(DEFAULT_POLICY, 1, () => undefined, hash));
const context = {
  businessCase: {},
  limitChangesMs: {},
  gatesAt: () => [],
  blocksAt: () => NO_BLOCKS,
};
const ids = Array.from({ length: Number(workloads) }, (_, i) => workloadId(i));

/** @returns milliseconds of reading and of deciding, and the grid instants decided */
async function backtest(): Promise<{ read: number; decide: number; instants: number }> {
  let read = 0;
  let decide = 0;
  let instants = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const startedMs = performance.now();
    const question = { endMs, precision: 'minute', sinceMs: 0 } as const;
    const found = await readHistories(database, ids.slice(from, from + BATCH), question);
    const readMs = performance.now();
    for (const rows of found.values()) {
      const history = createHistory(rows);
      const { state } = replay(policy, history, context, endMs);
      if (state?.atMs !== endMs) throw new Error('the replay ended early');
      instants += (endMs - (history.firstMs ?? endMs)) / HOUR_MS;
    }
    read += readMs - startedMs;
    decide += performance.now() - readMs;
  }
  return { read, decide, instants };
}

const measured = [];
for (let round = 0; round < Number(rounds); round += 1) measured.push(await backtest());
console.log(JSON.stringify(measured));
await database.close();
