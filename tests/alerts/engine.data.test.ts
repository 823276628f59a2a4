import { describe, expect, test } from 'vitest';
import { describeText } from '../../alerts/episode/describe-text.ts';
import { createPreviewer } from '../../alerts/preview/previewer.ts';
import { MINUTE_MS, isoTime } from '../../core/time.ts';
import { listFirstSeen } from '../../store/questions/list-first-seen.ts';
import { START, alertId, ruleOf, useWorlds, type Sent } from './engine-world.ts';

const { database, sendErrors, sendMinutes, startWorld } = useWorlds();
const failing = { signal: 'error_rate', op: '>', threshold: 0.3, window: '1m' };
const times = (count: number, of: readonly [number, number]) =>
  Array.from({ length: count }, () => of);
const BAD = [10, 5] as const;
const GOOD = [10, 0] as const;
const NOTHING = [0, 0] as const;

describe('absent data', () => {
  test('is clear, keeps an alert for 15 minutes, or is the number 0, as the rule says', async () => {
    await sendErrors('gone', times(5, BAD));
    const world = await startWorld(
      ['gone'],
      [
        ruleOf('clear', { when: failing, absent: 'clear', keep_firing_for: '3m' }),
        ruleOf('keep', { when: failing }),
        ruleOf('zero', { when: failing, absent: 'zero' }),
        ruleOf('silent', { when: { signal: 'runs', op: '<', threshold: 5, window: '1m' } }),
      ],
    );
    await world.until(25);
    // Minute 4 is the last with runs, so that the evaluation at 6 is the first without.
    expect(world.told('clear')).toEqual(['1 firing', '6 recovering', '9 resolved cleared']);
    expect(world.told('keep')).toEqual(['1 firing', '21 resolved no_data']);
    expect(world.told('zero')).toEqual(['1 firing', '6 resolved cleared']);
    expect(world.told('silent')).toEqual(['6 firing']);
    expect(world.episodes('keep')).toMatchObject([
      { reason: 'no_data', lastValue: 0.5, resolvedMs: START + 21 * MINUTE_MS },
    ]);
  });

  test('of a pending alert is waited out, and the time it needs goes on', async () => {
    await sendErrors('gap', [...times(2, BAD), ...times(3, NOTHING), BAD]);
    const world = await startWorld(['gap'], [ruleOf('slow', { when: failing, for: '5m' })]);
    await world.until(6);
    expect(world.told('slow')).toEqual(['1 pending', '6 firing']);
  });

  test('too few samples are absent', async () => {
    await sendErrors('few', [BAD, [3, 3], [3, 3], GOOD]);
    const when = { ...failing, min_samples: 5 };
    const world = await startWorld(['few'], [ruleOf('few', { when, absent: 'keep' })]);
    await world.until(4);
    expect(world.told('few')).toEqual(['1 firing', '4 resolved cleared']);
  });

  test('a workload that has not sent anything yet alerts of nothing', async () => {
    const when = { signal: 'runs', op: '<', threshold: 1, window: '1m' };
    const world = await startWorld(['never'], [ruleOf('none', { when, no_data_for: '1m' })]);
    await world.until(5);
    expect(world.transitions).toEqual([]);
  });
});

describe('a recovery threshold', () => {
  test('holds an alert that is better and not yet well, and begins none', async () => {
    const counts = [1, 5, 2, 2, 5, 2, 0, 2].map((errors) => [10, errors] as const);
    await sendErrors('hold', counts);
    const when = { ...failing, recovery_threshold: 0.1 };
    const world = await startWorld(
      ['hold'],
      [
        ruleOf('at-once', { when }),
        ruleOf('slow', { when, keep_firing_for: '1m' }),
        ruleOf('waits', { when, for: '1m' }),
      ],
    );
    await world.until(8);
    expect(world.told('at-once')).toEqual(['2 firing', '7 resolved cleared']);
    // Held again before it was clear for long enough.
    expect(world.told('slow')).toEqual(['2 firing', '7 recovering', '8 firing']);
    expect(world.told('waits')).toEqual([
      '2 pending',
      '3 normal cleared',
      '5 pending',
      '6 normal cleared',
    ]);
  });
});

