import { describe, expect, test } from 'vitest';
import type { AlertLog } from '../../alerts/alert-log.ts';
import { EVALUATION_RULE } from '../../alerts/engine/watch-evaluation.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { START, memoryLog, ruleOf, useWorlds } from './engine-world.ts';

const { sendErrors, sendMinutes, startWorld } = useWorlds();
/** A log that can be taken away. */
function flakyLog(): AlertLog & { isAway: boolean } {
  const kept = memoryLog();
  return {
    isAway: false,
    load: (kind) => kept.load(kind),
    async append(entries) {
      if (this.isAway) throw new Error('the database is away');
      await kept.append(entries);
    },
  };
}
const lateness = (minute: number) => START + (minute + 1) * MINUTE_MS + 1;

describe('evaluation that is late', () => {
  test('is told once it can be written, and that it is over', async () => {
    const log = flakyLog();
    const world = await startWorld([], [], () => log);
    log.isAway = true;
    for (const minute of [1, 2, 3]) {
      world.sleepUntil(minute);
      await expect(world.engine.catchUp()).rejects.toThrow('away');
    }
    expect(world.engine.status()).toMatchObject({
      evaluatedMs: START,
      lagMs: 3 * MINUTE_MS,
      failures: 3,
      lastError: 'the database is away',
      isLate: true,
    });
    expect(world.engine.open()).toEqual([]);
    log.isAway = false;
    world.sleepUntil(4);
    await world.engine.catchUp();
    expect(world.engine.open()).toEqual([]);
    expect(world.engine.ended()).toMatchObject([
      {
        rule: EVALUATION_RULE,
        number: 1,
        severity: 'warn',
        summary: 'Alert rules were not evaluated for 4 minutes',
        firedMs: lateness(4),
        reason: 'cleared',
      },
    ]);
    expect(world.transitions.map(({ to }) => to)).toEqual(['firing', 'resolved']);
    expect(world.engine.status()).toMatchObject({ lagMs: 0, failures: 0, isLate: false });
  });

  test('is no matter for a moment, or for a start after a short while', async () => {
    const log = flakyLog();
    const world = await startWorld([], [], () => log);
    log.isAway = true;
    world.sleepUntil(1);
    for (let i = 0; i < 5; i++) await expect(world.engine.catchUp()).rejects.toThrow('away');
    log.isAway = false;
    await world.engine.catchUp();
    world.sleepUntil(6);
    await world.restart();
    await world.engine.catchUp();
    expect(world.transitions).toEqual([]);
  });

  test('stays open while it is, through a restart, and is counted on', async () => {
    const log = flakyLog();
    let appends = Infinity;
    const limited: AlertLog = {
      load: (kind) => log.load(kind),
      async append(entries) {
        appends -= 1;
        if (appends < 0) throw new Error('the database is away');
        await log.append(entries);
      },
    };
    const world = await startWorld([], [], () => limited);
    world.sleepUntil(10);
    appends = 3;
    await expect(world.engine.catchUp()).rejects.toThrow('away');
    expect(world.engine.open()).toMatchObject([{ rule: EVALUATION_RULE, number: 1 }]);
    appends = Infinity;
    await world.restart();
    expect(world.engine.open()).toMatchObject([{ rule: EVALUATION_RULE, number: 1 }]);
    await world.engine.catchUp();
    expect(world.engine.open()).toEqual([]);
    world.sleepUntil(20);
    await world.engine.catchUp();
    expect(world.episodes(EVALUATION_RULE).map(({ number }) => number)).toEqual([1, 2]);
  });
});

const FAILING = ruleOf('failing', {
  when: { signal: 'error_rate', op: '>', threshold: 0.5, window: '1m' },
});

describe('telemetry that was acknowledged and is not in the database', () => {
  test('is waited for: an alert fires as if the database had never been away', async () => {
    const workload = 'waited-for';
    await sendErrors(workload, [[9, 0]]);
    const world = await startWorld([workload], [FAILING], memoryLog);
    // Acknowledged half a minute after the start, and since then nothing came into the database.
    world.settledMs = START + MINUTE_MS / 2;
    world.sleepUntil(2);
    await world.engine.catchUp();
    expect(world.engine.status()).toMatchObject({ evaluatedMs: START, lagMs: 2 * MINUTE_MS });
    await sendMinutes(workload, [0, 1], () => [{ ok: 0 }, { ok: 0 }, { ok: 0 }]);
    world.settledMs = Infinity;
    await world.engine.catchUp();
    expect(world.told('failing')).toEqual(['2 firing']);
  });

  test('is not waited for any longer than three minutes, nor again before it is there', async () => {
    const world = await startWorld([], [FAILING], memoryLog);
    world.settledMs = START;
    world.sleepUntil(1);
    await world.engine.catchUp();
    expect(world.engine.status().evaluatedMs).toBe(START);
    world.sleepUntil(4);
    await world.engine.catchUp();
    expect(world.engine.status()).toMatchObject({
      evaluatedMs: START + 4 * MINUTE_MS,
      isLate: false,
    });
    world.sleepUntil(5);
    await world.engine.catchUp();
    expect(world.engine.status().evaluatedMs).toBe(START + 5 * MINUTE_MS);
  });

  test('that comes in more slowly than time goes holds alerts up for three minutes, not for ever', async () => {
    const world = await startWorld([], [FAILING], memoryLog);
    for (let minute = 1; minute <= 20; minute++) {
      world.settledMs = START + (minute / 2) * MINUTE_MS;
      world.sleepUntil(minute);
      await world.engine.catchUp();
      const { evaluatedMs } = world.engine.status();
      expect(START + minute * MINUTE_MS - (evaluatedMs ?? 0)).toBeLessThanOrEqual(3 * MINUTE_MS);
    }
    expect(world.engine.status().lagMs).toBe(0);
  });
});
