import type { Interval } from '../core/statistics/interval.ts';
import type { MissingState } from './estimate.ts';
import type { InputName } from './window.ts';

/** Where a whole interval lies, seen from a limit; `open` when it holds the limit or is not known. */
export type IntervalSide = 'below' | 'above' | 'open';

/** A signal's number in one window, its interval still to be worked out by whoever needs it. */
export interface Found {
  readonly state: 'ok';
  readonly value: number;
  /** Raw number of trials. */
  readonly n: number;
  /** What they are worth after the design effect. */
  readonly nEffective: number;
  readonly method: string;
  /** The deciding interval; null where the source states none. May take root finding. */
  interval(): Interval | null;
  /** The side of a limit the interval lies on, without working out the interval. */
  sideOf(limit: number): IntervalSide;
  /** Where the source states none: the number is shown, and never decides. */
  readonly hasNoInterval?: true;
  /** The inputs whose last sighting tells whether this number is stale; absent: the entry's. */
  readonly seenBy?: readonly InputName[];
}

/** No number, and why in one sentence for people. */
export interface NotFound {
  readonly state: MissingState;
  /** Trials there were; 0 where the window holds none. */
  readonly n: number;
  /** What they are worth after the design effect. */
  readonly nEffective: number;
  readonly method: string;
  readonly reason: string;
  readonly seenBy?: readonly InputName[];
}

/** A signal's number in one window, or why there is none. */
export type Finding = Found | NotFound;

/**
 * A finding without a number.
 * @param state why there is none
 * @param n trials there were
 * @param method the interval's method, had there been one
 * @param reason one sentence with numbers
 * @param nEffective what the trials are worth
 */
export function notFound(
  state: MissingState,
  n: number,
  method: string,
  reason: string,
  nEffective = n,
): NotFound {
  return { state, n, nEffective, method, reason };
}

/**
 * A finding whose interval costs nothing to work out; `too_few` where any of its numbers is not finite.
 * @param value in the signal's unit
 * @param interval around it, in the same unit; null where the source states none
 * @param n trials
 * @param method the interval's method
 * @param nEffective what the trials are worth
 */
export function foundWithin(
  value: number,
  interval: Interval | null,
  n: number,
  method: string,
  nEffective = n,
): Finding {
  if (!Number.isFinite(value + (interval?.low ?? 0) + (interval?.high ?? 0))) {
    return notFound(
      'too_few',
      n,
      method,
      `The figures behind ${wholeNumber(n)} trials have no finite interval.`,
      nEffective,
    );
  }
  const found: Found = {
    state: 'ok',
    value,
    n,
    nEffective,
    method,
    interval: () => interval,
    sideOf: (limit) => sideOfInterval(interval, limit),
  };
  return interval === null ? { ...found, hasNoInterval: true } : found;
}

/**
 * A finding with other inputs than the entry's telling whether it is stale. Written out, because an
 * object that is spread takes longer than working the finding out did.
 * @param seenBy the inputs it rests on
 */
export function seenThrough(finding: Finding, seenBy: readonly InputName[]): Finding {
  const { n, nEffective, method } = finding;
  if (finding.state !== 'ok') {
    return { state: finding.state, n, nEffective, method, reason: finding.reason, seenBy };
  }
  const { state, value, hasNoInterval } = finding;
  if (hasNoInterval) return { ...finding, seenBy };
  return {
    state,
    value,
    n,
    nEffective,
    method,
    interval: () => finding.interval(),
    sideOf: (limit) => finding.sideOf(limit),
    seenBy,
  };
}

/**
 * The side of a limit an interval lies on; `open` when it touches or holds the limit, or is null.
 * @example sideOfInterval({ low: 1, high: 2 }, 3) // 'below'
 */
export function sideOfInterval(interval: Interval | null, limit: number): IntervalSide {
  if (interval === null) return 'open';
  if (interval.high < limit) return 'below';
  return interval.low > limit ? 'above' : 'open';
}

/** How far a scaled count may miss the whole number it stands for (30 ÷ 7 × 7 < 30). */
export const COUNT_ROUNDING = 1e-9;

/**
 * `too_few` below a minimum sample, in words; null from the minimum on.
 * @param n trials
 * @param minSample trials needed
 * @param noun plural, e.g. `judged runs`
 * @param method the interval's method
 * @param effect how many trials are worth one, ≥ 1; the minimum applies to what they are worth
 * @example tooFew(12, 100, 'judged runs', 'm')?.reason // '12 of 100 judged runs needed.'
 * @example tooFew(120, 100, 'judged runs', 'm', 3)?.reason // '40 of 100 effective judged runs needed: 120 came in clusters, in which 3 are worth one.'
 */
export function tooFew(
  n: number,
  minSample: number,
  noun: string,
  method: string,
  effect = 1,
): NotFound | null {
  const worth = n / effect;
  if (worth + COUNT_ROUNDING >= minSample && n > 0) return null;
  const counted = Math.max(0, n);
  const needed = `${wholeNumber(worth)} of ${wholeNumber(Math.max(1, minSample))}`;
  const reason =
    effect > 1 && n > 0
      ? `${needed} effective ${noun} needed: ${wholeNumber(n)} came in clusters, in which ${Math.round(effect * 10) / 10} are worth one.`
      : `${needed} ${noun} needed.`;
  return notFound('too_few', counted, method, reason, counted / effect);
}

/** A count for people: whole, never below 0. */
export function wholeNumber(n: number): string {
  return String(Math.max(0, Math.floor(n)));
}

/**
 * A share for people, in per cent with one decimal, never below 0.
 * @example percent(0.032) // '3.2 %'
 */
export function percent(share: number): string {
  return `${Math.round(Math.max(0, share) * 1000) / 10} %`;
}
