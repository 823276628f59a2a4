import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createCutSums } from '../../store/cut-sums.ts';
import type { Database } from '../../store/database.ts';
import { eraseUser, eraseWorkload } from '../../store/erase.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { writeDesignEffects } from '../../store/questions/design-effects.ts';
import { storeAssessments } from '../../store/questions/store-assessments.ts';
import { keepers } from '../../store/tables/all-tables.ts';
import { ASSESSMENT_TABLE } from '../../store/tables/assessment.ts';
import { DESIGN_EFFECT_TABLE } from '../../store/tables/design-effect.ts';
import { RAW_RETENTION_DAYS, type TRANSPORTS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.now();

/** What the store promises about erasing, whichever way it is reached. */
export function describeErase(transport: (typeof TRANSPORTS)[number]): void {
  // Erasing rewrites parts of some twenty tables, one after another.
  vi.setConfig({ testTimeout: 120_000 });
  const database = useDatabase(transport);
  const folder = temporaryFolder('segments');
  let segments = 0;
  const send = async (
    table: 'runs' | 'events' | 'spans',
    rows: readonly RawRow[],
  ): Promise<void> => {
    segments += 1;
    const path = join(folder, `${segments}.bin`);
    const segment = await writeSegment(database(), path, table, segments, rows);
    const settings = { rawRetentionDays: RAW_RETENTION_DAYS, spool: 'test', nextToken: randomUUID };
    await createSegmentTarget(database(), settings).insert(segment);
  };
  const fill = async (workload: string): Promise<void> => {
    const rows = [0, 40].map((days, i) => ({
      workload,
      id: `${i}`,
      ts: NOW_MS - days * DAY_MS,
    }));
    await send(
      'runs',
      rows.map((row) => ({
        ...row,
        release: 'r',
        user_hash: `user ${row.id}`,
        attributes: `{"data_as_of":${row.ts}}`,
      })),
    );
    const kinds = ['review', 'cost', 'incident', 'deployment', 'metric', 'drift', 'distribution'];
    await send(
      'events',
      kinds.flatMap((kind) =>
        rows.map((row) => ({
          ...row,
          kind,
          id: `${kind} ${row.id}`,
          user_hash: `user ${row.id}`,
          hallucination: 1,
          amount_usd: '1',
          value: 1,
          score: 1,
          feature: 'f',
          role: 'input',
          distribution: '{"values":[1]}',
        })),
      ),
    );
    await storeAssessments(database(), [
      {
        workload,
        atMs: NOW_MS - (NOW_MS % 1000),
        nextMs: NOW_MS - (NOW_MS % 1000) + DAY_MS,
        storedMs: NOW_MS,
        policy: { id: 'default', version: 1, hash: 'h' },
        verdict: 'hold',
        proposed: 'hold',
        evidenceHash: 'e',
        document: '{}',
      },
    ]);
    await writeDesignEffects(
      database(),
      [NOW_MS - (NOW_MS % DAY_MS)],
      [{ workload, signal: 'error_rate', effect: 2, clusters: 20, n: 40 }],
    );
    await database().insertRows('test', 'quarantine_entry', [
      {
        id: randomUUID(),
        received_at: NOW_MS,
        workload,
        kind: 'run',
        body: `{"user":"hashed:user 0"}`,
        errors: '[]',
      },
      {
        id: randomUUID(),
        received_at: NOW_MS,
        workload,
        kind: '',
        body: `{"user": "U.1", broken`,
        errors: '[]',
      },
      {
        id: randomUUID(),
        received_at: NOW_MS,
        workload,
        kind: '',
        body: `{"user": "Ux1", broken`,
        errors: '[]',
      },
    ]);
  };
  /** Rows as they are once the engine has merged them: when it does so is its own affair. */
  const rowsOf = async (table: string, workload: string): Promise<number> => {
    const [row] = await database().query(
      'test',
      `SELECT count() AS n FROM ${table} WHERE workload = {workload: String} SETTINGS final = 1`,
      z.object({ n: z.number() }),
      { workload },
    );
    return row?.n ?? 0;
  };
  /** Tables that store rows by workload, as the engine lists them. */
  const tablesByWorkload = async (): Promise<string[]> => {
    const rows = await database().query(
      'test',
      `SELECT DISTINCT table FROM system.columns WHERE database = currentDatabase() AND name = 'workload'
         AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree')`,
      z.object({ table: z.string() }),
    );
    return rows.map(({ table }) => table);
  };

  describe(`erasing, ${transport}`, () => {
    test('a workload is gone from every table that stores rows by workload, and its neighbour is whole', async () => {
      await fill('gone');
      await fill('stays');
      await createCutSums(database(), randomUUID()).catchUp();
      const tables = await tablesByWorkload();
      const counts = async (workload: string) =>
        Object.fromEntries(
          await Promise.all(tables.map(async (table) => [table, await rowsOf(table, workload)])),
        );
      const before = await counts('stays');
      // A table that nothing fills would prove nothing.
      const empty = Object.keys(before).filter((table) => before[table] === 0);
      expect(empty.filter((table) => table !== 'spans')).toEqual([]);

      const rows = await eraseWorkload(database(), 'gone');
      expect(new Set(Object.values(await counts('gone')))).toEqual(new Set([0]));
      expect(await counts('stays')).toEqual(before);
      expect(Object.keys(rows).toSorted()).toEqual(
        [
          ...keepers(RAW_RETENTION_DAYS).map(({ table }) => table),
          ASSESSMENT_TABLE,
          DESIGN_EFFECT_TABLE,
        ].toSorted(),
      );
      expect(rows).toMatchObject({ runs: 2, events: 14, quarantine: 3 });
    });

    test('a user is gone from raw rows of every workload, and no sum has changed', async () => {
      await fill('people');
      const runs = await rowsOf('runs', 'people');
      const sums = await rowsOf('rollup_hour', 'people');
      const user = {
        hash: 'user 1',
        inBody: 'hashed:user 1',
        inUnreadBody: String.raw`"user"\s*:\s*"U\.1"`,
      };
      // "stays" of the test before this one knows the user too.
      expect(await eraseUser(database(), user)).toEqual({
        runs: 2,
        events: 14,
        spans: 0,
        quarantine: 2,
      });
      expect(await rowsOf('runs', 'people')).toBe(runs - 1);
      expect(await rowsOf('rollup_hour', 'people')).toBe(sums);
      expect(await rowsOf('quarantine', 'people')).toBe(2);
      expect(await eraseUser(database(), user)).toEqual({
        runs: 0,
        events: 0,
        spans: 0,
        quarantine: 0,
      });
    });

    test('the rest of a user’s traces goes with the user, whoever else or nobody it names', async () => {
      const of = (trace_id: string, more: RawRow = {}): RawRow => ({
        workload: 'traced',
        ts: NOW_MS,
        id: trace_id,
        trace_id,
        ...more,
      });
      await send('spans', [
        of('t-1', { span_id: 'root', user_hash: 'traced user' }),
        of('t-1', { span_id: 'child', error: 'what the user wrote' }),
        of('t-1', { span_id: 'other', user_hash: 'another user' }),
        of('t-1', { span_id: 'elsewhere', workload: 'traced-elsewhere' }),
        of('t-2', { span_id: 'root' }),
        of('', { span_id: 'of no trace' }),
      ]);
      await send('runs', [
        of('t-1', { origin: 'otlp' }),
        of('t-2', { origin: 'otlp' }),
        of('', { id: 'of no trace', user_hash: 'traced user' }),
        of('', { id: 'nobody’s' }),
      ]);
      await send('events', [
        of('t-1', { id: 'called', kind: 'tool_call' }),
        of('', { id: 'judged', kind: 'evaluation', run: 't-1' }),
        of('t-3', { id: 'stated', kind: 'feedback', user_hash: 'traced user' }),
        of('t-3', { id: 'beside', kind: 'tool_call' }),
        of('t-2', { id: 'called too', kind: 'tool_call', run: 't-2' }),
        of('', { id: 'of no run', kind: 'probe' }),
      ]);
      const user = { hash: 'traced user', inBody: 'hashed:traced user', inUnreadBody: 'nobody' };
      const rows = { runs: 2, events: 4, spans: 3, quarantine: 0 };
      expect(await eraseUser(database(), user)).toEqual(rows);
      const left = async (table: string) => [
        await rowsOf(table, 'traced'),
        await rowsOf(table, 'traced-elsewhere'),
      ];
      expect(await left('spans')).toEqual([2, 1]);
      expect(await left('runs')).toEqual([2, 0]);
      expect(await left('events')).toEqual([2, 0]);
    });

    test('more traces of a user than one statement takes are erased, also after being cut off', async () => {
      const traces = Array.from({ length: 6000 }, (_, n) => `0af7651916cd43dd8448eb21${n}`);
      await send(
        'spans',
        traces.flatMap((trace_id) =>
          ['root', 'child'].map((span_id) => ({
            workload: 'busy',
            ts: NOW_MS,
            id: trace_id,
            trace_id,
            span_id,
            user_hash: span_id === 'root' ? 'busy user' : '',
          })),
        ),
      );
      const user = { hash: 'busy user', inBody: 'hashed:busy user', inUnreadBody: 'nobody' };
      // Away from the third deletion on, when the rows that name the user are all that is left.
      let deletions = 0;
      const cutOff: Database = {
        ...database(),
        async command(name, sql, parameters) {
          if ((deletions += 1) > 2) throw new Error('the database is away');
          await database().command(name, sql, parameters);
        },
      };
      await expect(eraseUser(cutOff, user)).rejects.toThrow('away');
      expect(await rowsOf('spans', 'busy')).toBe(6000);
      expect(await eraseUser(database(), user)).toMatchObject({ spans: 6000 });
      expect(await rowsOf('spans', 'busy')).toBe(0);
    });

    test('many rejected events of a user are erased whatever their number', async () => {
      const rows = Array.from({ length: 250 }, (_, i) => ({
        id: `many-${i}`,
        received_at: NOW_MS,
        workload: 'many',
        kind: 'run',
        body: '{"user":"hashed:many"}',
        errors: '[]',
      }));
      await database().insertRows('test', 'quarantine', rows);
      const user = { hash: 'many', inBody: 'hashed:many', inUnreadBody: '"user":"nobody"' };
      expect(await eraseUser(database(), user)).toMatchObject({ quarantine: 250 });
      expect(await rowsOf('quarantine', 'many')).toBe(0);
    });
  });
}
