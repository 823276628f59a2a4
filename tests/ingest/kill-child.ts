// Run by the kill test: accepts events without end and prints each id once it is acknowledged.
import { writeSync } from 'node:fs';
import { copyFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createIngest } from '../../ingest/create-ingest.ts';
import type { SealedSegment } from '../../store/segment-target.ts';

const [dataFolder, targetFolder, from] = process.argv.slice(2) as [string, string, string];
const PRODUCERS = 4;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const nameOf = ({ id, table }: SealedSegment): string => `${id}.${table}`;

/** A whole file appears at once: what a database does for a segment. */
async function keep(segment: SealedSegment): Promise<number> {
  const path = join(targetFolder, nameOf(segment));
  await copyFile(segment.path, `${path}.draft`);
  await rename(`${path}.draft`, path);
  return segment.rows;
}

const ingest = await createIngest({
  dataFolder,
  target: {
    insert: async (segment) => void (await keep(segment)),
    repair: async (segment) =>
      (await readdir(targetFolder)).includes(nameOf(segment)) ? 0 : keep(segment),
  },
  recentIds: async function* () {},
  findKnown: async () => [],
  traceStore: {
    find: async () => ({ spans: [], unreadable: 0, runs: [], shown: [] }),
    recent: async () => [],
  },
  hashUser: (user) => user,
  dedupeKey: Buffer.alloc(16, 7),
  onHandedOver: () => {},
  now: Date.now,
  randomId: () => 'unused',
  random: Math.random,
  log: silent,
  limits: { sealAfterMs: 5, sealRows: 60 },
});

let next = Number(from);

/** Takes numbers in turn, so that a restart sends some again that were on their way. */
async function produce(): Promise<never> {
  for (;;) {
    const first = next;
    next += 5;
    const numbers = Array.from({ length: 5 }, (_, i) => first + i);
    const events = numbers.flatMap((n) => [
      { kind: 'run', workload: 'w', id: `run-${n}`, latency_ms: n },
      { kind: 'tool_call', workload: 'w', id: `tool-${n}`, tool: 't', ok: true },
    ]);
    const { accepted, duplicates } = await ingest.accept({
      body: Buffer.from(JSON.stringify(events)),
      contentType: 'application/json',
      contentEncoding: '',
      allowedWorkloads: null,
      keyId: 'k',
    });
    if (accepted + duplicates !== events.length) throw new Error('an event was not taken');
    writeSync(1, `${numbers.join('\n')}\n`);
  }
}

await Promise.all(Array.from({ length: PRODUCERS }, produce));
