import type { AbsentPolicy, ConditionInput } from './condition.ts';

/** Where an alert stands; all instants are epoch milliseconds of evaluations. */
export type ConditionTrack =
  | { readonly state: 'normal' }
  | {
      readonly state: 'pending';
      /** Since when it breaches. */
      readonly activeAtMs: number;
      /** First evaluation without data since the last with some; null: there is data. */
      readonly absentSinceMs: number | null;
    }
  | {
      readonly state: 'firing';
      readonly activeAtMs: number;
      readonly firedAtMs: number;
      readonly absentSinceMs: number | null;
    }
  | {
      readonly state: 'recovering';
      readonly activeAtMs: number;
      readonly firedAtMs: number;
      /** Since when it is clear. */
      readonly firstClearMs: number;
      readonly absentSinceMs: number | null;
    };

/** The part of a rule that says how long a condition takes to begin and to end. */
export interface ConditionTimes {
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** `zero` has become a number before this; an absence that is left is as with `keep`. */
  readonly absent: AbsentPolicy;
}

/** Longest that an alert is kept without data before it is resolved. */
export const KEEP_WITHOUT_DATA_MS = 15 * 60_000;

/** Why an alert's condition came to its end. */
export type EndReason = 'cleared' | 'no_data';

/** What one evaluation did to an alert. */
export interface ConditionStep {
  readonly track: ConditionTrack;
  /** Set where an episode or a pending time ended with this evaluation. */
  readonly ended: EndReason | null;
}

/** Where every alert begins. */
export const NORMAL: ConditionTrack = { state: 'normal' };

/**
 * One evaluation of one alert. With `clear` for absent data the states are those of Prometheus 2.42,
 * where recovering shows as firing.
 * @param track as the evaluation before left it
 * @param atMs of this evaluation, after that of `track`
 */
export function stepCondition(
  track: ConditionTrack,
  input: ConditionInput,
  times: ConditionTimes,
  atMs: number,
): ConditionStep {
  if (input === 'absent') return stepWithoutData(track, times, atMs);
  if (input === 'breach') return { track: breach(track, times, atMs), ended: null };
  if (input === 'clear') return clear(track, times, atMs);
  return hold(track);
}

function breach(track: ConditionTrack, { forMs }: ConditionTimes, atMs: number): ConditionTrack {
  if (track.state === 'firing' || track.state === 'recovering') {
    const { activeAtMs, firedAtMs } = track;
    return { state: 'firing', activeAtMs, firedAtMs, absentSinceMs: null };
  }
  const activeAtMs = track.state === 'pending' ? track.activeAtMs : atMs;
  return atMs - activeAtMs >= forMs
    ? { state: 'firing', activeAtMs, firedAtMs: atMs, absentSinceMs: null }
    : { state: 'pending', activeAtMs, absentSinceMs: null };
}

function clear(
  track: ConditionTrack,
  { keepFiringForMs }: ConditionTimes,
  atMs: number,
): ConditionStep {
  if (track.state === 'normal') return { track, ended: null };
  if (track.state === 'pending') return { track: NORMAL, ended: 'cleared' };
  const { activeAtMs, firedAtMs } = track;
  const firstClearMs = track.state === 'recovering' ? track.firstClearMs : atMs;
  if (atMs - firstClearMs >= keepFiringForMs) return { track: NORMAL, ended: 'cleared' };
  const recovering = { activeAtMs, firedAtMs, firstClearMs, absentSinceMs: null };
  return { track: { state: 'recovering', ...recovering }, ended: null };
}

/** Better than the threshold, but not yet well: an alert neither begins nor ends. */
function hold(track: ConditionTrack): ConditionStep {
  if (track.state === 'normal') return { track, ended: null };
  if (track.state === 'pending') return { track: NORMAL, ended: 'cleared' };
  const { activeAtMs, firedAtMs } = track;
  return { track: { state: 'firing', activeAtMs, firedAtMs, absentSinceMs: null }, ended: null };
}

function stepWithoutData(
  track: ConditionTrack,
  times: ConditionTimes,
  atMs: number,
): ConditionStep {
  if (times.absent === 'clear') return clear(track, times, atMs);
  if (track.state === 'normal') return { track, ended: null };
  const absentSinceMs = track.absentSinceMs ?? atMs;
  if (atMs - absentSinceMs >= KEEP_WITHOUT_DATA_MS) return { track: NORMAL, ended: 'no_data' };
  return { track: { ...track, absentSinceMs }, ended: null };
}
