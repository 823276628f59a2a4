import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { STRUCK_OUT } from '../../store/segment-target.ts';
import type { TRANSPORTS } from '../support/database.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

/** What the store promises about segments that arrived in part, twice or not at all. */
export function describeSegmentRepair(transport: (typeof TRANSPORTS)[number]): void {
  const { database, target, segment, sums } = useStore(transport);

  describe(`a segment, ${transport}`, () => {
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

    test.each([
      ['runs', 'runs'],
      ['runs', 'rollup_hour'],
      ['runs', 'rollup_by_minute'],
      ['runs', 'run_index'],
      ['runs', 'dimension_hour'],
      ['runs', 'data_age_hour'],
      ['events', 'data_age_hour'],
      ['events', 'feature_hour'],
      ['quarantine', 'rejected_hour'],
    ] as const)(
      'a segment of %s of which only %s lacks a month is completed there and nowhere counted twice',
      async (source, table) => {
        const workload = `d-${source}-${table.replaceAll('_', '-')}`;
        const cut = await segment(
          source,
          [0, 40].map((days) => ({
            ...run(workload, `${days}`, NOW_MS - days * 86_400_000, { release: 'r1' }),
            kind: 'distribution',
            feature: 'f',
            role: 'input',
            attributes: '{"data_as_of":1}',
            distribution: '{"values":[1]}',
          })),
        );
        await target().insert(cut);
        const time = table === 'runs' || table === 'run_index' ? 'ts' : 'at';
        await database().command(
          'test',
          `ALTER TABLE ${table} DELETE WHERE workload = '${workload}' AND ${time} < now() - INTERVAL 20 DAY
           SETTINGS mutations_sync = 1`,
        );
        await target().repair(cut);
        if (source === 'runs') expect(await sums(workload)).toEqual([2, 2, 2, 2]);
        const counted = {
          feature_hour: 'sum(arraySum(mapValues(counts)))',
          rejected_hour: 'sum(events)',
        };
        const kept = await database().query(
          'test',
          `SELECT ${table in counted ? counted[table as keyof typeof counted] : 'count()'} AS n
           FROM ${table} WHERE workload = {workload: String}`,
          z.object({ n: z.number() }),
          { workload },
        );
        expect(kept).toEqual([{ n: 2 }]);
      },
    );
  });
}
