import { expect, test } from 'vitest';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import { readCutPairs } from '../../store/questions/read-cut-pairs.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

const { database, send } = useStore('embedded');
const HOUR = floorTo(NOW_MS, HOUR_MS);

test('evaluations of one item by two releases are a pair, by the first of each', async () => {
  const evaluation = (release: string, item: string, passed: number, more: RawRow = {}): RawRow =>
    run('paired', `${release} ${item} ${JSON.stringify(more)}`, HOUR, {
      kind: 'evaluation',
      name: 'exact match',
      dataset: 'golden',
      release,
      passed,
      attributes: JSON.stringify({ item }),
      ...more,
    });
  await send('events', [
    evaluation('a', 'q1', 0),
    evaluation('b', 'q1', 1),
    evaluation('b', 'q1', 0, { ts: HOUR + 1 }),
    evaluation('a', 'q2', 1),
    evaluation('b', 'q2', 0),
    evaluation('a', 'q3', 1),
    evaluation('b', 'q3', 1),
    evaluation('a', 'only before', 1),
    evaluation('b', 'q4', 1, { dataset: 'another' }),
    evaluation('a', 'q4', 0),
    evaluation('a', 'q5', 0, { attributes: '{}' }),
    evaluation('b', 'q5', 1, { attributes: '{}' }),
    evaluation('a', 'taken back', 0),
    evaluation('b', 'taken back', 1),
    evaluation('b', 'taken back', 1, { sign: -1 }),
  ]);
  const asked = {
    workload: 'paired',
    dimension: 'release',
    before: 'a',
    after: 'b',
    fromMs: HOUR - HOUR_MS,
    endMs: NOW_MS,
  } as const;
  expect(await readCutPairs(database(), asked)).toEqual([
    {
      dataset: 'golden',
      name: 'exact match',
      items: 3,
      improved: 1,
      worsened: 1,
      unchanged: 1,
    },
  ]);
  expect(await readCutPairs(database(), { ...asked, after: "b' OR 1=1 --" })).toEqual([]);
});
