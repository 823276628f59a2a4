import { beforeAll, describe, expect, test } from 'vitest';
import type { AlertLog } from '../../alerts/alert-log.ts';
import { EVALUATION_RULE, EVALUATION_WORKLOAD } from '../../alerts/engine/watch-evaluation.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { alertId, memoryLog, ruleOf, useWorlds, type Sent, type World } from './engine-world.ts';

const { sendMinutes, startWorld } = useWorlds();
const MINUTES = 6 * 60;
const WORKLOADS = ['calm', 'wild', 'wilder'];
const errors = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };
const RULES = [
  ruleOf('at-once', { when: { ...errors, recovery_threshold: 0.2 } }),
  ruleOf('slow', { when: errors, for: '3m', keep_firing_for: '4m', no_data_for: '4m' }),
  ruleOf('clears', { when: errors, for: '1m', absent: 'clear', interval: '2m' }),
  ruleOf('count', { when: { signal: 'runs', op: '<', threshold: 4, window: '2m' } }),
  ruleOf('stops', { when: { absence: { for: '5m' } }, keep_firing_for: '2m' }),
  ruleOf('releases', { by: ['release'], when: { ...errors, window: '5m' }, interval: '15m' }),
];

/** That evaluation was late is told beside, and only where it was. */
const OWN_ALERT = alertId(EVALUATION_RULE, EVALUATION_WORKLOAD, '');

/** Good and bad spells, with gaps; from the fourth minute on in the last of them. */
function anyRuns(seed: number): (minute: number) => Sent[] {
  const uniform = createUniform(seed);
  let share = 0;
  return (minute) => {
    if (uniform() < 0.2) share = [0, 0.1, 0.25, 0.5, -1][Math.floor(uniform() * 5)]!;
    if (share < 0) return [];
    const release = minute < 200 ? 'a' : 'b';
    return Array.from({ length: 8 }, () => ({ ok: uniform() < share ? 0 : 1, release }));
  };
}

/** All that is to be the same, however often the run was interrupted, one a line. */
async function outcome(world: World, log: AlertLog): Promise<string[]> {
  const kinds = ['episode', 'track', 'cursor'] as const;
  const documents = await Promise.all(kinds.map(async (kind) => [...(await log.load(kind))]));
  return [
    ...world.transitions
      .filter(({ alert }) => alert !== OWN_ALERT)
      .map((transition) => JSON.stringify(transition)),
    ...documents.flatMap((entries) =>
      entries
        .filter(([id]) => !id.startsWith(OWN_ALERT))
        .map((entry) => canonicalJson(entry))
        .sort(),
    ),
  ];
}

describe('six hours', () => {
  let expected: string[] = [];
  /** Without interruption, noting every state that an alert was in. */
  const states = new Set<string>();

  beforeAll(async () => {
    for (const [i, workload] of WORKLOADS.entries()) {
      await sendMinutes(workload, [0, MINUTES], i === 0 ? () => [{ ok: 1 }] : anyRuns(i));
    }
    const log = memoryLog();
    const world = await startWorld(WORKLOADS, RULES, () => log);
    for (let minute = 1; minute <= MINUTES; minute += 1) {
      await world.until(minute);
      for (const [, track] of await log.load('track')) {
        states.add((track as { track: { state: string } }).track.state);
      }
    }
    expected = await outcome(world, log);
    expect(world.transitions.length).toBeGreaterThan(100);
  });

  test('see every state', () => {
    expect([...states].sort()).toEqual(['firing', 'normal', 'pending', 'recovering']);
    const all = expected.join('\n');
    for (const reason of ['cleared', 'no_data']) expect(all).toContain(`"reason":"${reason}"`);
    expect(all).toMatch(/"flappingSinceMs":\d/);
  });

  test('with a restart before every minute end the same, byte for byte', async () => {
    const log = memoryLog();
    const world = await startWorld(WORKLOADS, RULES, () => log);
    for (let minute = 1; minute <= MINUTES; minute += 1) {
      await world.restart();
      await world.until(minute);
    }
    expect(await outcome(world, log)).toEqual(expected);
  });

  test('away end the same, byte for byte, out of the database too', async () => {
    let log = memoryLog();
    const world = await startWorld(WORKLOADS, RULES, (kept) => (log = kept));
    world.sleepUntil(MINUTES);
    await world.engine.catchUp();
    expect(await outcome(world, log)).toEqual(expected);
    await world.restart();
    expect(await outcome(world, log)).toEqual(expected);
  });

  test('away now and then, with restarts and a database that fails in between, end the same', async () => {
    const uniform = createUniform(5);
    const kept = memoryLog();
    const failing: AlertLog = {
      load: (kind) => kept.load(kind),
      async append(entries) {
        const chance = uniform();
        if (chance < 0.1) throw new Error('not stored');
        await kept.append(entries);
        if (chance > 0.9) throw new Error('stored, and nobody knows');
      },
    };
    const log = { current: kept };
    const world = await startWorld(WORKLOADS, RULES, () => log.current);
    log.current = failing;
    await world.restart();
    let failures = 0;
    for (let minute = 0; minute < MINUTES;) {
      minute = Math.min(MINUTES, minute + 1 + Math.floor(uniform() * 40));
      world.sleepUntil(minute);
      for (;;) {
        try {
          await world.engine.catchUp();
          break;
        } catch {
          failures += 1;
        }
      }
      if (uniform() < 0.5) await world.restart();
    }
    expect(failures).toBeGreaterThan(10);
    expect(await outcome(world, kept)).toEqual(expected);
    expect(world.engine.status()).toMatchObject({ failures: 0, lastError: null });
  });
});

test('longer away than six hours goes on six hours before now', async () => {
  const log = memoryLog();
  const world = await startWorld(['calm'], [RULES[0]!], () => log);
  const evaluated: number[] = [];
  const append = log.append.bind(log);
  Object.assign(log, {
    append: async (entries: Parameters<AlertLog['append']>[0]) => {
      const last = entries.at(-1)!;
      if (last.kind === 'cursor') evaluated.push(last.document as number);
      await append(entries);
    },
  });
  world.sleepUntil(8 * 60);
  await world.engine.catchUp();
  expect(evaluated).toHaveLength(361);
  expect(evaluated[1]! - evaluated[0]!).toBe(MINUTE_MS);
});
