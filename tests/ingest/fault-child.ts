// Run by the fault tests. `send`: takes telemetry until it kills itself at a step of the path,
// printing what was acknowledged. `count`: takes over, flushes, and prints what counts.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createIngest } from '../../ingest/create-ingest.ts';
import { diskFiles, type SpoolFile, type SpoolFiles } from '../../ingest/spool-files.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { findKnownEvents } from '../../store/questions/find-known-events.ts';
import { findTraces, recentTraces } from '../../store/questions/find-traces.ts';
import { recentIds } from '../../store/questions/recent-ids.ts';
import type { SegmentTarget } from '../../store/segment-target.ts';
import { span } from './trace-spans.ts';

const [mode, folder, step] = process.argv.slice(2) as [string, string, string];
const DAYS = 90;
/** So much goes well first: it is acknowledged, handed over, and removed from the spool. */
const NUMBERS_BEFORE = 2;
/** What is sent then passes every step, at the latest when it is flushed. */
const NUMBERS_AFTER = 40;
let isArmed = false;

const isDueAt = (here: string): boolean => isArmed && here === step;

function killAt(here: string): void {
  if (isDueAt(here)) process.kill(process.pid, 'SIGKILL');
}

function killing(file: SpoolFile): SpoolFile {
  return {
    ...file,
    async write(buffers, position) {
      killAt('before append');
      if (isDueAt('during append')) {
        const all = Buffer.concat(buffers);
        await file.write([all.subarray(0, Math.ceil(all.length / 2))], position);
        process.kill(process.pid, 'SIGKILL');
      }
      await file.write(buffers, position);
      killAt('before sync');
    },
    async sync() {
      await file.sync();
      killAt('after append');
    },
  };
}

const files: SpoolFiles = {
  ...diskFiles,
  async create(path) {
    const file = await diskFiles.create(path);
    return path.endsWith('.ids') ? idFile(file) : killing(file);
  },
  async remove(path) {
    killAt('before removal');
    await diskFiles.remove(path);
    killAt('after removal');
  },
};

function idFile(file: SpoolFile): SpoolFile {
  return {
    ...file,
    async sync() {
      killAt('before ids are written down');
      await file.sync();
      killAt('after ids are written down');
    },
  };
}

const database = await openDatabase({ kind: 'embedded', folder: join(folder, 'clickhouse') });
await migrate(database, { rawRetentionDays: DAYS });
let token = 0;
const real = createSegmentTarget(database, {
  rawRetentionDays: DAYS,
  spool: 'fault',
  nextToken: () => `${process.pid}-${(token += 1)}`,
});
const target: SegmentTarget = {
  repair: (segment) => real.repair(segment),
  async insert(segment) {
    killAt('before hand-over');
    if (isDueAt('during hand-over')) {
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 4);
    }
    await real.insert(segment);
    killAt('between insert and checkpoint');
  },
};

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const ingest = await createIngest({
  dataFolder: folder,
  target,
  recentIds: (since, until) => recentIds(database, since, until),
  findKnown: (question) => findKnownEvents(database, question),
  traceStore: {
    find: (keys) => findTraces(database, keys),
    recent: (openedMs, nowMs) => recentTraces(database, { withinMs: 600_000, openedMs, nowMs }),
  },
  hashUser: (user) => user,
  dedupeKey: Buffer.alloc(16, 7),
  onHandedOver: () => killAt('after telling'),
  now: Date.now,
  randomId: () => 'unused',
  random: Math.random,
  log: silent,
  files: mode === 'send' ? files : diskFiles,
  limits: { sealAfterMs: 20 },
});

/** Two events and a span, all numbered. */
async function sendNumber(n: number): Promise<void> {
  await ingest.accept({
    body: Buffer.from(
      JSON.stringify([
        { kind: 'run', workload: 'w', id: `run-${n}`, latency_ms: n },
        { kind: 'tool_call', workload: 'w', id: `tool-${n}`, tool: 't', ok: true },
      ]),
    ),
    contentType: 'application/json',
    contentEncoding: '',
    allowedWorkloads: null,
    keyId: 'k',
  });
  killAt('after acknowledgement');
  writeSync(1, `run-${n}\n`);
  const trace_id = n.toString(16).padStart(32, '0');
  const tsMs = Date.now();
  await ingest.acceptOtlp({
    spans: [span('01', { trace_id, workload: 'w', tsMs })],
    events: [],
    allowedWorkloads: null,
    keyId: 'k',
  });
  killAt('after spans are acknowledged');
  writeSync(1, `${trace_id}\n`);
}

async function count(): Promise<void> {
  await ingest.flush();
  const rows = await database.query(
    'test',
    'SELECT id, toInt64(sum(sign)) AS n FROM runs GROUP BY id',
    z.object({ id: z.string(), n: z.number() }),
  );
  const sums = await Promise.all(
    ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'].map((table) =>
      database.query(
        'test',
        `SELECT toInt64(sum(runs)) AS runs, toInt64(sum(tool_events)) AS tools FROM ${table}`,
        z.object({ runs: z.number(), tools: z.number() }),
      ),
    ),
  );
  const [tools] = await database.query(
    'test',
    'SELECT count() AS n, uniqExact(id) AS ids FROM events',
    z.object({ n: z.number(), ids: z.number() }),
  );
  console.log(JSON.stringify({ rows, sums: sums.flat(), tools }));
  await ingest.close();
  await database.close();
}

async function sendUntilKilled(): Promise<void> {
  for (let n = 1; n <= NUMBERS_BEFORE; n += 1) await sendNumber(n);
  await ingest.flush();
  isArmed = true;
  for (let n = 1; n <= NUMBERS_AFTER; n += 1) await sendNumber(NUMBERS_BEFORE + n);
  await ingest.flush();
  throw new Error(`nothing ever came to the step ${step}`);
}

await (mode === 'count' ? count() : sendUntilKilled());
