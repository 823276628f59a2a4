import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { findKnownEvents } from '../../store/questions/find-known-events.ts';
import { listMarks } from '../../store/questions/list-marks.ts';
import { listRuns } from '../../store/questions/list-runs.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { recentIds } from '../../store/questions/recent-ids.ts';
import { STRUCK_OUT } from '../../store/segment-target.ts';
import { RAW_RETENTION_DAYS, TRANSPORTS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW_MS = floorTo(Date.now(), HOUR_MS) + 30 * MINUTE_MS;
const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];

/** What the store promises about telemetry, whichever way it is reached. */
export function describeTelemetryStore(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const folder = temporaryFolder('segments');
  let segments = 0;
  const target = () =>
    createSegmentTarget(database(), {
      rawRetentionDays: RAW_RETENTION_DAYS,
      spool: 'test',
      nextToken: randomUUID,
    });
  const segment = async (table: 'runs' | 'events', rows: readonly RawRow[]) => {
    segments += 1;
    return writeSegment(database(), join(folder, `${segments}.bin`), table, segments, rows);
  };
  const send = async (table: 'runs' | 'events', rows: readonly RawRow[]): Promise<void> =>
    target().insert(await segment(table, rows));
  const run = (workload: string, id: string, tsMs: number, fields: RawRow = {}): RawRow => ({
    workload,
    id,
    ts: tsMs,
    ...fields,
  });
  const sums = async (workload: string): Promise<number[]> =>
    Promise.all(
      ROLLUPS.map(async (table) => {
        const [row] = await database().query(
          'test',
          `SELECT toFloat64(sum(runs)) AS n FROM ${table} WHERE workload = {workload: String}`,
          z.object({ n: z.number() }),
          { workload },
        );
        return row?.n ?? 0;
      }),
    );
  const history = async (workload: string, endMs = NOW_MS) => {
    const rows = await readHistories(database(), [workload], {
      endMs,
      precision: 'exact',
      sinceMs: 0,
    });
    const found = rows.get(workload);
    if (!found) throw new Error('every workload asked for is answered');
    return { rows: found, history: createHistory(found) };
  };

  describe(`the telemetry store, ${transport}`, () => {
    test('a segment handed over is in the raw table and in every roll-up', async () => {
      await send('runs', [run('a', '1', NOW_MS), run('a', '2', NOW_MS - 86_400_000)]);
      expect(await sums('a')).toEqual([2, 2, 2, 2]);
      expect((await listRuns(database(), 'a', {}, null, 10)).items.map(({ id }) => id)).toEqual([
        '1',
        '2',
      ]);
    });

    test('a segment handed over twice counts once', async () => {
      const twice = await segment('runs', [run('b', '1', NOW_MS), run('b', '2', NOW_MS)]);
      await target().insert(twice);
      await target().insert(twice);
      await target().repair(twice);
      expect(await sums('b')).toEqual([2, 2, 2, 2]);
    });

    test('rows struck out of a segment reach no table, be it handed over or repaired', async () => {
      const struckOut = (id: string): RawRow =>
        run('struck', id, NOW_MS - 40 * 86_400_000, { sign: STRUCK_OUT, release: 'r1' });
      await target().insert(await segment('runs', [run('struck', '1', NOW_MS), struckOut('2')]));
      const lost = await segment('runs', [struckOut('3'), run('struck', '4', NOW_MS)]);
      expect(await target().repair(lost)).toBe(1);
      expect(await target().repair(lost)).toBe(0);
      const empty = await segment('runs', [struckOut('5')]);
      await target().insert(empty);
      expect(await target().repair(empty)).toBe(0);
      expect(await sums('struck')).toEqual([2, 2, 2, 2]);
      const [kept] = await database().query(
        'test',
        `SELECT (SELECT groupArray(id) FROM (SELECT id FROM runs WHERE workload = 'struck' ORDER BY id)) AS ids,
           (SELECT count() FROM run_index WHERE workload = 'struck') AS indexed,
           (SELECT count() FROM dimension_hour WHERE workload = 'struck') AS dimensions`,
        z.object({ ids: z.array(z.string()), indexed: z.number(), dimensions: z.number() }),
      );
      expect(kept).toEqual({ ids: ['1', '4'], indexed: 2, dimensions: 0 });
    });

    test('a segment that never arrived is put in whole by repair, over several months', async () => {
      const lost = await segment('runs', [
        run('c', '1', NOW_MS),
        run('c', '2', NOW_MS - 40 * 86_400_000),
        run('c', '3', NOW_MS - 80 * 86_400_000),
      ]);
      expect(await target().repair(lost)).toBe(3);
      expect(await sums('c')).toEqual([3, 3, 3, 3]);
      expect(await target().repair(lost)).toBe(0);
    });

    test.each(['runs', 'rollup_hour', 'rollup_by_minute', 'run_index', 'dimension_hour'])(
      'a segment of which only %s lacks a month is completed there and nowhere counted twice',
      async (table) => {
        const workload = `d-${table.replaceAll('_', '-')}`;
        const cut = await segment('runs', [
          run(workload, '1', NOW_MS, { release: 'r1' }),
          run(workload, '2', NOW_MS - 40 * 86_400_000, { release: 'r1' }),
        ]);
        await target().insert(cut);
        const time = table === 'runs' || table === 'run_index' ? 'ts' : 'at';
        await database().command(
          'test',
          `ALTER TABLE ${table} DELETE WHERE workload = '${workload}' AND ${time} < now() - INTERVAL 20 DAY
           SETTINGS mutations_sync = 1`,
        );
        await target().repair(cut);
        expect(await sums(workload)).toEqual([2, 2, 2, 2]);
        const [kept] = await database().query(
          'test',
          `SELECT count() AS n FROM ${table} WHERE workload = {workload: String}`,
          z.object({ n: z.number() }),
          { workload },
        );
        expect(kept?.n).toBe(2);
      },
    );

    test('sums, masks, histogram and money come back as they went in', async () => {
      await send('runs', [
        run('e', '1', NOW_MS, {
          latency_ms: 100,
          ok: 1,
          tokens_in: 3,
          cost_usd: '0.1',
          hallucination: 0,
        }),
        run('e', '2', NOW_MS, { latency_ms: 100, ok: 0, cost_usd: '0.2', hallucination: 1 }),
        run('e', '3', NOW_MS - 2 * MINUTE_MS, { ok: 0 }),
      ]);
      const { rows } = await history('e');
      expect(rows.hours).toHaveLength(1);
      expect(rows.hours[0]?.sums).toMatchObject({
        runs: 3,
        runs_with_status: 3,
        errors: 2,
        judged: 2,
        hallucinated: 1,
        tokens_in: 3,
        cost_usd: 0.3,
        priced: 2,
        unpriced: 1,
      });
      expect(rows.hours[0]).toMatchObject({ runMinutes: 2, okMinutes: 1 });
      expect([...(rows.hours[0]?.latency.values() ?? [])]).toEqual([2]);
    });

    test('what happened after the instant asked about is left out, to the millisecond', async () => {
      const ids = [0, 1, 2].map((i) => run('f', String(i), NOW_MS + i));
      await send('runs', ids);
      const at = async (endMs: number): Promise<number> =>
        (await history('f', endMs)).history.window(floorTo(endMs, HOUR_MS), endMs).sum('runs');
      expect(await at(NOW_MS + 1)).toBe(2);
      expect(await at(NOW_MS + 2)).toBe(3);
    });

    test("a human review replaces a run's own flag and a model's evaluation, once it was made", async () => {
      const hour = NOW_MS - 5 * HOUR_MS;
      await send('events', [
        {
          workload: 'g',
          id: 'e1',
          ts: hour + HOUR_MS,
          kind: 'evaluation',
          name: 'hallucination',
          run: '1',
          passed: 0,
        },
        {
          workload: 'g',
          id: 'e2',
          ts: hour + 2 * HOUR_MS,
          kind: 'review',
          run: '1',
          hallucination: 0,
        },
        {
          workload: 'g',
          id: 'e3',
          ts: hour + 3 * HOUR_MS,
          kind: 'evaluation',
          name: 'hallucination',
          run: '1',
          passed: 0,
        },
      ]);
      await send('runs', [run('g', '1', hour, { hallucination: 0 }), run('g', '2', hour)]);
      const { history: known } = await history('g');
      const seen = (afterHours: number): number[] => {
        const window = known.window(
          floorTo(hour, HOUR_MS),
          floorTo(hour, HOUR_MS) + afterHours * HOUR_MS,
        );
        return [window.sum('judged'), window.sum('hallucinated')];
      };
      expect([seen(1), seen(2), seen(3), seen(4)]).toEqual([
        [1, 0],
        [1, 1],
        [1, 0],
        [1, 0],
      ]);
    });

    test('costs, incidents, reported metrics and deployments keep what they say', async () => {
      const start = NOW_MS - 10 * HOUR_MS;
      await send('events', [
        {
          workload: 'h',
          id: '1',
          ts: start,
          kind: 'cost',
          category: 'support',
          amount_usd: '12.5',
          period_start: start,
          period_end: start + HOUR_MS,
        },
        {
          workload: 'h',
          id: '2',
          ts: start,
          kind: 'incident',
          incident: 'i',
          phase: 'detected',
          rollback: 1,
        },
        { workload: 'h', id: '3', ts: start, kind: 'metric', signal: 'uptime', value: 0.9, n: 10 },
        {
          workload: 'h',
          id: '4',
          ts: start,
          kind: 'deployment',
          release: '2.0',
          change: 'rollback',
        },
      ]);
      const { rows } = await history('h');
      expect(rows.costs).toEqual([
        {
          tsMs: start,
          category: 'support',
          amountUsd: 12.5,
          startMs: start,
          endMs: start + HOUR_MS,
        },
      ]);
      expect(rows.incidents).toMatchObject([
        { incident: 'i', phase: 'detected', rollback: true, drill: false },
      ]);
      expect(rows.metrics).toMatchObject([
        { signal: 'uptime', reports: 1, reportsWithN: 1, valueByN: 9, n: 10 },
      ]);
      expect(await listMarks(database(), 'h', start, NOW_MS)).toMatchObject([
        { kind: 'rollback', title: '2.0' },
        { kind: 'incident', title: 'i: detected' },
      ]);
    });

    test('old events are recognised by the thousand, however long their ids and however many their workloads', async () => {
      const keys = Array.from({ length: 3000 }, (_, n) => ({
        workload: `${'w'.repeat(50)}-${n}`,
        id: `${n} \\'\n`.padEnd(128, '€'),
        tsMs: NOW_MS - n * 1000,
      }));
      await send(
        'runs',
        keys.filter((_, n) => n % 3 === 0).map(({ workload, id, tsMs }) => run(workload, id, tsMs)),
      );
      const known = await findKnownEvents(database(), {
        table: 'runs',
        keys,
        receivedBeforeMs: NOW_MS + 1,
        segment: 0n,
      });
      expect(new Set(known.map(({ id }) => id))).toEqual(
        new Set(keys.filter((_, n) => n % 3 === 0).map(({ id }) => id)),
      );
    });

    test('runs come in pages, newest first, and hostile filters are only text', async () => {
      const hostile = `'; DROP TABLE runs; --\\`;
      await send(
        'runs',
        [1, 2, 3].map((i) => run('i', String(i), NOW_MS - i, { release: hostile })),
      );
      const first = await listRuns(database(), 'i', { release: hostile }, null, 2);
      expect(first.items.map(({ id }) => id)).toEqual(['1', '2']);
      const second = await listRuns(database(), 'i', { release: hostile }, first.next, 2);
      expect(second.items.map(({ id }) => id)).toEqual(['3']);
      expect(second.next).toBeNull();
    });

    test('ids received lately can be read back, for recognising retries after a restart', async () => {
      await send('runs', [
        run('j', 'old', NOW_MS - 50 * HOUR_MS),
        run('j', 'new', NOW_MS - HOUR_MS),
      ]);
      const found: string[] = [];
      for await (const { workload, id } of recentIds(
        database(),
        NOW_MS - 24 * HOUR_MS,
        NOW_MS + 1,
      )) {
        if (workload === 'j') found.push(id);
      }
      expect(found).toEqual(['new']);
    });
  });
}
