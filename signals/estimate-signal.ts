import { signalEntry } from './catalogue.ts';
import type { Direction } from './catalogue-entry.ts';
import type { Estimate, EstimateParameters, LimitSide, MissingState } from './estimate.ts';
import { findSignal } from './find-signal.ts';
import type { IntervalSide } from './finding.ts';
import type { TelemetryWindow } from './window.ts';

/** A signal read against a limit: what a replay needs, without the interval's ends. */
export interface Reading {
  readonly state: 'ok' | MissingState;
  /** In the signal's unit; null in any state but ok. */
  readonly value: number | null;
  readonly n: number;
  /** Where the whole deciding interval lies; `open` when missing, without interval or without limit. */
  readonly side: LimitSide;
  /** One sentence with numbers in any state but ok, else null. */
  readonly reason: string | null;
}

/**
 * A signal with its deciding interval.
 * @param id of the catalogue; throws a RangeError for any other
 * @param window what is known of the workload
 * @param params what policy and workload say
 * @returns a number with its interval, or a missing state with one sentence why; never NaN or infinite
 */
export function estimateSignal(
  id: string,
  window: TelemetryWindow,
  params: EstimateParameters,
): Estimate {
  const found = findSignal(id, window, params);
  const { n, nEffective, method } = found;
  if (found.state !== 'ok') {
    const { state, reason } = found;
    return { state, value: null, low: null, high: null, n, nEffective, method, reason };
  }
  const interval = found.interval();
  const { low, high } = interval ?? { low: null, high: null };
  return { state: 'ok', value: found.value, low, high, n, nEffective, method };
}

/**
 * A signal against a limit, for replays: no interval is worked out, and the side is the one that the
 * interval of {@link estimateSignal} lies on (for quantiles: that of the sequence on runs above the limit,
 * the only thing that decides there).
 * @param limit in the signal's unit; null where the policy names none
 */
export function readSignal(
  id: string,
  window: TelemetryWindow,
  params: EstimateParameters,
  limit: number | null,
): Reading {
  const found = findSignal(id, window, params);
  if (found.state !== 'ok') {
    return { state: found.state, value: null, n: found.n, side: 'open', reason: found.reason };
  }
  const side = limit === null ? 'open' : limitSide(found.sideOf(limit), signalEntry(id).better);
  return { state: 'ok', value: found.value, n: found.n, side, reason: null };
}

/**
 * Below or above, as good or bad.
 * @param side where the interval lies
 * @param better which way the signal is better
 * @example limitSide('below', 'lower') // 'good'
 */
export function limitSide(side: IntervalSide, better: Direction): LimitSide {
  if (side === 'open') return 'open';
  return (side === 'below') === (better === 'lower') ? 'good' : 'bad';
}
