import type { LimitSide, MissingState } from '../../signals/estimate.ts';
import type { SignalStatus } from '../assessment/assessment.ts';
import type { ResolvedSignalRule } from '../policy/policy.ts';

/** One signal over one window, as far as a status needs it. */
export interface SignalReading {
  readonly state: 'ok' | MissingState;
  readonly value: number | null;
  readonly n: number;
  /** Where the whole interval lies from the limit; `open` without an interval, so that it never decides. */
  readonly side: LimitSide;
  /** True of a number whose source states no interval. */
  readonly hasNoInterval?: boolean;
  readonly reason: string | null;
}

/** One signal over both windows: the recent one is quick to doubt, the evidence slow to trust. */
export interface SignalReadings {
  readonly recent: SignalReading;
  readonly evidence: SignalReading;
}

/** What the engine keeps of a signal from one grid instant to the next. */
export interface SignalMemory {
  readonly status: SignalStatus;
  /** The last status that telemetry showed; silence leaves it as it was. */
  readonly known: SignalStatus;
  /** The last grid instant at which it failed, epoch milliseconds; null if it never did. */
  readonly failedMs: number | null;
}

/** A signal of which nothing has been seen. */
export const UNSEEN: SignalMemory = { status: 'uncertain', known: 'uncertain', failedMs: null };

/**
 * How far the recent estimate of a passing signal may go before it stops passing: outward from the
 * limit by `recover`. The room is a share of the limit's size (so a limit of 0 leaves none and a
 * negative one is still left outward); for a proportion where higher is better, a share of 1 − limit.
 * @returns in the signal's unit; null without a limit
 * @example recoverLimit({ better: 'lower', proportion: true, limit: 0.03, recover: 0.1 }) // 0.033
 * @example recoverLimit({ better: 'higher', proportion: true, limit: 0.95, recover: 0.1 }) // 0.945
 * @example recoverLimit({ better: 'higher', proportion: false, limit: 1.2, recover: 0.1 }) // 1.08
 */
export function recoverLimit(
  rule: Pick<ResolvedSignalRule, 'better' | 'proportion' | 'limit' | 'recover'>,
): number | null {
  const { limit, recover } = rule;
  if (limit === null) return null;
  if (rule.better === 'lower') return limit + Math.abs(limit) * recover;
  return rule.proportion ? 1 - (1 - limit) * (1 + recover) : limit - Math.abs(limit) * recover;
}

/**
 * Whether an estimate is inside a limit; on the limit counts as inside.
 * @example isInside('lower', 0.03, 0.03) // true
 */
export function isInside(better: 'higher' | 'lower', value: number, limit: number): boolean {
  return better === 'lower' ? value <= limit : value >= limit;
}

/**
 * The status of one signal at one instant.
 *
 * fail: the recent interval lies wholly on the bad side. pass: entered when the evidence interval
 * lies wholly on the good side and the recent estimate is inside the limit; kept until fail, until
 * either window is missing or has a number without an interval, or until the recent estimate is beyond
 * {@link recoverLimit}. Everything else, and every signal without a limit, is uncertain.
 * @param before the status at the grid instant before
 */
export function signalStatus(
  rule: ResolvedSignalRule,
  { recent, evidence }: SignalReadings,
  before: SignalStatus,
): SignalStatus {
  const beyond = recoverLimit(rule);
  if (rule.role === 'not_applicable' || rule.limit === null || beyond === null) return 'uncertain';
  if (recent.state !== 'ok' || recent.value === null) return 'uncertain';
  if (recent.side === 'bad') return 'fail';
  if (evidence.state !== 'ok') return 'uncertain';
  if (recent.hasNoInterval || evidence.hasNoInterval) return 'uncertain';
  if (before === 'pass') return isInside(rule.better, recent.value, beyond) ? 'pass' : 'uncertain';
  return evidence.side === 'good' && isInside(rule.better, recent.value, rule.limit)
    ? 'pass'
    : 'uncertain';
}

/**
 * What is known of a signal after an instant. A failure stays known while the signal is missing, and
 * until enough has been measured since it failed: neither a window that empties nor a handful of samples
 * shows a recovery.
 * @returns the memory before, the same object, where nothing about it changed
 * @param atMs the instant, epoch milliseconds
 */
export function rememberSignal(
  rule: ResolvedSignalRule,
  readings: SignalReadings,
  before: SignalMemory,
  atMs: number,
): SignalMemory {
  const status = signalStatus(rule, readings, before.status);
  if (status === 'fail') return { status, known: 'fail', failedMs: atMs };
  const isMissing = readings.recent.state !== 'ok';
  const known =
    isMissing || (before.known === 'fail' && readings.evidence.state !== 'ok')
      ? before.known
      : status;
  if (status === before.status && known === before.known) return before;
  return { status, known, failedMs: before.failedMs };
}
