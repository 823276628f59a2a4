import type { MedianSpread } from '../../core/statistics/median-spread.ts';
import type { ConditionInput } from './condition.ts';

/** On which side of what is usual a number is unusual. */
export const DIRECTIONS_OF_ANOMALY = ['above', 'below', 'both'] as const;
export type DirectionOfAnomaly = (typeof DIRECTIONS_OF_ANOMALY)[number];

/** Numbers that are usual. */
export interface SeasonalBand {
  readonly low: number;
  readonly high: number;
}

/** What is usual for windows of the baseline's length, and what is compared with it. */
export interface SeasonalTerms {
  /** How much of the baseline's length the window covers, in (0, 1]. */
  readonly share: number;
  /** Whether the number grows with the length of its window. */
  readonly isCount: boolean;
  /** Whether it is a share of trials, which chance alone spreads. */
  readonly isProportion: boolean;
  /** Trials behind the number in question. */
  readonly n: number;
  /** How many spreads from the middle are usual. */
  readonly sensitivity: number;
}

/** What always varied by less than this share of its middle is taken to vary by it. */
const LEAST_SPREAD = 0.01;

/**
 * What is usual now, out of what was usual at the same hours of other weeks. The spread is at least what
 * chance alone does to as many trials, so that a quiet past makes no alarm of a single failure; a window
 * that is shorter than the baseline's spreads more.
 * @param usual median and spread of the baseline's values, in the signal's unit
 * @example seasonalBand({ median: 100, spread: 10 }, { share: 1, isCount: false, isProportion: false, n: 50, sensitivity: 3 }) // { low: 70, high: 130 }
 */
export function seasonalBand(
  { median, spread }: MedianSpread,
  { share, isCount, isProportion, n, sensitivity }: SeasonalTerms,
): SeasonalBand {
  const middle = isCount ? median * share : median;
  const scaled = isCount ? spread * Math.sqrt(share) : spread / Math.sqrt(share);
  const seen = sensitivity * Math.max(scaled, LEAST_SPREAD * Math.abs(middle));
  const chance = isCount
    ? chanceOfCount(middle, sensitivity)
    : chanceOfShare(isProportion ? middle : null, n, sensitivity);
  return { low: middle - Math.max(seen, chance.down), high: middle + Math.max(seen, chance.up) };
}

/** How far chance alone reaches on either side. */
interface Reach {
  readonly down: number;
  readonly up: number;
}

/** Roots of counts spread by a half whatever the count is (Anscombe 1948); below 0 there is none. */
function chanceOfCount(count: number, sensitivity: number): Reach {
  const root = Math.sqrt(Math.max(count, 0) + 3 / 8);
  const reach = sensitivity / 2;
  const up = reach * (2 * root + reach);
  return { up, down: root <= reach ? count + 1 : reach * (2 * root - reach) };
}

/** Of a share of some trials; half a trial keeps it from 0 where nothing ever failed. */
function chanceOfShare(share: number | null, n: number, sensitivity: number): Reach {
  if (share === null) return { up: 0, down: 0 };
  const held = (share * n + 0.5) / (n + 1);
  const reach = sensitivity * Math.sqrt((held * (1 - held)) / Math.max(n, 1));
  return { up: reach, down: reach };
}

/**
 * A number against what is usual.
 * @param value null: absent
 * @example compareWithBand(140, { low: 70, high: 130 }, 'above') // 'breach'
 * @example compareWithBand(40, { low: 70, high: 130 }, 'above') // 'clear'
 */
export function compareWithBand(
  value: number | null,
  { low, high }: SeasonalBand,
  direction: DirectionOfAnomaly,
): ConditionInput {
  if (value === null) return 'absent';
  if (value > high && direction !== 'below') return 'breach';
  return value < low && direction !== 'above' ? 'breach' : 'clear';
}
