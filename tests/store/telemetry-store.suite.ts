import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { findKnownEvents } from '../../store/questions/find-known-events.ts';
import { listMarks } from '../../store/questions/list-marks.ts';
import { listRuns } from '../../store/questions/list-runs.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { recentIds } from '../../store/questions/recent-ids.ts';
import type { TRANSPORTS } from '../support/database.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

/** What the store promises about telemetry, whichever way it is reached. */
export function describeTelemetryStore(transport: (typeof TRANSPORTS)[number]): void {
  const { database, send, sums } = useStore(transport);
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
