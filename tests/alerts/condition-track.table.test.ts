import { describe, expect, test } from 'vitest';
import type { ConditionInput } from '../../alerts/condition/condition.ts';
import {
  NORMAL,
  stepCondition,
  type ConditionTimes,
  type ConditionTrack,
} from '../../alerts/condition/condition-track.ts';

const MINUTE_MS = 60_000;
/** Every track below was left by the evaluation a minute before this one. */
const AT_MS = 100 * MINUTE_MS;
const BEGUN = { activeAtMs: AT_MS - 10 * MINUTE_MS, firedAtMs: AT_MS - 5 * MINUTE_MS };
const CLEAR_SINCE_MS = AT_MS - 3 * MINUTE_MS;

const PENDING: ConditionTrack = {
  state: 'pending',
  activeAtMs: BEGUN.activeAtMs,
  absentSinceMs: null,
};
const FIRING: ConditionTrack = { state: 'firing', ...BEGUN, absentSinceMs: null };
const RECOVERING: ConditionTrack = {
  state: 'recovering',
  ...BEGUN,
  firstClearMs: CLEAR_SINCE_MS,
  absentSinceMs: null,
};
const begun = (state: 'pending' | 'firing'): ConditionTrack =>
  state === 'pending'
    ? { state, activeAtMs: AT_MS, absentSinceMs: null }
    : { state, activeAtMs: AT_MS, firedAtMs: AT_MS, absentSinceMs: null };

function step(track: ConditionTrack, input: ConditionInput, times: Partial<ConditionTimes> = {}) {
  const all = { forMs: 0, keepFiringForMs: 0, absent: 'keep', ...times } as const;
  return stepCondition(track, input, all, AT_MS);
}

const minutes = (count: number): number => count * MINUTE_MS;

describe('the table, cell by cell', () => {
  test.each([
    ['normal, breach', NORMAL, 'breach', { forMs: 1 }, begun('pending')],
    ['normal, breach, no time to wait', NORMAL, 'breach', { forMs: 0 }, begun('firing')],
    ['normal, hold', NORMAL, 'hold', {}, NORMAL],
    ['normal, clear', NORMAL, 'clear', {}, NORMAL],
    ['pending, breach, too early', PENDING, 'breach', { forMs: minutes(10) + 1 }, PENDING],
    [
      'pending, breach, in time to the millisecond',
      PENDING,
      'breach',
      { forMs: minutes(10) },
      { ...FIRING, firedAtMs: AT_MS },
    ],
    ['firing, breach', FIRING, 'breach', { forMs: minutes(60) }, FIRING],
    ['firing, hold', FIRING, 'hold', {}, FIRING],
    [
      'firing, clear',
      FIRING,
      'clear',
      { keepFiringForMs: 1 },
      { ...RECOVERING, firstClearMs: AT_MS },
    ],
    ['recovering, breach: the same episode', RECOVERING, 'breach', { forMs: minutes(60) }, FIRING],
    ['recovering, hold: the same episode', RECOVERING, 'hold', { keepFiringForMs: 1 }, FIRING],
    [
      'recovering, clear, too early',
      RECOVERING,
      'clear',
      { keepFiringForMs: minutes(3) + 1 },
      RECOVERING,
    ],
  ] as const)('%s', (_, track, input, times, expected) => {
    expect(step(track, input, times)).toEqual({ track: expected, ended: null });
  });

  test.each([
    ['pending, hold', PENDING, 'hold', {}],
    ['pending, clear', PENDING, 'clear', { keepFiringForMs: minutes(60) }],
    ['firing, clear, nothing to keep it for', FIRING, 'clear', { keepFiringForMs: 0 }],
    ['recovering, clear, in time', RECOVERING, 'clear', { keepFiringForMs: minutes(3) }],
  ] as const)('%s ends it', (_, track, input, times) => {
    expect(step(track, input, times)).toEqual({ track: NORMAL, ended: 'cleared' });
  });

  test('a breach while recovering begins the time to recover anew', () => {
    const times = { keepFiringForMs: minutes(3) };
    const { track } = step(RECOVERING, 'breach', times);
    expect(step(track, 'clear', times)).toMatchObject({ track: { firstClearMs: AT_MS } });
  });
});

const TRACKS = [
  ['normal', NORMAL],
  ['pending', PENDING],
  ['firing', FIRING],
  ['recovering', RECOVERING],
] as const;

describe('without data', () => {
  test.each(TRACKS)('clear: %s goes on as if it were clear', (_, track) => {
    for (const keepFiringForMs of [0, minutes(60)]) {
      const times = { keepFiringForMs, absent: 'clear' } as const;
      expect(step(track, 'absent', times)).toEqual(step(track, 'clear', times));
    }
  });

  describe.each(['keep', 'zero'] as const)('%s', (absent) => {
    test('normal stays normal', () => {
      expect(step(NORMAL, 'absent', { absent })).toEqual({ track: NORMAL, ended: null });
    });

    test.each(TRACKS.slice(1))('%s is kept, and knows since when', (_, track) => {
      const expected = { track: { ...track, absentSinceMs: AT_MS }, ended: null };
      expect(step(track, 'absent', { absent })).toEqual(expected);
    });

    test.each(TRACKS.slice(1))('%s ends with no_data after 15 minutes', (_, track) => {
      const since = (absentSinceMs: number) =>
        step({ ...track, absentSinceMs } as ConditionTrack, 'absent', { absent });
      expect(since(AT_MS - minutes(15))).toEqual({ track: NORMAL, ended: 'no_data' });
      expect(since(AT_MS - minutes(15) + 1)).toMatchObject({ ended: null });
      expect(since(AT_MS - minutes(15) + 1).track.state).toBe(track.state);
    });
  });

  test.each(['breach', 'hold'] as const)(
    'data that comes back with a %s ends the absence',
    (to) => {
      for (const track of [FIRING, RECOVERING]) {
        const silent = { ...track, absentSinceMs: AT_MS - minutes(14) };
        expect(step(silent, to)).toEqual({ track: FIRING, ended: null });
      }
    },
  );

  test('data that comes back clear goes on with recovering where it was', () => {
    const silent = { ...RECOVERING, absentSinceMs: AT_MS - minutes(2) } as ConditionTrack;
    const { track } = step(silent, 'clear', { keepFiringForMs: minutes(4) });
    expect(track).toEqual(RECOVERING);
  });

  test('a pending time goes on through a gap that is kept', () => {
    const silent = { ...PENDING, absentSinceMs: AT_MS - minutes(2) } as ConditionTrack;
    expect(step(silent, 'breach', { forMs: minutes(10) }).track.state).toBe('firing');
  });
});
