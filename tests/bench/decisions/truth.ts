/** How the amounts of single runs lie around their mean. */
export type Shape =
  /** Four runs in five are worth the same, one is worth nothing. */
  | 'success'
  /** Evenly between half and one and a half of the mean. */
  | 'even'
  /** Lognormal with sigma 1: skewness 6. */
  | 'lognormal'
  /** One run in twenty carries all of it. */
  | 'rare';

/** What a workload truly does at a time, which telemetry shows only by chance. */
export interface Truth {
  readonly runsPerDay: number;
  readonly hallucinationRate: number;
  /** Share of the runs that are judged, that have a value, that have a price. */
  readonly judgedShare: number;
  readonly valuedShare: number;
  readonly pricedShare: number;
  /** How often whoever judges is right; null: always. */
  readonly judge: { readonly sensitivity: number; readonly specificity: number } | null;
  /** Runs of a conversation, of which all are made up or none. */
  readonly runsPerConversation: number;
  /** Mean value of a run, and how values lie around it. */
  readonly valueUsd: number;
  readonly valueShape: Shape;
  /** Whether a run states its value; else it only states an outcome, and the business case tells the value. */
  readonly valueStated: boolean;
  readonly costUsd: number;
  readonly costShape: Shape;
  readonly errorRate: number;
  /** Share of the runs that take longer than {@link SLOW_MS}. */
  readonly slowShare: number;
  /** Shares of the runs by release; empty: no run names one. */
  readonly releases: Readonly<Record<string, number>>;
}

/** Limits of the built-in policy's required signals, which the truth is measured against. */
export const LIMITS = { hallucinationRate: 0.03, valueUsd: 0.4, roi: 1.2 } as const;
/** Share of runs that are worth anything, by shape. */
export const SUCCESS_SHARE = 0.8;
export const RARE_SHARE = 0.05;
/** A limit on latency between a usual run and a slow one. */
export const SLOW_MS = 5_000;

/**
 * A workload whose every required signal lies at a share of its limit (its inverse where higher is better).
 * @param share 1: exactly at every limit; below 1: inside
 */
export function inside(share: number, runsPerDay = 200): Truth {
  const valueUsd = LIMITS.valueUsd / share;
  return {
    runsPerDay,
    hallucinationRate: LIMITS.hallucinationRate * share,
    judgedShare: 1,
    valuedShare: 1,
    pricedShare: 1,
    judge: null,
    runsPerConversation: 1,
    valueUsd,
    valueShape: 'success',
    valueStated: true,
    costUsd: (valueUsd * share) / LIMITS.roi,
    costShape: 'even',
    errorRate: 0.01,
    slowShare: 0.02,
    releases: {},
  };
}

/** The truth with another value of a run, its return on cost as before. */
export function worth(truth: Truth, valueUsd: number): Truth {
  return { ...truth, valueUsd, costUsd: (truth.costUsd * valueUsd) / truth.valueUsd };
}

/** The truth with another return on cost, its value as before. */
export function returning(truth: Truth, roi: number): Truth {
  return { ...truth, costUsd: truth.valueUsd / roi };
}
