import { describe, expect, test } from 'vitest';
import { designEffect } from '../../core/statistics/design-effect.ts';
import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import {
  listEstimatedWorkloads,
  writeDesignEffects,
} from '../../store/questions/design-effects.ts';
import {
  estimateDesignEffects,
  type DesignEffect,
} from '../../store/questions/estimate-design-effects.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import type { TRANSPORTS } from '../support/database.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

const TODAY_MS = floorTo(NOW_MS, DAY_MS);
const WINDOW = { fromMs: TODAY_MS - 28 * DAY_MS, toMs: TODAY_MS, except: new Set<string>() };

/** [trials, sum, sum of squares] that a run adds to a signal. */
type Trials = readonly [number, number, number];

/** The effect of given clusters of runs, each run as [trials, sum, sum of squares]. */
function effectOf(clusters: readonly (readonly Trials[])[]): number | null {
  const totals = clusters.map((runs) =>
    runs.reduce(
      ([m, y, q], [n, sum, squares]) => [m + n, y + sum, q + squares] as const,
      [0, 0, 0],
    ),
  );
  const add = (of: (total: Trials) => number): number =>
    totals.reduce((sum, total) => sum + of(total), 0);
  return designEffect({
    clusters: totals.filter(([m]) => m > 0).length,
    trials: add(([m]) => m),
    sum: add(([, y]) => y),
    sumSquares: add(([, , q]) => q),
    trialsSquared: add(([m]) => m * m),
    sumSquared: add(([, y]) => y * y),
    trialsTimesSum: add(([m, y]) => m * y),
  });
}

