import { BellwetherError } from '../../core/errors.ts';
import type { BusinessCase } from '../../core/workload.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { limitSide } from '../../signals/estimate-signal.ts';
import { findReported } from '../../signals/estimators/reported.ts';
import { estimateParameters } from '../engine/estimate-parameters.ts';
import type { SignalReading, SignalReadings } from '../engine/signal-status.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import type { StatedSignal } from './policy-case.ts';

/**
 * Signals as a case states them, read by a policy: like the aggregates that senders report, the same
 * in both windows. A share with n gets its interval from both; anything else the one that is stated.
 * @throws BellwetherError `invalid` for a signal that the catalogue does not hold
 */
export function statedReadings(
  policy: ResolvedPolicy,
  businessCase: BusinessCase,
  signals: readonly StatedSignal[],
): ReadonlyMap<string, SignalReadings> {
  return new Map(
    signals.map((stated) => {
      const reading = readStated(policy, businessCase, stated);
      return [stated.signal, { recent: reading, evidence: reading }];
    }),
  );
}

function readStated(
  policy: ResolvedPolicy,
  businessCase: BusinessCase,
  { signal, value, low, high, n, state }: StatedSignal,
): SignalReading {
  const entry = SIGNALS_BY_ID.get(signal);
  const rule = policy.signals.get(signal);
  if (!entry || !rule) throw new BellwetherError('invalid', `there is no signal ${signal}`);
  if (value === undefined || state !== undefined) {
    return { state: state ?? 'too_few', value: null, n: n ?? 0, side: 'open', reason: 'stated' };
  }
  const params = estimateParameters(policy, rule, businessCase);
  const metric = { reports: 1, value, n: n ?? null, low: low ?? null, high: high ?? null };
  const found = findReported(metric, entry.estimator === 'proportion', params, entry.trials);
  if (found.state !== 'ok') {
    return { state: found.state, value: null, n: found.n, side: 'open', reason: found.reason };
  }
  return {
    state: 'ok',
    value,
    n: found.n,
    side: rule.limit === null ? 'open' : limitSide(found.sideOf(rule.limit), entry.better),
    hasNoInterval: found.hasNoInterval === true,
    reason: null,
  };
}
