import type { BusinessCase } from '../../core/workload.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';

/** Digits that survive 1 − confidence, so that a confidence of 0.95 is an alpha of 0.05. */
const ALPHA_DIGITS = 12;

/** How many times today's samples can be supposed: what was sent for it reaches no further. */
export const MOST_SAMPLES = 100;

/** What is supposed to be otherwise; what is absent stays as it is. Factors are above or equal to 0. */
export interface Levers {
  /** Limits by signal, in the signal's unit. */
  readonly limits?: Readonly<Record<string, number>>;
  /** How sure the policy wants to be, in (0.5, 1): the appetite for risk. */
  readonly confidence?: number;
  readonly valuePerSuccessUsd?: number;
  readonly minuteValueUsd?: number;
  /** Factor on what runs and outcome events state they are worth. */
  readonly statedValue?: number;
  /** Factor on what model calls cost. */
  readonly inferenceCost?: number;
  /** Factor on what cost events state, inference apart. */
  readonly statedCosts?: number;
  /** Factor on how much is reviewed. */
  readonly reviews?: number;
  /** Factor on how long runs take. */
  readonly latency?: number;
  /** Factor on everything that was seen, above 0 and at most {@link MOST_SAMPLES}: more of the same kind. */
  readonly samples?: number;
  /**
   * Factors on how often a signal shows what it should not, by signal: hallucinations, failed calls,
   * people who could have used it and did not. The number of trials stays.
   */
  readonly rates?: Readonly<Record<string, number>>;
}

/**
 * A policy with other limits and another confidence; the rest, its hash included, as it was.
 * @example policyUnder({ signals: new Map(), alpha: 0.05 }, { confidence: 0.9 }).alpha // 0.1
 */
export function policyUnder(policy: ResolvedPolicy, levers: Levers): ResolvedPolicy {
  const { limits = {}, confidence } = levers;
  return {
    ...policy,
    alpha:
      confidence === undefined ? policy.alpha : Number((1 - confidence).toPrecision(ALPHA_DIGITS)),
    signals: new Map(
      [...policy.signals].map(([signal, rule]) => [
        signal,
        { ...rule, limit: limits[signal] ?? rule.limit },
      ]),
    ),
  };
}

/**
 * A business case with other values.
 * @example caseUnder({ edited_fraction: 0.5 }, { valuePerSuccessUsd: 2 }) // { edited_fraction: 0.5, value_per_success_usd: 2 }
 */
export function caseUnder(businessCase: BusinessCase, levers: Levers): BusinessCase {
  const { valuePerSuccessUsd, minuteValueUsd } = levers;
  return {
    ...businessCase,
    ...(valuePerSuccessUsd === undefined ? {} : { value_per_success_usd: valuePerSuccessUsd }),
    ...(minuteValueUsd === undefined ? {} : { minute_value_usd: minuteValueUsd }),
  };
}
