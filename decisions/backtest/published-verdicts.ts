import { DAY_MS } from '../../core/time.ts';
import type { ReplayedChange } from '../engine/replay.ts';
import type { Verdict } from '../policy/policy.ts';

/** A quarter of a year. */
const QUARTER_MS = (365.25 / 4) * DAY_MS;

/** A span of time; epoch milliseconds. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Only a replay's changes of the published verdict, its first publication included; ascending. */
export function publishedChanges(changes: readonly ReplayedChange[]): readonly ReplayedChange[] {
  return changes.filter(({ verdict, previous }) => verdict !== previous);
}

/**
 * The verdict published at an instant; hold before anything was.
 * @param changes ascending
 * @example publishedAt([], 0) // 'hold'
 */
export function publishedAt(changes: readonly ReplayedChange[], atMs: number): Verdict {
  return changes.findLast((change) => change.atMs <= atMs)?.verdict ?? 'hold';
}

/**
 * Since when the verdict published at the end of a span has stood without a break; at the earliest
 * since the span's start.
 * @param changes ascending
 * @returns epoch milliseconds
 */
export function standsSince(
  changes: readonly ReplayedChange[],
  { fromMs, toMs }: TimeSpan,
): number {
  const last = publishedChanges(changes).findLast(({ atMs }) => atMs <= toMs);
  return Math.max(fromMs, last?.atMs ?? fromMs);
}

/**
 * How often the published verdict changed in a span after it first settled, which is its first change
 * away from the hold that everything begins with; scaled to a quarter of a year.
 * @param changes ascending, of the whole replay and not of the span alone
 */
export function flipsPerQuarter(
  changes: readonly ReplayedChange[],
  { fromMs, toMs }: TimeSpan,
): number {
  const flips = publishedChanges(changes)
    .filter(({ previous }) => previous !== null)
    .slice(1)
    .filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  return (flips.length * QUARTER_MS) / (toMs - fromMs);
}

/**
 * Two decimals, which for days is a quarter of an hour.
 * @example toHundredths(2.0049) // 2
 */
export function toHundredths(value: number): number {
  return Number(value.toFixed(2)) + 0;
}
