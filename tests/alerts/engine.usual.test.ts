import { beforeAll, describe, expect, test } from 'vitest';
import { createPreviewer } from '../../alerts/preview/previewer.ts';
import { describeText } from '../../alerts/episode/describe-text.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo, isoTime } from '../../core/time.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { listFirstSeen } from '../../store/questions/list-first-seen.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { START, alertId, memoryLog, ruleOf, useWorlds, type Sent } from './engine-world.ts';

const { database, sendMinutes, startWorld } = useWorlds();
const WEEK = 7 * 24 * 60;
const MINUTES = 100;
/** Sent every so many minutes, to keep five weeks small. */
const EVERY = 10;

/** Traffic that doubles at the hours of every day in which the watched minutes lie, until it drops. */
function daily(seed: number, dropsAt: number): (minute: number) => Sent[] {
  const uniform = createUniform(seed);
  return (minute) => {
    if (minute % EVERY !== 0) return [];
    const hour = ((Math.floor(minute / 60) % 24) + 24) % 24;
    const usual = hour <= 3 || hour >= 22 ? 8 : 4;
    const count = minute >= dropsAt ? 1 : usual + Math.floor(uniform() * 3) - 1;
    return Array.from({ length: count }, () => ({
      ok: 1,
      latency_ms: Math.floor(100 + uniform() * 20) * (minute >= dropsAt ? 5 : 1),
    }));
  };
}

const previewer = () =>
  createPreviewer({
    database: database(),
    readHistories: () => Promise.reject(new Error('no rule here needs a history')),
    workloads: () => ['usual', 'young', 'shop'].map(workloadOnSight),
    firstSeen: (exactFromMs) => listFirstSeen(database(), exactFromMs),
    now: () => START + (MINUTES + 1) * MINUTE_MS,
    tools: { alertId, describe: describeText },
  });

beforeAll(async () => {
  await sendMinutes('usual', [-5 * WEEK, MINUTES], daily(1, 40));
  await sendMinutes('young', [-2 * WEEK, MINUTES], daily(2, 40));
});

describe('an anomaly', () => {
  const anomaly = (signal: string, more = {}) => ({ anomaly: { signal, window: '1h', ...more } });

  test('fires where a number leaves what is usual at its hour of the week, and not before', async () => {
    const rules = [
      ruleOf('traffic', { when: anomaly('runs') }),
      ruleOf('short', {
        when: anomaly('runs', { window: '20m', direction: 'below', sensitivity: 3 }),
      }),
      ruleOf('above', { when: anomaly('runs', { direction: 'above' }) }),
      ruleOf('latency', { when: anomaly('latency_p50') }),
    ];
    const world = await startWorld(['usual'], rules);
    await world.until(39);
    expect(world.transitions).toEqual([]);
    await world.until(MINUTES);
    for (const id of ['traffic', 'short', 'latency']) {
      expect(world.told(id), id).toEqual([expect.stringMatching(/^\d+ firing$/)]);
    }
    expect(world.told('above')).toEqual([]);
    const [traffic] = world.episodes('traffic');
    expect(traffic!.firedValue).toBeLessThan(traffic!.threshold!);
    expect(world.engine.notes()).toEqual(new Map());
  });

  test('is absent, with the day from which it can be told, until three weeks are known', async () => {
    const world = await startWorld(['young'], [ruleOf('young', { when: anomaly('runs') })]);
    await world.until(MINUTES);
    expect(world.transitions).toEqual([]);
    const firstMs = (await listFirstSeen(database(), 0)).get('young')!;
    const untilMs = ceilTo(firstMs, HOUR_MS) + 21 * DAY_MS + 2 * HOUR_MS;
    const reason = world.engine.notes().get('young')!.reasons.get('young')!;
    expect(reason).toEqual({ text: expect.stringContaining('until'), untilMs });
    expect(reason.text).toContain(isoTime(untilMs).slice(0, 16));
    const rule = ruleOf('young', { when: anomaly('runs') });
    const { absent, episodes } = await previewer().preview(
      { ...rule.document, select: { workloads: ['young'] } },
      START,
      null,
    );
    expect(episodes).toEqual([]);
    expect(absent).toEqual([{ workload: 'young', reason: reason.text, until: isoTime(untilMs) }]);
  });

  test('is previewed as it would have been lived', async () => {
    for (const signal of ['runs', 'latency_p50']) {
      const rule = ruleOf('rule', { when: anomaly(signal), select: { workloads: ['usual'] } });
      const log = memoryLog();
      const world = await startWorld(['usual'], [rule], () => log);
      world.sleepUntil(MINUTES);
      await world.engine.catchUp();
      const lived = world.episodes('rule');
      const preview = await previewer().preview(rule.document, START - MINUTE_MS, null);
      expect(lived.length).toBeGreaterThan(0);
      expect(preview.episodes.map((one) => [one.fired_at, one.value])).toEqual(
        lived.map((one) => [isoTime(one.firedMs), one.firedValue]),
      );
    }
  });
});

describe('a change against the release before', () => {
  const change = (more = {}) => ({
    change: {
      signal: 'error_rate',
      op: '>',
      threshold: 0.5,
      window: '4h',
      against: 'release',
      ...more,
    },
  });
  /** The second release takes over two hours before the minutes are counted, and fails more. */
  const runs = (minute: number): Sent[] => {
    if (minute % EVERY !== 0) return [];
    const isNew = minute >= -120 && minute % 20 === 0;
    return Array.from({ length: 10 }, (_, i) => ({
      release: isNew ? '2' : '1',
      ok: i < (isNew ? 4 : 2) ? 0 : 1,
    }));
  };

  test('compares as many hours since it came as before, and needs its samples of both', async () => {
    await sendMinutes('shop', [-600, MINUTES], runs);
    const rules = [
      ruleOf('doubled', { when: change() }),
      ruleOf('tripled', { when: change({ threshold: 1.5 }) }),
      ruleOf('few', { when: change({ min_samples: 200 }) }),
    ];
    const world = await startWorld(['shop', 'usual'], rules);
    await world.until(61);
    expect(world.told('doubled')).toEqual(['0 firing']);
    // Two hours of each: 0.4 of the new one's sixty runs against 0.2 of the old one's 120.
    expect(world.episodes('doubled')).toMatchObject([{ firedValue: 1, threshold: 0.5 }]);
    expect(world.told('tripled')).toEqual([]);
    expect(world.told('few')).toEqual([]);
    const reasons = (id: string) => world.engine.notes().get(id)!.reasons;
    expect(reasons('few').get('shop')!.text).toContain('"2" has too few samples');
    expect(reasons('doubled').get('usual')!.text).toContain('no release has followed');
    const rule = ruleOf('doubled', { when: change(), select: { workloads: ['shop'] } });
    const preview = await previewer().preview(rule.document, START - 3 * HOUR_MS, null);
    expect(preview.note).toContain('on the hour only');
    expect(preview.episodes).toMatchObject([
      { fired_at: isoTime(START - HOUR_MS), value: expect.closeTo(1), resolved_at: null },
    ]);
  });
});
