import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Ingest } from '../../ingest/ingest.ts';
import type { Database } from '../../store/database.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { findKnownEvents } from '../../store/questions/find-known-events.ts';
import { findTraces, recentTraces } from '../../store/questions/find-traces.ts';
import { startClickHouseFront, type ClickHouseFront } from '../support/clickhouse-front.ts';
import { startFlakyProxy, type FlakyProxy } from '../support/flaky-proxy.ts';
import { placeEmptyStore } from '../support/empty-store.ts';
import { temporaryFolder as fileFolder } from '../support/temporary-folder.ts';
import { open, run, send, temporaryFolder } from './support.ts';
import { sendSpans, span } from './trace-spans.ts';

const folder = fileFolder('faults');
let front: ClickHouseFront;
let proxy: FlakyProxy;
let database: Database;
let tests = 0;

beforeAll(async () => {
  placeEmptyStore(join(folder, 'clickhouse'));
  front = await startClickHouseFront(join(folder, 'clickhouse'));
  proxy = await startFlakyProxy(front.url);
  database = await openDatabase({
    kind: 'server',
    url: proxy.url,
    user: 'default',
    password: '',
    database: 'bellwether',
  });
  await migrate(database, { rawRetentionDays: 90 });
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await front.close();
});
beforeEach(() => {
  proxy.mood = 'pass';
  tests += 1;
});

/** Ingest over the network, with a spool and a workload of its own. */
async function openSpool(
  options: { folder?: string; now?: () => number; spool?: number } = {},
): Promise<Ingest> {
  const { ingest } = await open(options.folder ?? (await temporaryFolder()), {
    target: createSegmentTarget(database, {
      rawRetentionDays: 90,
      spool: `spool-${tests}-${options.spool ?? 1}`,
      nextToken: randomUUID,
      // The helper's answer names its own target's type; these tests only send.
    }) as never,
    now: options.now ?? Date.now,
    dedupeKey: Buffer.alloc(16, options.spool ?? 1),
    findKnown: (question) => findKnownEvents(database, question),
    traceStore: {
      find: (keys) => findTraces(database, keys),
      recent: (openedMs, nowMs) => recentTraces(database, { withinMs: 600_000, openedMs, nowMs }),
    },
    limits: { sealAfterMs: 10 },
  });
  return ingest;
}

const workload = (spool = 1): string => `w-${tests}-${spool}`;
const numbered = (from: number, count: number, of = workload()): object[] =>
  Array.from({ length: count }, (_, i) =>
    run(`run-${from + i}`, { workload: of, ts: Date.now() - i * 60_000 }),
  );

/** What counts of a workload: raw rows, distinct ids, and the sum in each roll-up. */
async function counts(of = workload()): Promise<number[]> {
  const ask = async (sql: string): Promise<number> => {
    const row = z.object({ n: z.number() });
    const [found] = await database.query('test', sql, row, { workload: of });
    return found?.n ?? NaN;
  };
  const where = 'WHERE workload = {workload: String}';
  return [
    await ask(`SELECT toInt64(sum(sign)) AS n FROM runs ${where}`),
    await ask(`SELECT uniqExact(id) AS n FROM runs ${where}`),
    ...(await Promise.all(
      ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'].map((table) =>
        ask(`SELECT toInt64(sum(runs)) AS n FROM ${table} ${where}`),
      ),
    )),
  ];
}

const all = (n: number): number[] => Array.from({ length: 6 }, () => n);

describe('a database that is away', () => {
  it('costs nothing that was acknowledged meanwhile, spans included', async () => {
    const ingest = await openSpool();
    await send(ingest, numbered(0, 10));
    await ingest.flush();
    proxy.mood = 'refuse';
    for (let i = 0; i < 20; i += 1) {
      const answer = await send(ingest, numbered(10 + i * 5, 5));
      expect(answer).toMatchObject({ accepted: 5 });
    }
    const trace_id = randomUUID().replaceAll('-', '');
    await sendSpans(ingest, [
      span('01', { workload: workload(), trace_id, tsMs: Date.now(), tokens_in: 1 }),
    ]);
    await expect(ingest.flush()).rejects.toMatchObject({ code: 'unavailable' });
    expect(ingest.status().lastError).not.toBeNull();
    proxy.mood = 'pass';
    await ingest.flush();
    expect(await counts()).toEqual(all(111));
  });

  it('from before a restart until after it loses nothing either', async () => {
    const data = await temporaryFolder();
    const before = await openSpool({ folder: data });
    proxy.mood = 'refuse';
    await send(before, numbered(0, 30));
    await before.close();
    const after = await openSpool({ folder: data });
    await send(after, numbered(20, 20));
    proxy.mood = 'pass';
    await after.flush();
    expect(await counts()).toEqual(all(40));
  });
});

describe('a database that is slow', () => {
  it('takes everything in the end, while events go on being acknowledged', async () => {
    const ingest = await openSpool();
    proxy.mood = 'slow';
    for (let i = 0; i < 10; i += 1) await send(ingest, numbered(i * 10, 10));
    await ingest.flush();
    proxy.mood = 'pass';
    expect(await counts()).toEqual(all(100));
  });

  it('whose answers get lost is asked what has arrived, and nothing counts twice', async () => {
    const ingest = await openSpool();
    const before = proxy.swallowed;
    for (let i = 0; i < 4; i += 1) {
      proxy.mood = 'swallow answers';
      await send(ingest, numbered(i * 10, 10));
      await expect.poll(() => proxy.swallowed, { timeout: 20_000 }).toBeGreaterThan(before + i);
      proxy.mood = 'pass';
      await ingest.flush();
    }
    expect(await counts()).toEqual(all(40));
  });
});

describe('two flushers', () => {
  it('on one database, both losing answers at once, count each event once', async () => {
    const [one, two] = [await openSpool({ spool: 1 }), await openSpool({ spool: 2 })];
    for (let i = 0; i < 3; i += 1) {
      proxy.mood = 'swallow answers';
      await Promise.all([
        send(one, numbered(i * 10, 10, workload(1))),
        send(two, numbered(i * 10, 10, workload(2))),
      ]);
      await expect
        .poll(() => one.status().lastError ?? two.status().lastError, { timeout: 20_000 })
        .not.toBeNull();
      proxy.mood = 'pass';
      await Promise.all([one.flush(), two.flush()]);
    }
    expect(await counts(workload(1))).toEqual(all(30));
    expect(await counts(workload(2))).toEqual(all(30));
  });
});

describe('a clock that jumps back', () => {
  it('by a day, while running and across a restart, loses and repeats nothing', async () => {
    const data = await temporaryFolder();
    let offsetMs = 0;
    const now = (): number => Date.now() + offsetMs;
    const before = await openSpool({ folder: data, now });
    await send(before, numbered(0, 10));
    await before.flush();
    offsetMs = -3_600_000;
    expect(await send(before, numbered(5, 10).map(withoutTime))).toMatchObject({
      accepted: 5,
      duplicates: 5,
    });
    await before.flush();
    await before.close();
    offsetMs = -86_400_000;
    const after = await openSpool({ folder: data, now });
    expect(await send(after, numbered(0, 20).map(withoutTime))).toMatchObject({
      accepted: 5,
      duplicates: 15,
    });
    await after.flush();
    expect(await counts()).toEqual(all(20));
  });
});

/** Timed by receipt: the sender's clock would be ahead of the one that jumped back. */
function withoutTime(event: object): object {
  return { ...event, ts: null };
}
