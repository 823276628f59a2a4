import type { Interval } from '../core/statistics/interval.ts';
import type { Direction } from './catalogue-entry.ts';
import type { ComparisonVerdict } from './compare.ts';
import type { TelemetryWindow } from './window.ts';

/** A difference with its interval, after − before, in the signal's unit; or why there is none. */
export type Difference =
  | ({ readonly kind: 'known'; readonly value: number; readonly method: string } & Interval)
  | { readonly kind: 'unknown'; readonly method: string; readonly reason: string };

/** The same telemetry of two parts of a workload, over one window. */
export interface ComparedWindows {
  readonly before: TelemetryWindow;
  readonly after: TelemetryWindow;
}

/**
 * What an interval of a difference says: a difference that it leaves open is never called an improvement.
 * @param better which way the signal is better
 * @example differenceVerdict({ low: 0.01, high: 0.03 }, 'lower') // 'worse'
 * @example differenceVerdict({ low: -0.01, high: 0.03 }, 'lower') // 'no_clear_difference'
 */
export function differenceVerdict({ low, high }: Interval, better: Direction): ComparisonVerdict {
  if (low <= 0 && high >= 0) return 'no_clear_difference';
  return low > 0 === (better === 'higher') ? 'better' : 'worse';
}