describe('no_data_for', () => {
  test('tells silence by an alert of its own with the same labels, and its end', async () => {
    await sendErrors('quiet', [...times(3, GOOD), ...times(9, NOTHING), GOOD, GOOD]);
    const rule = { when: failing, labels: { team: 'ops' }, severity: 'page', blocks_scale: true };
    const never = { signal: 'hallucination_rate', op: '>', threshold: 0.3, window: '1m' };
    const world = await startWorld(
      ['quiet'],
      [
        ruleOf('watched', { ...rule, no_data_for: '5m' }),
        ruleOf('counted', {
          when: { signal: 'runs', op: '>', threshold: 100, window: '1m' },
          no_data_for: '5m',
        }),
        ruleOf('never-heard', { when: never, no_data_for: '5m' }),
      ],
    );
    await world.until(14);
    expect(world.told('watched', 'no_data')).toEqual(['9 firing', '13 resolved cleared']);
    expect(world.told('counted', 'no_data')).toEqual(['9 firing', '13 resolved cleared']);
    expect(world.told('watched')).toEqual([]);
    expect(world.told('never-heard', 'no_data')).toEqual([]);
    expect(world.episodes('watched')).toMatchObject([
      {
        labels: { team: 'ops', rule: 'watched', workload: 'quiet', reason: 'no_data' },
        severity: 'page',
        blocksScale: false,
        summary: 'quiet: no data for watched',
      },
    ]);
  });

  test('stands beside the alert that is kept meanwhile, and ends when the rule no longer asks', async () => {
    await sendErrors('both', [...times(3, BAD)]);
    const world = await startWorld(
      ['both'],
      [ruleOf('both', { when: failing, no_data_for: '5m' })],
    );
    await world.until(10);
    expect(world.engine.open()).toHaveLength(2);
    expect(world.told('both')).toEqual(['1 firing']);
    expect(world.told('both', 'no_data')).toEqual(['9 firing']);
    world.rules = [ruleOf('both', { when: failing }, 2)];
    await world.until(25);
    expect(world.told('both')).toEqual(['1 firing', '19 resolved no_data']);
    expect(world.told('both', 'no_data')).toEqual(['9 firing', '11 resolved rule_changed']);
  });
});

describe('flapping', () => {
  test('four changes in an hour are too many, until half an hour passed without one', async () => {
    await sendErrors('flaps', [BAD, GOOD, BAD, GOOD, ...times(40, BAD)]);
    const world = await startWorld(['flaps'], [ruleOf('flaps', { when: failing })]);
    await world.until(3);
    expect(world.engine.open()).toMatchObject([{ number: 2, flappingSinceMs: null }]);
    await world.until(5);
    expect(world.told('flaps')).toEqual([
      '1 firing',
      '2 resolved cleared',
      '3 firing',
      '4 resolved cleared',
      '5 firing',
    ]);
    expect(world.engine.open()).toMatchObject([
      { number: 3, flappingSinceMs: START + 4 * MINUTE_MS },
    ]);
    await world.until(34);
    expect(world.engine.open()).toMatchObject([
      { number: 3, flappingSinceMs: START + 4 * MINUTE_MS },
    ]);
    await world.until(35);
    expect(world.engine.open()).toMatchObject([{ number: 3, flappingSinceMs: null }]);
    expect(world.told('flaps')).toHaveLength(5);
  });
});

describe('a signal that a sender only reports', () => {
  test('is read from its reports, unless the workload has trials of its own', async () => {
    const report = (value: number): Sent => ({
      kind: 'metric',
      signal: 'error_rate',
      value,
      n: 40,
    });
    await sendMinutes('reports', [0, 6], (minute) => [report(minute < 3 ? 0.6 : 0.1)], 'events');
    await sendMinutes('runs-too', [0, 6], () => [report(0.6)], 'events');
    await sendMinutes('runs-too', [0, 6], () => [{ ok: 1 }]);
    const when = { signal: 'error_rate', op: '>', threshold: 0.3, window: '2m', min_samples: 1 };
    const world = await startWorld(
      ['reports', 'runs-too'],
      [
        ruleOf('errors', { when }),
        ruleOf('stops', { when: { absence: { for: '2m' } } }),
        ruleOf('few', { when: { ...when, min_samples: 200 } }),
      ],
    );
    await world.until(6);
    expect(world.told('errors')).toEqual(['1 firing', '5 resolved cleared']);
    expect(world.episodes('errors')).toMatchObject([{ workload: 'reports', firedValue: 0.6 }]);
    expect([...world.told('stops'), ...world.told('few')]).toEqual([]);
    const preview = createPreviewer({
      database: database(),
      readHistories: () => Promise.reject(new Error('no rule here needs a history')),
      workloads: () => world.workloads,
      firstSeen: (exactFromMs) => listFirstSeen(database(), exactFromMs),
      now: () => START + 7 * MINUTE_MS,
      tools: { alertId, describe: describeText },
    }).preview(world.rules[0]!.document, START, null);
    expect((await preview).episodes).toMatchObject([
      { workload: 'reports', value: 0.6, resolved_at: isoTime(START + 5 * MINUTE_MS) },
    ]);
  });
});
