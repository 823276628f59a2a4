import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { START, memoryLog, ruleOf, useWorlds, type Sent } from './engine-world.ts';

const { sendMinutes, startWorld } = useWorlds();
const calls = (tool: string, count: number, failed: number): Sent[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'tool_call', tool, ok: i < failed ? 0 : 1 }));
const runs = (release: string, count: number, failed: number): Sent[] =>
  Array.from({ length: count }, (_, i) => ({ release, ok: i < failed ? 0 : 1 }));
const tools = { signal: 'tool_call_success', op: '<', threshold: 0.5, window: '1m' };
const errors = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };

describe('a rule by tool', () => {
  test('has an alert of its own for each, with the tool among its labels', async () => {
    await sendMinutes(
      'agent',
      [0, 5],
      (minute) => [
        ...calls('search', 5, minute < 3 ? 4 : 0),
        ...calls('crm', 5, minute >= 2 ? 5 : 1),
      ],
      'events',
    );
    const world = await startWorld(['agent'], [ruleOf('tools', { by: ['tool'], when: tools })]);
    await world.until(6);
    expect(world.told('tools', 'search')).toEqual(['1 firing', '4 resolved cleared']);
    expect(world.told('tools', 'crm')).toEqual(['3 firing']);
    expect(world.engine.open()).toMatchObject([
      {
        cut: 'tool',
        value: 'crm',
        labels: { rule: 'tools', workload: 'agent', tool: 'crm' },
        firedValue: 0,
      },
    ]);
  });
});

describe('a rule by release', () => {
  test('takes a release that vanishes as absent', async () => {
    await sendMinutes('shop', [0, 20], (minute) => [
      ...(minute < 4 ? runs('1.0', 10, 5) : []),
      ...runs('2.0', 10, minute === 6 ? 5 : 0),
    ]);
    const world = await startWorld(
      ['shop'],
      [
        ruleOf('keeps', { by: ['release'], when: errors }),
        ruleOf('clears', { by: ['release'], when: errors, absent: 'clear' }),
        ruleOf('waits', { by: ['release'], when: errors, for: '30m' }),
      ],
    );
    await world.until(21);
    expect(world.told('clears', '1.0')).toEqual(['1 firing', '5 resolved cleared']);
    expect(world.told('keeps', '1.0')).toEqual(['1 firing', '20 resolved no_data']);
    expect(world.told('keeps', '2.0')).toEqual(['7 firing', '8 resolved cleared']);
    expect(world.told('waits', '1.0')).toEqual(['1 pending', '20 normal no_data']);
  });

  test('tells of a release that fell silent where it is asked to, and forgets it after a week', async () => {
    await sendMinutes('silent', [0, 1], () => runs('1.0', 10, 0));
    const when = { ...errors, window: '1h' };
    const log = memoryLog();
    const rule = { by: ['release'], when, interval: '1h', no_data_for: '2h' };
    const world = await startWorld(['silent'], [ruleOf('silent', rule)], () => log);
    world.sleepUntil(4 * 60);
    await world.engine.catchUp();
    const firedMs = START + 4 * HOUR_MS;
    expect(world.engine.open()).toMatchObject([
      { value: '1.0', labels: { release: '1.0', reason: 'no_data' }, firedMs },
    ]);
    world.sleepUntil(4 * 60 + 7 * 24 * 60);
    await world.engine.catchUp();
    const [ended] = world.episodes('silent');
    expect(ended).toMatchObject({ reason: 'no_data' });
    expect(ended!.resolvedMs! - firedMs).toBe(7 * DAY_MS);
    expect(world.engine.open()).toEqual([]);
  });
});

describe('a rule by segment', () => {
  test('watches the two hundred most frequent, and says how many it does not', async () => {
    // Each minute's made-up segments are new ones; the real one is never crowded out.
    await sendMinutes('flood', [0, 3], (minute) => [
      ...Array.from({ length: 250 }, (_, i) => ({ segment: `made-up-${minute}-${i}`, ok: 0 })),
      ...Array.from({ length: 3 }, () => ({ segment: 'real', ok: 0 })),
    ]);
    const world = await startWorld(['flood'], [ruleOf('flood', { by: ['segment'], when: errors })]);
    await world.until(1);
    expect(world.told('flood', 'real')).toEqual(['1 firing']);
    expect(world.engine.open()).toHaveLength(200);
    expect(world.engine.notes().get('flood')!.unwatched).toEqual(new Map([['flood', 51]]));
    await world.until(4);
    expect(world.engine.open()).toHaveLength(200);
  });
});
