import { beforeAll, describe, expect, test } from 'vitest';
import { workloadOnSight } from '../../core/workload.ts';
import { memoryLog, ruleOf, useWorlds } from './engine-world.ts';

const { sendMinutes, startWorld } = useWorlds();
const runs = (errors: number) => Array.from({ length: 10 }, (_, i) => ({ ok: i < errors ? 0 : 1 }));
const errors = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };

beforeAll(async () => {
  await sendMinutes('bad', [0, 20], () => runs(5));
  await sendMinutes('healed', [0, 20], (minute) => runs(minute < 2 ? 5 : 0));
});

/** A world in which one rule is edited between the evaluations at minutes 4 and 5. */
async function edited(before: object, after: object | null, workload = 'bad') {
  const log = memoryLog();
  const world = await startWorld([workload], [ruleOf('rule', before)], () => log);
  await world.until(4);
  world.rules = after === null ? [] : [ruleOf('rule', after, 2)];
  // What a rule means is remembered through a restart.
  await world.restart();
  await world.until(5);
  return world;
}

describe('a rule that is edited', () => {
  const base = { when: errors };

  test.each([
    ['a title', { ...base, title: 'Other words', summary: 'Other' }],
    ['a severity', { ...base, severity: 'page' }],
    ['an owner, labels and a runbook', { ...base, owner: 'Ops', labels: { a: 'b' } }],
    ['a selector that still holds it', { ...base, select: { workloads: ['bad', 'b*'] } }],
    ['the same written otherwise', { ...base, interval: '60s', for: '0m', absent: 'keep' }],
    ['silence that is told too', { ...base, no_data_for: '1h' }],
  ])('keeps its alert with %s', async (_, after) => {
    const world = await edited(base, after);
    expect(world.told('rule')).toEqual(['1 firing']);
    expect(world.engine.open()).toMatchObject([{ number: 1, title: 'rule', severity: 'warn' }]);
  });

  test.each([
    ['another threshold', { when: { ...errors, threshold: 0.2 } }],
    ['another window', { when: { ...errors, window: '2m' } }],
    ['another policy for absent data', { ...base, absent: 'clear' }],
    ['another condition beside', { when: { any: [errors, { absence: { for: '1h' } }] } }],
  ])('that means something else by %s ends its alert, and fires anew', async (_, after) => {
    const world = await edited(base, after);
    expect(world.told('rule')).toEqual(['1 firing', '5 resolved rule_changed', '5 firing']);
    expect(world.episodes('rule')).toMatchObject([
      { number: 1, reason: 'rule_changed', ruleVersion: 1 },
      { number: 2, reason: null, ruleVersion: 2 },
    ]);
    await world.restart();
    await world.until(7);
    expect(world.engine.open()).toMatchObject([{ number: 2 }]);
    expect(world.transitions).toHaveLength(3);
  });

  test('while pending begins to wait anew', async () => {
    const world = await edited({ when: errors, for: '6m' }, { when: errors, for: '5m' });
    await world.until(10);
    expect(world.told('rule')).toEqual([
      '1 pending',
      '5 normal rule_changed',
      '5 pending',
      '10 firing',
    ]);
    expect(world.episodes('rule')).toMatchObject([{ number: 1 }]);
  });

  test('while recovering ends, and not for being well', async () => {
    const world = await edited(
      { when: errors, keep_firing_for: '30m' },
      { when: errors, keep_firing_for: '40m' },
      'healed',
    );
    expect(world.told('rule')).toEqual(['1 firing', '3 recovering', '5 resolved rule_changed']);
    await world.until(8);
    expect(world.transitions).toHaveLength(3);
    expect(world.episodes('rule')).toMatchObject([{ reason: 'rule_changed', recoveringMs: null }]);
  });

  test.each([
    ['firing', 'bad', {}, '5 resolved'],
    ['recovering', 'healed', { keep_firing_for: '30m' }, '5 resolved'],
    ['pending', 'bad', { for: '30m' }, '5 normal'],
  ])('ends while %s when it is disabled or deleted', async (_, workload, times, ends) => {
    const rule = { when: errors, ...times };
    const off = await edited(rule, { ...rule, enabled: false }, workload);
    expect(off.told('rule').at(-1)).toBe(`${ends} rule_disabled`);
    const deleted = await edited(rule, null, workload);
    expect(deleted.told('rule').at(-1)).toBe(`${ends} rule_deleted`);
    expect(deleted.engine.open()).toEqual([]);
  });

  test('that is switched on again begins another episode', async () => {
    const world = await edited({ when: errors }, { when: errors, enabled: false });
    world.rules = [ruleOf('rule', { when: errors }, 3)];
    await world.until(6);
    expect(world.engine.open()).toMatchObject([{ number: 2, ruleVersion: 3 }]);
  });
});

test('an alert ends when its workload is no longer selected', async () => {
  const log = memoryLog();
  const select = { stage: ['production'] };
  const rule = ruleOf('rule', { select, when: errors });
  const world = await startWorld(['bad'], [rule], () => log);
  await world.until(3);
  world.workloads = [{ ...workloadOnSight('bad'), stage: 'testing' }];
  await world.until(5);
  expect(world.told('rule')).toEqual(['1 firing', '4 resolved not_selected']);
  world.workloads = [workloadOnSight('bad')];
  await world.until(6);
  expect(world.told('rule').at(-1)).toBe('6 firing');
});
