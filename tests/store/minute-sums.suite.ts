import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { MinuteColumns } from '../../store/questions/minute-sums-sql.ts';
import { readSumSeries } from '../../store/questions/read-sum-series.ts';
import { readMinuteSums, type MinuteQuestion } from '../../store/questions/read-minute-sums.ts';
import type { TRANSPORTS } from '../support/database.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

const FROM = floorTo(NOW_MS, HOUR_MS);
const at = (minute: number, ms = 0): number => FROM + minute * MINUTE_MS + ms;
const NAMES: readonly MeasureName[] = ['runs', 'errors', 'cost_usd', 'tool_events', 'value_sum'];

/** What the store promises about sums over minutes. */
export function describeMinuteSums(transport: (typeof TRANSPORTS)[number]): void {
  const { database, send } = useStore(transport);
  const columns = (changes: Partial<MinuteColumns> = {}): MinuteColumns => ({
    cut: null,
    measures: NAMES,
    hasLatency: false,
    hasMinutes: false,
    ...changes,
  });
  const question = (changes: Partial<MinuteQuestion> = {}): MinuteQuestion => ({
    ...columns(changes),
    fromMs: at(0),
    toMs: at(10),
    mostValues: 100,
    ...changes,
  });
  const sumsOf = async (workload: string, changes: Partial<MinuteQuestion> = {}) => {
    const rows = await readMinuteSums(database(), question(changes));
    return Object.fromEntries(
      rows
        .filter((row) => row.workload === workload)
        .map(({ value, sums }) => [
          value ?? '',
          Object.fromEntries(
            NAMES.map((name) => [name, sums.sum(name)] as const).filter(([, sum]) => sum !== 0),
          ),
        ]),
    );
  };

  describe(`sums over minutes, ${transport}`, () => {
    test('are exact, of all stages together, and of the minutes asked for alone', async () => {
      await send('runs', [
        run('whole', '1', at(0), { ok: 0, cost_usd: '0.1', value_usd: 1.5, stage: 'pilot' }),
        run('whole', '2', at(9, 59_999), { ok: 1, cost_usd: '0.2', stage: 'production' }),
        run('whole', '3', at(10), { ok: 0 }),
        run('whole', '4', at(-1, 59_999), { ok: 0 }),
        run('other', '5', at(3), { ok: 1 }),
      ]);
      await send('events', [run('whole', '6', at(4), { kind: 'tool_call', tool: 'crm', ok: 1 })]);
      expect(await sumsOf('whole')).toEqual({
        '': { runs: 2, errors: 1, cost_usd: 0.3, tool_events: 1, value_sum: 1.5 },
      });
      expect(await sumsOf('whole', { fromMs: at(5), toMs: at(9) })).toEqual({});
    });

    test('of long windows are those of their minutes, though most are read by the hour', async () => {
      const first = -9 * 60 + 7;
      // Each minute of the edges is one that hours alone would get wrong.
      const minutes = [first - 1, first, -8 * 60 - 1, -8 * 60, -200, -61, -1, 0, 22, 23];
      await send(
        'runs',
        minutes.map((minute, i) =>
          run('long', `${i}`, at(minute), { ok: 0, latency_ms: 10, cost_usd: `${2 ** i}` }),
        ),
      );
      const asked = { fromMs: at(first), toMs: at(23) };
      const counted = minutes.slice(1, -1);
      expect(await sumsOf('long', asked)).toEqual({
        '': {
          runs: counted.length,
          errors: counted.length,
          cost_usd: counted.reduce((sum, _, i) => sum + 2 ** (i + 1), 0),
        },
      });
      const [row] = await readMinuteSums(database(), question({ ...asked, hasLatency: true }));
      expect(Array.from(row!.sums.latency.counts)).toEqual([counted.length]);
    });

    test('tell the same latencies of a few minutes, which are listed, as of more, which are summed', async () => {
      const minutes = [4, 2, 2, 3, 9, 9];
      const latencies = [10, 5, 10, 900, 5, 0];
      await send(
        'runs',
        minutes.map((minute, i) => run('slow', `${i}`, at(minute), { latency_ms: latencies[i]! })),
      );
      const latencyOf = async (toMinute: number) => {
        const asked = question({ toMs: at(toMinute), hasLatency: true });
        const row = (await readMinuteSums(database(), asked)).find((r) => r.workload === 'slow');
        const { buckets, counts } = row!.sums.latency;
        return Array.from(buckets, (bucket, i) => [bucket, counts[i]!]);
      };
      const expected = [0, 5, 10, 900].map((ms) => [
        bucketIndex(ms),
        ms === 5 || ms === 10 ? 2 : 1,
      ]);
      expect(await latencyOf(10)).toEqual(expected);
      expect(await latencyOf(11)).toEqual(expected);
    });

    test('split by release and by tool leave out what states none', async () => {
      const called = (id: string, tool: string, release: string): RawRow =>
        run('cut', id, at(2), { kind: 'tool_call', tool, release, ok: 1 });
      await send('runs', [
        run('cut', '1', at(1), { release: 'a', ok: 0, cost_usd: '1' }),
        run('cut', '2', at(2), { release: 'b', ok: 1 }),
        run('cut', '3', at(2), { ok: 0 }),
        run('cut', '4', at(10), { release: 'late', ok: 0 }),
      ]);
      await send('events', [
        called('5', 'crm', 'a'),
        called('6', 'crm', 'c'),
        called('7', 'x', ''),
      ]);
      expect(await sumsOf('cut', { cut: 'release' })).toEqual({
        a: { runs: 1, errors: 1, cost_usd: 1, tool_events: 1 },
        b: { runs: 1 },
        c: { tool_events: 1 },
      });
      expect(await sumsOf('cut', { cut: 'tool' })).toEqual({
        crm: { tool_events: 2 },
        x: { tool_events: 1 },
      });
    });

    test('subtract what a correction takes back', async () => {
      const first = { release: 'draft', ok: 0, cost_usd: '2', latency_ms: 100 };
      await send('runs', [run('corrected', '1', at(1), first)]);
      await send('runs', [
        run('corrected', '1', at(1), { ...first, sign: -1 }),
        run('corrected', '1', at(1), { ...first, release: 'final', cost_usd: '3' }),
      ]);
      expect(await sumsOf('corrected')).toEqual({ '': { runs: 1, errors: 1, cost_usd: 3 } });
      expect(await sumsOf('corrected', { cut: 'release' })).toEqual({
        draft: {},
        final: { runs: 1, errors: 1, cost_usd: 3 },
      });
    });

    test.each([null, 'model'] as const)('know latencies and minutes, by %s', async (cut) => {
      const workload = `minutes-${cut}`;
      const one = (id: string, minute: number, ok: number | null, latency: number | null) =>
        run(workload, id, at(minute), { model: 'm', ok, latency_ms: latency });
      await send('runs', [one('1', 1, 0, 100), one('2', 1, 1, 100), one('3', 2, 0, 1000)]);
      await send('runs', [one('4', 1, 1, null), one('5', 3, null, 5)]);
      const asked = question({ cut, measures: [], hasLatency: true, hasMinutes: true });
      const rows = await readMinuteSums(database(), asked);
      const { sums } = rows.find((row) => row.workload === workload)!;
      expect(sums).toMatchObject({ runMinutes: 2, okMinutes: 1 });
      const { buckets, counts } = sums.latency;
      expect({ buckets: Array.from(buckets), counts: Array.from(counts) }).toEqual({
        buckets: [bucketIndex(5), bucketIndex(100), bucketIndex(1000)],
        counts: [1, 2, 1],
      });
    });

    test.each([null, 'release'] as const)('are known by the minute too, by %s', async (cut) => {
      const workload = `series-${cut}`;
      const one = (id: string, minute: number, ok: number) =>
        run(workload, id, at(minute), { release: 'r', ok, latency_ms: 50, cost_usd: '0.1' });
      await send('runs', [one('1', 1, 1), one('2', 1, 0), one('3', 7, 1)]);
      await send('runs', [one('4', 1, 0), one('5', 10, 1)]);
      const asked = { ...columns({ cut, hasLatency: true, hasMinutes: true }) };
      const all = {
        hoursMs: null,
        values: null,
        step: 'minute',
        mostValues: cut === null ? null : 5,
      } as const;
      const span = { workloads: [workload, 'nobody'], fromMs: at(0), toMs: at(10), ...all };
      const [series, ...others] = await readSumSeries(database(), { ...asked, ...span });
      expect(others).toEqual([]);
      expect(series).toMatchObject({ workload, value: cut === null ? null : 'r' });
      expect([...series!.startsMs]).toEqual([at(1), at(7)]);
      expect(series!.sums.map((sums) => [...sums])).toEqual([
        [3, 1],
        [2, 0],
        [0.3, 0.1],
        [0, 0],
        [0, 0],
      ]);
      expect([...series!.runMinutes]).toEqual([1, 1]);
      expect([...series!.okMinutes]).toEqual([1, 1]);
      expect([...series!.bucketEnds]).toEqual([1, 2]);
      expect([...series!.buckets]).toEqual([bucketIndex(50), bucketIndex(50)]);
      expect([...series!.counts]).toEqual([3, 1]);
    });
  });
}
