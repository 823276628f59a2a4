import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { placeEmptyStore } from '../support/empty-store.ts';
import {
  findKnownEvents,
  type KnownEventsQuestion,
} from '../../store/questions/find-known-events.ts';
import { findTraces, recentTraces, type TraceKey } from '../../store/questions/find-traces.ts';
import { recentIds } from '../../store/questions/recent-ids.ts';
import { open, run, send, temporaryFolder } from './support.ts';

describe('with the embedded database', () => {
  it('every event acknowledged is in its raw table and in the roll-ups once flushed, and known after a restart', async () => {
    const folder = await temporaryFolder();
    placeEmptyStore(join(folder, 'clickhouse'));
    const database = await openDatabase({ kind: 'embedded', folder: join(folder, 'clickhouse') });
    await migrate(database, { rawRetentionDays: 90 });
    let now = Date.now();
    let token = 0;
    const target = createSegmentTarget(database, {
      rawRetentionDays: 90,
      spool: 'test',
      nextToken: () => `token-${(token += 1)}`,
    });
    const overrides = {
      // The helper's answer names its own target's type; this test only sends through it.
      target: target as never,
      now: () => now,
      recentIds: (since: number, until: number) => recentIds(database, since, until),
      traceStore: {
        find: (keys: readonly TraceKey[]) => findTraces(database, keys),
        recent: (openedMs: number, nowMs: number) =>
          recentTraces(database, { withinMs: 600_000, openedMs, nowMs }),
      },
      findKnown: (question: KnownEventsQuestion) => findKnownEvents(database, question),
    };
    const count = async (table: string): Promise<number> => {
      const [row] = await database.query(
        'count',
        `SELECT count() AS n FROM ${table}`,
        z.object({ n: z.number() }),
      );
      return row?.n ?? NaN;
    };
    const first = await open(join(folder, 'one'), overrides);
    const ts = now - 1000;
    const events = Array.from({ length: 500 }, (_, i) =>
      run(`run-${i}`, { ts: ts - (i % 200) * 86_400_000, cost_usd: 0.25 }),
    );
    await send(first.ingest, [
      ...events,
      { kind: 'probe', workload: 'w', id: 'p', ok: false, ts },
      { kind: 'walk' },
    ]);
    await first.ingest.flush();
    expect([await count('runs'), await count('events'), await count('quarantine')]).toEqual([
      500, 1, 1,
    ]);
    for (const table of ['rollup_minute', 'rollup_hour', 'rollup_day']) {
      const [row] = await database.query(
        'sums',
        `SELECT sum(runs) AS runs, toFloat64(sum(cost_usd)) AS cost FROM ${table}`,
        z.object({ runs: z.number(), cost: z.number() }),
      );
      expect(row, table).toEqual({ runs: 500, cost: 125 });
    }
    await first.ingest.close();

    // Nothing but the database remembers: the folder is another one.
    now += 1000;
    const second = await open(join(folder, 'two'), overrides);
    const again = await send(second.ingest, [...events, run('new', { ts })]);
    expect(again).toMatchObject({ accepted: 1, duplicates: 500 });
    await second.ingest.flush();
    expect(await count('runs')).toBe(501);
    await second.ingest.close();

    // Ids are forgotten by now, and the store still tells.
    now += 10 * 86_400_000;
    const third = await open(join(folder, 'three'), overrides);
    await send(third.ingest, [...events, run('newest', { ts })]);
    await third.ingest.flush();
    expect(third.ingest.status()).toMatchObject({ accepted: 501, duplicates: 500 });
    expect(await count('runs')).toBe(502);
    await third.ingest.close();
    await database.close();
  });
});
