import { createHash, randomUUID } from 'node:crypto';
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { weekStart } from '../../core/audit.ts';
import { listDrawnRuns } from '../../store/questions/list-drawn-runs.ts';
import { run, useStore } from './store-under-test.ts';

const RUNS = 10_000;
const SHARE = 0.02;
/** One false alarm in a million tests. */
const LEVEL = 1e-6;
const KEY = createHash('sha256').update('a key of this test').digest();
const OTHER_KEY = createHash('sha256').update('what an attacker guessed').digest();
const FROM_MS = weekStart(Date.now()) - 7 * DAY_MS;

const { database, send } = useStore('embedded');

const fill = async (workload: string, ids: readonly string[]): Promise<void> =>
  send(
    'runs',
    ids.map((id, index) => run(workload, id, FROM_MS + (index % 168) * HOUR_MS)),
  );
const draw = async (workload: string, key: Uint8Array = KEY, share = SHARE): Promise<string[]> => {
  const found = await listDrawnRuns(database(), {
    workload,
    draw: { share, key },
    fromMs: FROM_MS,
    toMs: FROM_MS + 7 * DAY_MS,
    perWeek: 1_000_000,
  });
  return found.map(({ id }) => id).toSorted();
};

function expectBinomial(drawn: number, n: number, share: number): void {
  expect(binomialCdf(drawn, n, share)).toBeGreaterThan(LEVEL);
  expect(1 - binomialCdf(drawn - 1, n, share)).toBeGreaterThan(LEVEL);
}

describe('the draw of the audit', () => {
  const ids = Array.from({ length: RUNS }, (_, index) => index);
  test.each([
    ['sequential', ids.map((n) => `${n}`)],
    ['padded', ids.map((n) => `run-${String(n).padStart(9, '0')}`)],
    ['uuid', ids.map(() => randomUUID())],
    ['trace', ids.map((n) => createHash('md5').update(`${n}`).digest('hex'))],
  ])('takes its share of %s ids within binomial bounds', async (name, chosen) => {
    await fill(name, chosen);
    const drawn = await draw(name);
    expectBinomial(drawn.length, RUNS, SHARE);
  });

  test('cannot be steered by choosing ids without the key', async () => {
    // The attacker tries ids against a key of their own, keeps those that it would not draw, and as many
    // that it would: neither choice changes how many the real key draws.
    const candidates = Array.from({ length: 2.2 * RUNS }, (_, n) => `try-${n}`);
    await fill('rehearsal', candidates);
    const caught = new Set(await draw('rehearsal', OTHER_KEY, 0.5));
    const avoiding = candidates.filter((id) => !caught.has(id)).slice(0, RUNS);
    const seeking = candidates.filter((id) => caught.has(id)).slice(0, RUNS);
    await fill('avoiding', avoiding);
    await fill('seeking', seeking);
    expect(seeking.length).toBe(RUNS);
    expectBinomial((await draw('avoiding')).length, RUNS, SHARE);
    expectBinomial((await draw('seeking')).length, RUNS, SHARE);
  });

  test('is another one for the same ids of another workload', async () => {
    const chosen = ids.map((n) => `shared-${n}`);
    await fill('first', chosen);
    await fill('second', chosen);
    const first = new Set(await draw('first', KEY, 0.1));
    const both = (await draw('second', KEY, 0.1)).filter((id) => first.has(id));
    expectBinomial(both.length, RUNS, 0.01);
  });

  test('at a higher share takes the same runs and more; at all, all', async () => {
    await fill(
      'raised',
      ids.map((n) => `r${n}`),
    );
    const few = await draw('raised', KEY, 0.01);
    const more = new Set(await draw('raised', KEY, 0.05));
    expect(few.length).toBeGreaterThan(0);
    expect(few.filter((id) => !more.has(id))).toEqual([]);
    expect(more.size).toBeGreaterThan(few.length);
    expect(await draw('raised', KEY, 1)).toHaveLength(RUNS);
  });

  test('keeps the lowest hashes of each day where there are more than the capacity', async () => {
    await fill(
      'busy',
      ids.map((n) => `b${n}`),
    );
    const question = {
      workload: 'busy',
      draw: { share: 0.5, key: KEY },
      fromMs: FROM_MS,
      toMs: FROM_MS + 7 * DAY_MS,
    };
    const kept = await listDrawnRuns(database(), { ...question, perWeek: 70 });
    expect(kept).toHaveLength(70);
    expect(kept[0]?.drawn).toBeGreaterThan(4000);
    const perDay = [0, 1, 2, 3, 4, 5, 6].map(
      (day) => kept.filter(({ tsMs }) => Math.floor((tsMs - FROM_MS) / DAY_MS) === day).length,
    );
    expect(perDay).toEqual(Array(7).fill(10));
    // A smaller share draws lower hashes only: what is kept of the day's draw lies within it.
    const lowest = new Set(await draw('busy', KEY, 0.05));
    expect(kept.filter(({ id }) => !lowest.has(id))).toEqual([]);
  });

  test('leaves out a run that was taken back, and counts one corrected or sent twice once', async () => {
    const at = FROM_MS + HOUR_MS;
    await send('runs', [
      run('corrected', 'gone', at, { origin: 'otlp' }),
      run('corrected', 'gone', at, { origin: 'otlp', sign: -1 }),
      run('corrected', 'moved', at, { origin: 'otlp' }),
      run('corrected', 'moved', at, { origin: 'otlp', sign: -1 }),
      run('corrected', 'moved', at + 1000, { origin: 'otlp' }),
      run('corrected', 'twice', at),
      run('corrected', 'twice', at + 5000),
    ]);
    expect(await draw('corrected', KEY, 1)).toEqual(['moved', 'twice']);
  });
});
