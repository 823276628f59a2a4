import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import type { CutDimension } from '../../signals/cut.ts';
import { createCutSums } from '../../store/cut-sums.ts';
import type { Database } from '../../store/database.ts';
import { eraseWorkload } from '../../store/erase.ts';
import { readCutCorrections } from '../../store/questions/read-cut-corrections.ts';
import { listCutValues, readCuts, type CutQuestion } from '../../store/questions/read-cuts.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import type { TRANSPORTS } from '../support/database.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

/** As a process that has just started. */
const sumsOf = (database: Database) => createCutSums(database, randomUUID());
const MONTHS_MS = 40 * DAY_MS;
const HOUR = floorTo(NOW_MS, HOUR_MS);

/** What the store promises about sums by release, model, segment, stage and tool. */
export function describeCuts(transport: (typeof TRANSPORTS)[number]): void {
  // Sums of several months are brought up to date over and over.
  vi.setConfig({ testTimeout: 120_000 });
  const { database, send, segment, target } = useStore(transport);
  const question = (
    workload: string,
    dimension: CutDimension,
    changes: Partial<CutQuestion> = {},
  ): CutQuestion => ({
    workload,
    dimension,
    fromMs: HOUR - MONTHS_MS - HOUR_MS,
    endMs: NOW_MS,
    precision: 'hour',
    ...changes,
  });
  /** Sums by value of a dimension, the rest as `other`. */
  const cutsOf = async (asked: CutQuestion) => {
    await sumsOf(database()).catchUp();
    const kept = (await listCutValues(database(), asked)).map(({ value }) => value);
    const rows = await readCuts(database(), asked, kept, null);
    return new Map(rows.map(({ value, row }) => [value, row]));
  };
  const runsBy = async (workload: string, dimension: CutDimension, changes = {}) =>
    Object.fromEntries(
      [...(await cutsOf(question(workload, dimension, changes)))].map(([value, { sums }]) => [
        value,
        sums.runs,
      ]),
    );

  describe(`cuts, ${transport}`, () => {
    test('every row is summed once by what it states, however hand-overs and summing take turns', async () => {
      const uniform = createUniform(7);
      const one = <T>(items: readonly T[]): T => items[Math.floor(uniform() * items.length)]!;
      const sums = sumsOf(database());
      const expected: Record<string, number> = {};
      for (let i = 0; i < 6; i++) {
        const rows = Array.from({ length: 5 }, (_, n): RawRow => {
          const release = one(['1', '2', '']);
          const cost = Math.floor(uniform() * 100);
          const sign = uniform() < 0.2 ? -1 : 1;
          if (release !== '') expected[release] = (expected[release] ?? 0) + sign * cost;
          const ts = HOUR - Math.floor(uniform() * 2) * MONTHS_MS;
          return run('turns', `${i}-${n}`, ts, { release, sign, cost_usd: `${cost}` });
        });
        const [first, second] = [rows.slice(0, 3), rows.slice(3)];
        await send('runs', first);
        if (uniform() < 0.5) await sums.catchUp();
        // Of this one only a part has arrived when sums are asked for.
        const cut = await segment('runs', second);
        await target().insert(cut);
        if (uniform() < 0.5) await Promise.all([sums.catchUp(), sums.catchUp()]);
        await target().repair(cut);
      }
      const found = await cutsOf(question('turns', 'release'));
      expect(
        Object.fromEntries([...found].map(([value, { sums: all }]) => [value, all.cost_usd])),
      ).toEqual(expected);
    });

    test.each([
      { when: 'before', by: 'another' },
      { when: 'after', by: 'another' },
      { when: 'after', by: 'the same' },
    ])(
      'summing that is cut off $when a month was summed is gone on with by $by process, and counts once',
      async ({ when, by }) => {
        const workload = `cut-off-${when}-${by === 'another'}`;
        const rows = [0, 1].map((i) =>
          run(workload, `${i}`, HOUR - i * MONTHS_MS, { release: 'r', model: 'm' }),
        );
        await send('runs', rows);
        let isCut = true;
        const sums = sumsOf({
          ...database(),
          async command(name, sql, parameters) {
            const isLost = isCut && name === 'cut-sum';
            if (!isLost || when === 'after') await database().command(name, sql, parameters);
            if (isLost) throw new Error('the answer was lost');
          },
        });
        await expect(sums.catchUp()).rejects.toThrow('lost');
        isCut = false;
        if (by === 'the same') await sums.catchUp();
        expect(await runsBy(workload, 'release')).toEqual({ r: 2 });
        expect(await runsBy(workload, 'model')).toEqual({ m: 2 });
      },
    );

    test('a hundred values are told apart, the rest is their sum, and nothing is left out', async () => {
      const rows = Array.from({ length: 130 }, (_, i) =>
        Array.from({ length: i < 100 ? 3 : 1 }, (__, n) =>
          run('many', `${i}-${n}`, HOUR, { segment: `s${i}` }),
        ),
      ).flat();
      await send('runs', rows.slice(0, 200));
      await sumsOf(database()).catchUp();
      await send('runs', rows.slice(200));
      const found = await runsBy('many', 'segment');
      expect(Object.keys(found)).toHaveLength(101);
      expect(found).toMatchObject({ s0: 3, s99: 3, other: 30 });
    });

    test('of more values than are told apart in one segment the most frequent are kept', async () => {
      const rows = Array.from({ length: 150 }, (_, i) =>
        Array.from({ length: i < 20 ? 2 : 1 }, (__, n) =>
          run('crowded', `${i}-${n}`, HOUR, { segment: `s${String(i).padStart(3, '0')}` }),
        ),
      ).flat();
      await send('runs', rows);
      const found = await runsBy('crowded', 'segment');
      expect(found).toMatchObject({ s000: 2, s019: 2, s020: 1, other: 50 });
      expect(found).not.toHaveProperty('s100');
    });

    test('a value whose runs were all taken back is none, and its sums go nowhere', async () => {
      await send('runs', [run('back', '1', HOUR, { release: 'draft' })]);
      await sumsOf(database()).catchUp();
      await send('runs', [
        run('back', '1', HOUR, { release: 'draft', sign: -1 }),
        run('back', '1', HOUR, { release: 'final' }),
      ]);
      expect(await runsBy('back', 'release')).toMatchObject({ final: 1 });
      const values = await listCutValues(database(), question('back', 'release'));
      expect(values).toEqual([{ value: 'final', runs: 1, firstMs: HOUR }]);
    });

    test('events count by what they state themselves, tool calls by tool', async () => {
      const event = (id: string, kind: string, fields: RawRow): RawRow =>
        run('events', id, HOUR, { kind, ...fields });
      await send('events', [
        event('1', 'tool_call', { tool: 'search', ok: 1, release: 'a' }),
        event('2', 'tool_call', { tool: 'search', ok: 0, release: 'a' }),
        event('3', 'tool_call', { tool: 'crm', ok: 1, release: 'b' }),
        event('4', 'review', { seconds: 60, release: 'b' }),
      ]);
      const tools = await cutsOf(question('events', 'tool'));
      expect([...tools].map(([tool, { sums }]) => [tool, sums.tool_events])).toEqual([
        ['crm', 1],
        ['search', 2],
      ]);
      expect(tools.get('search')?.sums.tool_event_failures).toBe(1);
      const releases = await cutsOf(question('events', 'release'));
      expect(releases.get('b')?.sums).toMatchObject({ tool_events: 1, review_seconds: 60 });
    });

    test('stages keep their minutes, latency and sums; rows that state none belong to none', async () => {
      const stage = (name: string, id: string, ts: number, fields: RawRow = {}): RawRow =>
        run('staged', id, ts, { stage: name, ok: 1, latency_ms: 100, ...fields });
      await send('runs', [
        stage('production', '1', HOUR),
        stage('production', '2', HOUR - HOUR_MS),
        stage('production', '3', HOUR + 60_000, { ok: 0 }),
        stage('testing', '4', HOUR),
        stage('', '5', HOUR),
      ]);
      await send('runs', [stage('production', '6', HOUR)]);
      const found = await cutsOf(question('staged', 'stage'));
      expect([...found.keys()]).toEqual(['production', 'testing']);
      expect(found.get('production')).toMatchObject({ runMinutes: 3, okMinutes: 2 });
      expect([...(found.get('production')?.latency.values() ?? [])]).toEqual([4]);
    });

    test('what came after the instant asked about is left out, to the millisecond, of every dimension', async () => {
      const rows = [0, 1, 2].map((i) =>
        run('exact', `${i}`, NOW_MS + i, { release: 'r', stage: 's' }),
      );
      await send('runs', [...rows, run('exact', 'old', HOUR - HOUR_MS, { release: 'r' })]);
      await send('events', [
        run('exact', 'e', NOW_MS + 1, { kind: 'review', release: 'only events' }),
      ]);
      const exactly = { precision: 'exact', endMs: NOW_MS + 1 };
      expect(await runsBy('exact', 'release', exactly)).toEqual({ r: 3, 'only events': 0 });
      expect(await runsBy('exact', 'stage', exactly)).toEqual({ s: 2 });
      expect(await runsBy('exact', 'tool', exactly)).toEqual({});
      expect(await runsBy('exact', 'release', { precision: 'exact', endMs: HOUR })).toEqual({
        r: 1,
      });
    });

    test('steps are summed apart', async () => {
      const rows = [0, 1, 30].map((hours) =>
        run('stepped', `${hours}`, floorTo(NOW_MS, DAY_MS) - hours * HOUR_MS, { model: 'm' }),
      );
      await send('runs', rows);
      await sumsOf(database()).catchUp();
      const asked = question('stepped', 'model');
      const found = await readCuts(database(), asked, ['m'], DAY_MS);
      const day = floorTo(NOW_MS, DAY_MS);
      expect(found.map(({ row }) => [(row.hourMs - day) / DAY_MS, row.sums.runs])).toEqual([
        [-2, 1],
        [-1, 1],
        [0, 1],
      ]);
    });

    test('a judgement of a run counts for the release of the run, whatever it states itself', async () => {
      await send('runs', [
        run('judged', '1', HOUR, { release: 'a', segment: 's', hallucination: 0 }),
        run('judged', '2', HOUR, { release: 'b' }),
      ]);
      const review = (id: string, of: string): RawRow =>
        run('judged', id, NOW_MS, { kind: 'review', run: of, hallucination: 1, release: 'z' });
      await send('events', [review('r1', '1'), review('r2', '2'), review('r3', 'never arrived')]);
      const by = async (dimension: CutDimension) =>
        Object.fromEntries(
          await readCutCorrections(database(), { workload: 'judged', dimension, endMs: NOW_MS }),
        );
      expect(await by('release')).toMatchObject({
        a: [{ runHourMs: HOUR, judged: 0, hallucinated: 1 }],
        b: [{ runHourMs: HOUR, judged: 1, hallucinated: 1 }],
      });
      expect(Object.keys(await by('release'))).toHaveLength(2);
      expect(Object.keys(await by('segment'))).toEqual(['s']);
      expect(await by('tool')).toEqual({});
    });

    test('an erased workload leaves no sums, and what comes after it is still summed once', async () => {
      const sums = sumsOf(database());
      await send('runs', [run('neighbour', '1', HOUR, { release: 'r' })]);
      await sums.catchUp();
      await send('runs', [run('erased', '1', HOUR, { release: 'r' })]);
      await sums.catchUp();
      await sums.paused(() => eraseWorkload(database(), 'erased'));
      expect(await runsBy('erased', 'release')).toEqual({});
      await send('runs', [run('neighbour', '2', HOUR, { release: 'r' })]);
      expect(await runsBy('neighbour', 'release')).toEqual({ r: 2 });
    });
  });
}
