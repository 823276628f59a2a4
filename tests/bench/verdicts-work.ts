/**
 * Fills a store with the roll-ups of many workloads and lets hours go by: at each, all of them are
 * assessed, beside one scan of the same roll-up that merges the same sums and histograms. Prints the
 * milliseconds as JSON.
 */
import { createHash } from 'node:crypto';
import { createAssessor } from '../../decisions/assessor.ts';
import { createPolicyRegistry } from '../../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../../decisions/registry/workloads.ts';
import { MEASURE_NAMES, MINUTE_MASKS } from '../../signals/measures.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { fillRollups, workloadId } from './fill-rollups.ts';

const [folder = '', workloadCount = '', days = '', rounds = ''] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const firstMs = endMs - (Number(rounds) + 1) * HOUR_MS;
let nowMs = firstMs + MINUTE_MS;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
const hours = Number(days) * 24 + Number(rounds) + 1;
await fillRollups(database, { workloads: Number(workloadCount), hours, endMs });

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const ledger = await openLedger(database, Buffer.alloc(32), () => nowMs);
const policies = await createPolicyRegistry(ledger, hash);
const workloads = createWorkloadRegistry(ledger, (id) => policies.get(id) !== null);
const ids = Array.from({ length: Number(workloadCount) }, (_, i) => workloadId(i));
await workloads.registerOnSight(ids);
const assessor = createAssessor({ database, workloads, policies, hash, now: () => nowMs });

const sums = [
  ...Object.keys(MINUTE_MASKS).map((name) => `groupBitOr(${name})`),
  ...MEASURE_NAMES.map((name) => `sum(${name})`),
  'sumMap(latency)',
].join(', ');

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function scan(): Promise<void> {
  return database.command(
    'scan',
    `SELECT workload, ${sums} FROM rollup_hour
     WHERE at >= toDateTime({from: UInt32}, 'UTC') AND at < toDateTime({to: UInt32}, 'UTC')
     GROUP BY workload FORMAT Null`,
    { from: nowMs / 1000 - Number(days) * 86_400, to: Math.floor(nowMs / HOUR_MS) * 3600 },
  );
}

async function assessAll(): Promise<void> {
  const assessed = await assessor.atLastGrid(ids, () => true);
  if (assessed.length !== ids.length) throw new Error(`assessed ${assessed.length}`);
}

const first = await timed(assessAll);
await scan();
const assessed: number[] = [];
const scanned: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  nowMs += HOUR_MS;
  // What came in since the last hour began: every workload was in use.
  assessor.noteTelemetry(new Map(ids.map((id) => [id, { minTsMs: nowMs - HOUR_MS }])));
  const order = [
    async () => assessed.push(await timed(assessAll)),
    async () => scanned.push(await timed(scan)),
  ];
  for (const measure of round % 2 === 0 ? order : order.toReversed()) await measure();
}
global.gc?.();
const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
console.log(JSON.stringify({ first, assessed, scanned, rss, kept: heapUsed + arrayBuffers }));
await database.close();
