import type { ConditionInput } from './condition.ts';

/** What went wrong and how much there was, in one bucket. */
export interface BadOfTotal {
  readonly bad: number;
  readonly total: number;
}

/** Two windows over which an error budget is burnt faster than it may. */
export interface BurnWindows {
  /** Share that has to be good, in (0, 1). */
  readonly objective: number;
  /** How many times the allowed share of bad ones both windows must exceed. */
  readonly factor: number;
}

/** Pairs of windows where a rule names none: two that page, two that make a ticket. */
export const DEFAULT_BURN_WINDOWS = [
  { long: '1h', short: '5m', factor: 14.4, severity: 'page' },
  { long: '6h', short: '30m', factor: 6, severity: 'page' },
  { long: '1d', short: '2h', factor: 3, severity: 'warn' },
  { long: '3d', short: '6h', factor: 1, severity: 'warn' },
] as const;

/**
 * A pair of windows against an objective: both must exceed, so that it fires while it burns and for
 * enough to matter. Nothing seen in a window is no breach.
 *
 * Source: Beyer et al. 2018, The Site Reliability Workbook, chapter 5.
 * @param long sums over the long window; null: no bucket in it
 * @param short the same over the short one
 * @example compareBurn({ bad: 20, total: 100 }, { bad: 2, total: 10 }, { objective: 0.99, factor: 14.4 }) // 'breach'
 */
export function compareBurn(
  long: BadOfTotal | null,
  short: BadOfTotal | null,
  { objective, factor }: BurnWindows,
): ConditionInput {
  if (long === null || short === null) return 'absent';
  const allowed = factor * (1 - objective);
  const exceeds = ({ bad, total }: BadOfTotal): boolean => bad / total > allowed;
  return exceeds(long) && exceeds(short) ? 'breach' : 'clear';
}
