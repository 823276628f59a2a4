// Run by the full-disk test on a small file system of its own: fills it until telemetry is refused,
// lets the database take what waits, goes on, and prints what was promised and what arrived. With
// `repeats`, much of what fills it has been in the database for days.
import { statfs } from 'node:fs/promises';
import { createIngest } from '../../ingest/create-ingest.ts';
import { decodeRows } from '../../ingest/row-reader.ts';
import { readFile } from 'node:fs/promises';
import type { SealedSegment } from '../../store/segment-target.ts';
import { BellwetherError } from '../../core/errors.ts';

const [folder, mode] = process.argv.slice(2) as [string, string?];
const PADDING = 'x'.repeat(4000);
const EVENTS_A_REQUEST = 20;
const MAX_REQUESTS = 2000;
const REPEATED_REQUESTS = mode === 'repeats' ? 10 : 0;
const DAY_MS = 86_400_000;
const startMs = Date.now();
const oldMs = startMs - 10 * DAY_MS;

let nowMs = startMs;
let isAway = true;
const arrived: string[] = [];
const given = new Set<bigint>();
async function take(segment: SealedSegment): Promise<number> {
  if (isAway) throw new Error('the database is away');
  if (given.has(segment.id)) return 0;
  given.add(segment.id);
  const rows = decodeRows(segment.table, await readFile(segment.path));
  arrived.push(...rows.map(({ id }) => String(id)));
  return rows.length;
}

const warnings: string[] = [];
const say = (_: unknown, message: string): void => void warnings.push(message);
const ingest = await createIngest({
  dataFolder: folder,
  target: { insert: async (segment) => void (await take(segment)), repair: take },
  recentIds: async function* () {},
  findKnown: async ({ keys }) => keys.filter(({ id }) => arrived.includes(id)),
  traceStore: {
    find: async () => ({ spans: [], unreadable: 0, runs: [], shown: [] }),
    recent: async () => [],
  },
  hashUser: (user) => user,
  dedupeKey: Buffer.alloc(16, 7),
  onHandedOver: () => {},
  now: () => nowMs,
  randomId: () => 'unused',
  random: Math.random,
  log: { info: () => {}, warn: say, error: say },
});

const promised = new Set<string>();
/** @returns the refusal, or null where the request was taken */
async function send(n: number): Promise<BellwetherError | null> {
  const ids = Array.from({ length: EVENTS_A_REQUEST }, (_, i) => `run-${n}-${i}`);
  const body = ids.map((id) => ({ kind: 'run', workload: 'w', id, ts: oldMs, error: PADDING }));
  try {
    await ingest.accept({
      body: Buffer.from(JSON.stringify(body)),
      contentType: 'application/json',
      contentEncoding: '',
      allowedWorkloads: null,
      keyId: 'k',
    });
    for (const id of ids) promised.add(id);
    return null;
  } catch (error) {
    if (error instanceof BellwetherError) return error;
    throw error;
  }
}

if (REPEATED_REQUESTS > 0) {
  isAway = false;
  for (let n = 0; n < REPEATED_REQUESTS; n += 1) await send(n);
  await ingest.flush();
  isAway = true;
  nowMs += 3 * DAY_MS;
}
let refusal: BellwetherError | null = null;
let requests = 0;
while (refusal === null && requests < MAX_REQUESTS) refusal = await send(requests++);
const second = await send(requests);
const { bavail } = await statfs(folder);
isAway = false;
await ingest.flush();
const afterwards = await send(requests + 1);
const again = await send(requests);
await ingest.flush();
await ingest.close();
console.log(
  JSON.stringify({
    refusal: refusal && { code: refusal.code, retryAfterSeconds: refusal.retryAfterSeconds },
    second: second?.code ?? null,
    afterwards: afterwards?.code ?? null,
    again: again?.code ?? null,
    bavail,
    promised: [...promised],
    arrived,
    warnings: [...new Set(warnings)],
    duplicates: ingest.status().duplicates,
  }),
);
