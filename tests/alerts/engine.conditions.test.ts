import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../core/time.ts';
import { START, ruleOf, useWorlds, type World } from './engine-world.ts';

const { sendErrors, sendMinutes, startWorld } = useWorlds();
const times = (count: number, of: readonly [number, number]) =>
  Array.from({ length: count }, () => of);
/** Evaluates minute by minute, and notes what is read of the open episodes after each. */
async function watch<T>(world: World, to: number, read: (world: World) => T): Promise<T[]> {
  const seen: T[] = [];
  for (let minute = 1; minute <= to; minute += 1) {
    await world.until(minute);
    seen.push(read(world));
  }
  return seen;
}

describe('a burn condition', () => {
  const windows = [
    { long: '10m', short: '2m', factor: 2, severity: 'page' },
    { long: '20m', short: '5m', factor: 1 },
  ];

  test('fires while both windows of any pair burn too fast, as loud as the loudest of those', async () => {
    await sendErrors('burns', [...times(10, [10, 0]), ...times(4, [10, 7]), ...times(8, [10, 0])]);
    const when = { burn: { signal: 'error_rate', objective: 0.9, windows } };
    const world = await startWorld(['burns'], [ruleOf('burns', { when, severity: 'info' })]);
    const severities = await watch(world, 20, () => world.engine.open()[0]?.severity);
    expect(world.told('burns')).toEqual(['12 firing', '19 resolved cleared']);
    expect(severities.slice(11, 18)).toEqual([
      'info', // 14 of 120 over 20 minutes, 14 of 50 over 5
      'page', // and 21 of 100 over 10, 14 of 20 over 2
      'page',
      'page',
      'info', // nothing any more over 2 minutes
      'info',
      'info',
    ]);
    expect(world.episodes('burns')).toMatchObject([{ firedValue: 14 / 120, threshold: 1 - 0.9 }]);
    expect(world.episodes('burns')[0]!.summary).toBe('burns: burns, 11.7 %');
  });

  test('of a signal that is better the higher it is burns what is missing to one, to the trial', async () => {
    // One in ten is just what may fail: binary fractions must not make it more.
    await sendMinutes('tools', [0, 6], () => [{ ok: 1, tool_calls: 30, tool_failures: 3 }]);
    const pair = [{ long: '5m', short: '2m', factor: 1 }];
    const burn = (objective: number) => ({
      burn: { signal: 'tool_call_success', objective, windows: pair },
    });
    const world = await startWorld(
      ['tools'],
      [ruleOf('equal', { when: burn(0.875) }), ruleOf('more', { when: burn(0.9375) })],
    );
    await world.until(3);
    expect(world.told('equal')).toEqual([]);
    expect(world.told('more')).toEqual(['1 firing']);
  });

  test('without any windows of its own takes those that page and those that make a ticket', async () => {
    await sendErrors('default', times(8, [10, 5]));
    const when = { burn: { signal: 'error_rate', objective: 0.99 } };
    const world = await startWorld(['default'], [ruleOf('default', { when, severity: 'info' })]);
    await world.until(2);
    expect(world.engine.open()).toMatchObject([{ severity: 'page', firedMs: START + MINUTE_MS }]);
  });
});

describe('a change condition', () => {
  test('compares a window with the one before, relative to that', async () => {
    await sendErrors('drops', [...times(10, [10, 0]), ...times(12, [2, 0])]);
    const change = { signal: 'runs', op: '<', threshold: -0.5, window: '5m' };
    const world = await startWorld(['drops'], [ruleOf('drops', { when: { change } })]);
    await world.until(21);
    expect(world.told('drops')).toEqual(['14 firing', '19 resolved cleared']);
    const [episode] = world.episodes('drops');
    expect(episode).toMatchObject({ firedValue: (18 - 50) / 50, threshold: -0.5 });
    expect(episode!.summary).toBe('drops: drops, -64 %');
  });

  test('sees a count that drops to nothing where absent data is 0', async () => {
    await sendErrors('stops', times(10, [10, 0]));
    const change = { signal: 'runs', op: '<', threshold: -0.9, window: '2m', before: '5m' };
    const world = await startWorld(
      ['stops'],
      [ruleOf('zero', { when: { change }, absent: 'zero' }), ruleOf('keep', { when: { change } })],
    );
    await world.until(14);
    expect(world.told('zero')).toEqual(['12 firing']);
    expect(world.told('keep')).toEqual([]);
  });
});

