/**
 * Fills a store with a year of some workloads' roll-ups and tries a policy on it: once out of the store,
 * as after a start, then with the telemetry in memory. Prints the milliseconds as JSON.
 */
import { createHash } from 'node:crypto';
import { createAssessor } from '../../decisions/assessor.ts';
import { createPolicyRegistry } from '../../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../../decisions/registry/workloads.ts';
import { runBacktest } from '../../decisions/trial/run-backtest.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { fillRollups, workloadId } from './fill-rollups.ts';

const [folder = '', count = '', days = '', rounds = ''] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const startMs = endMs - Number(days) * 24 * HOUR_MS;
const now = (): number => endMs;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
await fillRollups(database, { workloads: Number(count), hours: Number(days) * 24, endMs });

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const ledger = await openLedger(database, Buffer.alloc(32), () => startMs);
const policies = await createPolicyRegistry(ledger, hash);
const workloads = createWorkloadRegistry(
  ledger,
  (id) => policies.get(id) !== null,
  () => startMs,
);
const ids = Array.from({ length: Number(count) }, (_, i) => workloadId(i));
await workloads.registerOnSight(ids);

/** A backtest of a policy with its own limit, so that no answer is one that was kept. */
async function backtest(
  assessor: ReturnType<typeof createAssessor>,
  limit: number,
): Promise<number> {
  const document = {
    title: 'Stricter',
    extends: 'default',
    signals: { hallucination_rate: { role: 'required' as const, limit } },
  };
  const asker = { mayRead: () => true, signal: new AbortController().signal };
  const startedMs = performance.now();
  const from = new Date(startMs).toISOString();
  const parts = { assessor, workloads, policies, hash, now };
  const { summary } = await runBacktest('stricter', { document, from }, asker, parts);
  if (summary.workloads !== ids.length) throw new Error(`tried on ${summary.workloads}`);
  return performance.now() - startedMs;
}

const fromStore: number[] = [];
const inMemory: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const assessor = createAssessor({ database, workloads, policies, hash, now });
  fromStore.push(await backtest(assessor, 0.02));
  inMemory.push(await backtest(assessor, 0.015));
}
console.log(JSON.stringify({ fromStore, inMemory }));
await database.close();
