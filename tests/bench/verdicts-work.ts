/**
 * Fills a store with the roll-ups of many workloads and lets hours go by: at each, all of them are
 * brought up to date and assessed, beside one scan of the same roll-up that merges the same sums and
 * histograms. Prints the milliseconds as JSON.
 */
import { createHash } from 'node:crypto';
import { assess } from '../../decisions/assessment/assess.ts';
import { assessSignals } from '../../decisions/assessment/assess-signals.ts';
import { assessmentInput } from '../../decisions/live/assessment-input.ts';
import { createLiveReplays } from '../../decisions/live/live-replays.ts';
import type { Replayed, Subject } from '../../decisions/live/replays.ts';
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
/** Hours that only warm up what the first day after a start does anyway. */
const WARM_UP = 3;
const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const firstMs = endMs - (Number(rounds) + WARM_UP + 1) * HOUR_MS;
let nowMs = firstMs + MINUTE_MS;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
const hours = Number(days) * 24 + Number(rounds) + WARM_UP + 1;
await fillRollups(database, { workloads: Number(workloadCount), hours, endMs });

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const ledger = await openLedger(database, Buffer.alloc(32), () => nowMs);
const policies = await createPolicyRegistry(ledger, hash);
const workloads = createWorkloadRegistry(
  ledger,
  (id) => policies.get(id) !== null,
  () => nowMs,
);
const ids = Array.from({ length: Number(workloadCount) }, (_, i) => workloadId(i));
await workloads.registerOnSight(ids);

function subjectOf(id: string): Subject {
  const workload = workloads.get(id)?.document;
  if (!workload) throw new Error(`${id} was not registered`);
  const inForce = policies.resolve(workload.policy, nowMs, workload);
  return { workload, inForce, blocking: [], periods: [], key: '' };
}
const live = createLiveReplays({ database, now: () => nowMs, subjectOf });

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

/** Verdicts up to the hour, and every signal with its intervals over both windows. */
function assessOne({ inForce, history, context, replay }: Replayed): number {
  if (replay.state === null) throw new Error('no grid instant was reached');
  return assessSignals(inForce.policy, history, context, replay.state, replay.state.atMs).length;
}

let replayed: Replayed[] = [];
async function assessAll(): Promise<void> {
  replayed = [];
  let signals = 0;
  await live.each(ids, (one) => {
    replayed.push(one);
    signals += assessOne(one);
  });
  if (replayed.length !== ids.length || signals === 0) throw new Error('not all were assessed');
}

/** The same as whole documents, as they are stored each hour: sentences, playbook, hash and all. */
function writeAll(): Promise<void> {
  for (const one of replayed) assess(assessmentInput(one, hash));
  return Promise.resolve();
}

const first = await timed(assessAll);
await scan();
const assessed: number[] = [];
const scanned: number[] = [];
const written: number[] = [];
for (let round = -WARM_UP; round < Number(rounds); round += 1) {
  nowMs += HOUR_MS;
  // What came in since the last hour began: every workload was in use.
  live.note(new Map(ids.map((id) => [id, { minTsMs: nowMs - HOUR_MS }])));
  const order = [
    async () => assessed.push(await timed(assessAll)),
    async () => scanned.push(await timed(scan)),
  ];
  for (const measure of round % 2 === 0 ? order : order.toReversed()) await measure();
  written.push(await timed(writeAll));
}
for (const times of [assessed, scanned, written]) times.splice(0, WARM_UP);
global.gc?.();
const { heapUsed, arrayBuffers } = process.memoryUsage();
console.log(JSON.stringify({ first, assessed, scanned, written, kept: heapUsed + arrayBuffers }));
await database.close();