/** What the store promises about how much runs in clusters are worth. */
export function describeDesignEffects(transport: (typeof TRANSPORTS)[number]): void {
  const { database, send } = useStore(transport);
  const estimate = async (
    workload: string,
    question: Partial<typeof WINDOW> = {},
  ): Promise<DesignEffect[]> => {
    const found: DesignEffect[] = [];
    for await (const effects of estimateDesignEffects(database(), { ...WINDOW, ...question })) {
      found.push(...effects.filter((effect) => effect.workload === workload));
    }
    return found;
  };
  const bySignal = (effects: readonly DesignEffect[]): Record<string, number> =>
    Object.fromEntries(effects.map(({ signal, effect }) => [signal, effect]));
  let runs = 0;
  const oneRun = (workload: string, fields: RawRow): RawRow =>
    run(workload, `${(runs += 1)}`, TODAY_MS - HOUR_MS - (runs % 27) * DAY_MS, fields);

  describe(`design effects in the store, ${transport}`, () => {
    test('runs are clustered by conversation, else by user, else each by itself, signal by signal', async () => {
      const workload = 'clustered';
      const clusters = Array.from({ length: 60 }, (_, c) =>
        Array.from({ length: 1 + (c % 5) }, (__, i) => ({
          c,
          i,
          bad: (c * 7) % 4 === 0 || i === 3,
        })),
      );
      const rows = clusters.flat().map(({ c, i, bad }) =>
        oneRun(workload, {
          // The first twenty clusters are conversations whatever their users, the next are users.
          conversation: c < 20 ? `c${c}` : '',
          user_hash: c < 20 ? `u${i}` : c < 40 ? `u${c}` : '',
          ok: i === 4 ? null : bad ? 0 : 1,
          hallucination: bad ? 1 : 0,
          escalated: bad ? 1 : 0,
          confidence: bad ? 0.2 : 0.9,
          outcome: i === 2 ? '' : bad ? 'rejected' : c % 2 === 0 ? 'accepted' : 'edited',
          tool_calls: i,
          tool_failures: bad ? Math.min(i, 2) : 0,
          value_usd: c % 3 === 0 ? null : `${c}.5`,
          cost_usd: `0.${c + 10}`,
          tokens_in: 100 + c,
          tokens_out: i === 0 ? null : i,
          minutes_saved: c - i / 2,
        }),
      );
      await send('runs', rows);
      const alone = clusters.slice(0, 40).concat(
        clusters
          .slice(40)
          .flat()
          .map((one) => [one]),
      );
      const expected = (trials: (one: { c: number; i: number; bad: boolean }) => Trials) =>
        effectOf(alone.map((cluster) => cluster.map(trials)));
      const share = (n: number, sum: number): Trials => [n, sum, sum];
      const mean = (x: number | null): Trials => (x === null ? [0, 0, 0] : [1, x, x * x]);
      const whether = ({ bad }: { bad: boolean }): Trials => share(1, bad ? 1 : 0);
      const found = bySignal(await estimate(workload));
      const all = {
        hallucination_rate: expected(whether),
        error_rate: expected((one) => (one.i === 4 ? [0, 0, 0] : whether(one))),
        escalation_rate: expected(whether),
        low_confidence_rate: expected(whether),
        acceptance_rate: expected(({ i, bad }) => (i === 2 ? [0, 0, 0] : share(1, bad ? 0 : 1))),
        tool_call_success: expected(({ i, bad }) => share(i, bad ? Math.max(0, i - 2) : i)),
        value_per_run: expected(({ c }) => mean(c % 3 === 0 ? null : c + 0.5)),
        cost_per_run: expected(({ c }) => mean(Number(`0.${c + 10}`))),
        tokens_per_run: expected(({ c, i }) => mean(100 + c + i)),
        net_minutes_saved: expected(({ c, i }) => mean(c - i / 2)),
      };
      expect(Object.keys(found).toSorted()).toEqual(Object.keys(all).toSorted());
      for (const [signal, effect] of Object.entries(all)) {
        expect(found[signal], signal).toBeCloseTo(effect ?? NaN, 8);
      }
      expect(found['hallucination_rate']).toBeGreaterThan(1.5);
    });

    test('runs that reviews and evaluations judged count as the best of them said, those of today not yet', async () => {
      const workload = 'judged-later';
      const clusters = Array.from({ length: 40 }, (_, c) => Array.from({ length: 3 }, () => c % 2));
      const rows = clusters.flatMap((cluster, c) =>
        cluster.map(() => oneRun(workload, { conversation: `j${c}`, hallucination: null })),
      );
      const said = (run: string, event: RawRow): RawRow => ({
        workload,
        id: `${run} ${String(event['kind'])} ${String(event['hallucination'])}`,
        ts: TODAY_MS - HOUR_MS,
        received_at: TODAY_MS,
        run,
        ...event,
      });
      await send('runs', rows);
      await send('events', [
        ...rows.map(({ id }, i) =>
          said(String(id), {
            kind: 'evaluation',
            name: 'hallucination',
            evaluator: 'model',
            passed: clusters[Math.floor(i / 3)]![0] === 1 ? 0 : 1,
          }),
        ),
        // A person finds the first run of each conversation sound; what is said today is not known yet.
        ...rows.flatMap(({ id }, i) =>
          i % 3 === 0 ? [said(String(id), { kind: 'review', hallucination: 0 })] : [],
        ),
        said(String(rows[0]!['id']), { kind: 'review', hallucination: 1, ts: TODAY_MS }),
      ]);
      const expected = effectOf(
        clusters.map((cluster) =>
          cluster.map((bad, i): Trials => (i === 0 ? [1, 0, 0] : [1, bad, bad])),
        ),
      );
      const found = bySignal(await estimate(workload));
      expect(Object.keys(found)).toEqual(['hallucination_rate']);
      expect(found['hallucination_rate']).toBeCloseTo(expected ?? NaN, 8);
      expect(expected).toBeGreaterThan(1.2);
    });

    test('runs taken back, of today, or of another workload do not count', async () => {
      const pairs = Array.from({ length: 30 }, (_, c) => [0, 1].map((i) => ({ c, i }))).flat();
      const of = (workload: string, c: number, ok: number): RawRow =>
        oneRun(workload, { conversation: `c${c}`, ok });
      const wrong = pairs.map(({ c }) => of('pairs', c, c % 3 === 0 ? 0 : 1));
      await send('runs', [
        ...wrong,
        ...wrong.map((row) => ({ ...row, sign: -1 })),
        ...pairs.map(({ c, i }) => of('pairs', c, (c + i) % 2)),
        ...pairs.map(({ c }) => of('others', c, c % 2)),
        ...pairs.map(({ c }) => ({ ...of('pairs', c, c % 2), ts: TODAY_MS })),
      ]);
      // One of each pair fails, so pairs are more alike than single runs: never below 1.
      expect(await estimate('pairs')).toEqual([
        { workload: 'pairs', signal: 'error_rate', effect: 1, clusters: 30, n: 60 },
      ]);
      const [others] = await estimate('others');
      expect(others?.effect).toBeCloseTo((30 / 29) * ((2 * 59) / 60), 8);
    });

    test('too few clusters tell nothing, and a workload left out is not asked about', async () => {
      await send(
        'runs',
        Array.from({ length: 100 }, (_, i) =>
          oneRun('few', { conversation: `c${i % 19}`, ok: i % 2 }),
        ),
      );
      expect(await estimate('few')).toEqual([]);
      expect(await estimate('others', { except: new Set(['others']) })).toEqual([]);
    });

    test('of more runs than fit, whole clusters are left out, and the effect is the same', async () => {
      // 600,000 runs in clusters of four that are all alike.
      await database().command(
        'test',
        `INSERT INTO runs_entry (workload, id, ts, received_at, sign, spool_segment, conversation, ok)
         SELECT 'large', toString(number), fromUnixTimestamp64Milli(${TODAY_MS - HOUR_MS}) AS at, at, 1, 1000,
           toString(intDiv(number, 4)), sipHash64(intDiv(number, 4)) % 10 != 0
         FROM numbers(600000)`,
      );
      const [errors] = await estimate('large');
      expect(errors?.effect).toBeCloseTo(4, 1);
      expect(errors?.n).toBe((errors?.clusters ?? 0) * 4);
      expect(errors?.n).toBeGreaterThan(290_000);
      expect(errors?.n).toBeLessThan(310_000);
    });

    test('an effect is kept once, a second writing replaces it, and it is known from its instant on', async () => {
      const effect = { workload: 'kept', signal: 'error_rate', clusters: 20, n: 40 };
      await writeDesignEffects(database(), [TODAY_MS - DAY_MS], [{ ...effect, effect: 1.5 }]);
      await writeDesignEffects(
        database(),
        [TODAY_MS],
        [
          { ...effect, effect: 2 },
          { ...effect, signal: 'cost_per_run', effect: 4 },
        ],
      );
      await writeDesignEffects(database(), [TODAY_MS], [{ ...effect, effect: 3 }]);
      await writeDesignEffects(database(), [TODAY_MS], []);
      const read = async (endMs: number, sinceMs = 0): Promise<unknown> => {
        const question = { endMs, precision: 'exact', sinceMs } as const;
        const rows = await readHistories(database(), ['kept'], question);
        return rows.get('kept')?.designEffects;
      };
      const yesterday = { atMs: TODAY_MS - DAY_MS, signal: 'error_rate', effect: 1.5 };
      const today = [
        { atMs: TODAY_MS, signal: 'cost_per_run', effect: 4 },
        { atMs: TODAY_MS, signal: 'error_rate', effect: 3 },
      ];
      expect(await read(TODAY_MS - 1)).toEqual([yesterday]);
      expect(await read(TODAY_MS)).toEqual([yesterday, ...today]);
      expect(await read(NOW_MS, TODAY_MS)).toEqual(today);
      expect(await listEstimatedWorkloads(database(), TODAY_MS)).toEqual(new Set(['kept']));
      expect(await listEstimatedWorkloads(database(), TODAY_MS + 1000)).toEqual(new Set());

      const late = [TODAY_MS + HOUR_MS, TODAY_MS + HOUR_MS + 1000];
      await writeDesignEffects(database(), late, [{ ...effect, effect: 5 }]);
      expect(await read(TODAY_MS + DAY_MS, TODAY_MS + HOUR_MS)).toEqual(
        late.map((atMs) => ({ atMs, signal: 'error_rate', effect: 5 })),
      );
      expect(await listEstimatedWorkloads(database(), TODAY_MS + 1000)).toEqual(new Set(['kept']));
    });
  });
}