describe('an absence condition', () => {
  test('fires when telemetry stopped for long enough, of workloads that once sent some', async () => {
    const rows = [{ ok: 1 }];
    await sendMinutes('halts', [0, 2], () => rows);
    await sendMinutes('halts', [10, 11], () => [{ kind: 'feedback' }], 'events');
    const world = await startWorld(
      ['halts', 'never-began'],
      [ruleOf('halts', { when: { absence: { for: '5m' } }, keep_firing_for: '1m' })],
    );
    await world.until(13);
    expect(world.told('halts')).toEqual(['8 firing', '11 recovering', '12 resolved cleared']);
  });
});

describe('conditions together', () => {
  const errors = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };
  const judged = { signal: 'hallucination_rate', op: '>', threshold: 0.3, window: '1m' };
  const busy = { signal: 'runs', op: '>=', threshold: 20, window: '1m' };

  test('fire when all breach, and when any does', async () => {
    await sendErrors('mixed', [
      [10, 5],
      [20, 10],
      [20, 0],
      [20, 10],
      [10, 0],
    ]);
    const world = await startWorld(
      ['mixed'],
      [
        ruleOf('all', { when: { all: [errors, busy] } }),
        ruleOf('any', { when: { any: [errors, busy] } }),
        ruleOf('all-known', { when: { all: [errors, judged] } }),
        ruleOf('any-known', { when: { any: [judged, errors] } }),
      ],
    );
    await world.until(5);
    expect(world.told('all')).toEqual([
      '2 firing',
      '3 resolved cleared',
      '4 firing',
      '5 resolved cleared',
    ]);
    expect(world.told('any')).toEqual(['1 firing', '5 resolved cleared']);
    // Nothing is judged, so that it is not known whether all breach; one that is clear decides.
    expect(world.told('all-known')).toEqual([]);
    expect(world.told('any-known')).toEqual(['1 firing']);
    expect(world.episodes('all')[0]).toMatchObject({ firedValue: 0.5, threshold: 0.3 });
    expect(world.episodes('any')[0]!.summary).toBe('mixed: any, 50 %');
  });

  test('tell the number of the condition that stands as the rule does, in its own unit', async () => {
    await sendErrors('told', [[25, 0]]);
    const world = await startWorld(['told'], [ruleOf('told', { when: { any: [errors, busy] } })]);
    await world.until(1);
    expect(world.engine.open()[0]).toMatchObject({ summary: 'told: told, 25 runs', threshold: 20 });
  });
});

describe('a quantile of latency', () => {
  test('is read from as few runs as the rule says, else from as many as its interval takes', async () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({ latency_ms: 900 }));
    await sendMinutes('slow', [0, 5], () => rows(20));
    const when = { signal: 'latency_p95', op: '>', threshold: 500 };
    const world = await startWorld(
      ['slow'],
      [
        ruleOf('few', { when: { ...when, window: '1m', min_samples: 20 } }),
        ruleOf('fewer', { when: { ...when, window: '1m', min_samples: 21 } }),
        // The 95th percentile has an upper bound from 72 runs on.
        ruleOf('unsaid', { when: { ...when, window: '5m' } }),
      ],
    );
    await world.until(6);
    expect(world.told('few')).toEqual(['1 firing']);
    expect(world.told('fewer')).toEqual([]);
    expect(world.told('unsaid')).toEqual(['4 firing']);
  });
});

describe('a rule that is evaluated less often', () => {
  test('is looked at on multiples of its interval alone', async () => {
    await sendErrors('rare', times(12, [10, 5]));
    const when = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };
    const world = await startWorld(['rare'], [ruleOf('rare', { when, interval: '5m', for: '5m' })]);
    await world.until(11);
    expect(world.told('rare')).toEqual(['5 pending', '10 firing']);
  });
});
