import { DAY_MS } from '../../core/time.ts';
import type { AlertItem } from '../api/alert-queries.ts';
import { formatCount, NOTHING, THIN } from '../format/number.ts';
import { formatSpan, instantMs } from '../format/time.ts';

/** What one rule made of people's attention. */
export interface NoisyRule {
  readonly rule: string;
  readonly title: string;
  readonly episodes: number;
  readonly perWeek: string;
  /** Share that somebody acknowledged. */
  readonly acknowledged: string;
  readonly acknowledgedExplanation: string;
  readonly medianLength: string;
  /** Often, and hardly ever taken: worth another threshold. */
  readonly isNoise: boolean;
}

/** Ended alerts in figures. */
export interface AlertReport {
  readonly ended: number;
  readonly toAcknowledge: string;
  readonly toAcknowledgeExplanation: string;
  readonly toResolve: string;
  readonly toResolveExplanation: string;
  /** Over which time. */
  readonly over: string;
  /** The one that fires most first. */
  readonly rules: readonly NoisyRule[];
}

const WEEK_MS = 7 * DAY_MS;
const NOISE_A_WEEK = 7;
const NOISE_TAKEN = 0.2;

/**
 * The middle of some numbers; null of none.
 * @example medianOf([3, 1, 2]) // 2
 * @example medianOf([4, 1, 2, 3]) // 2.5
 * @example medianOf([]) // null
 */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)];
  if (upper === undefined) return null;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper;
}

/**
 * A length of time of an alert.
 * @example tellSeconds(150) // '3 minutes'
 * @example tellSeconds(40) // 'under a minute'
 */
export function tellSeconds(seconds: number | null): string {
  if (seconds === null) return NOTHING;
  return seconds < 60 ? 'under a minute' : formatSpan(seconds * 1000);
}

const known = (numbers: readonly (number | null)[]): number[] =>
  numbers.filter((number) => number !== null);

function noisyRule(
  [rule, items]: readonly [string, readonly AlertItem[]],
  weeks: number,
): NoisyRule {
  const taken = items.filter(({ response }) => response.acknowledged_at !== null).length;
  const perWeek = items.length / weeks;
  const share = taken / items.length;
  return {
    rule,
    title: items[0]?.title ?? rule,
    episodes: items.length,
    perWeek: perWeek < 10 ? String(Math.round(perWeek * 10) / 10) : formatCount(perWeek),
    acknowledged: `${Math.round(share * 100)}${THIN}%`,
    acknowledgedExplanation: `${taken} of ${items.length}`,
    medianLength: tellSeconds(medianOf(known(items.map((one) => one.seconds_to_resolve)))),
    isNoise: perWeek >= NOISE_A_WEEK && share < NOISE_TAKEN,
  };
}

/**
 * How fast people were and which rules make noise.
 * @param items ended alerts
 * @param nowMs end of the time they are counted over, epoch milliseconds
 */
export function buildAlertReport(items: readonly AlertItem[], nowMs: number): AlertReport {
  const firstMs = Math.min(nowMs, ...items.map(({ fired_at: at }) => instantMs(at)));
  // A rate over less than a week would call the first night of a rule noise.
  const spanMs = Math.max(WEEK_MS, nowMs - firstMs);
  const byRule = new Map<string, AlertItem[]>();
  for (const item of items) {
    const of = byRule.get(item.rule);
    if (of) of.push(item);
    else byRule.set(item.rule, [item]);
  }
  const acknowledged = known(items.map((one) => one.seconds_to_acknowledge));
  const resolved = known(items.map((one) => one.seconds_to_resolve));
  const over = `the last ${formatSpan(spanMs)}`;
  return {
    ended: items.length,
    toAcknowledge: tellSeconds(medianOf(acknowledged)),
    toAcknowledgeExplanation: `Median from firing to the first acknowledgement, of the ${acknowledged.length} of ${items.length} ended alerts shown that were acknowledged, over ${over}`,
    toResolve: tellSeconds(medianOf(resolved)),
    toResolveExplanation: `Median from firing to the end, of the ${resolved.length} ended alerts shown, over ${over}`,
    over,
    rules: [...byRule]
      .map((entry) => noisyRule(entry, spanMs / WEEK_MS))
      .toSorted((a, b) => b.episodes - a.episodes || (a.title < b.title ? -1 : 1)),
  };
}
