import { durationMs } from '../../../core/duration.ts';
import { DAY_MS, HOUR_MS, ceilTo, isoTime } from '../../../core/time.ts';
import { estimateSignal } from '../../../signals/estimate-signal.ts';
import type { Estimate } from '../../../signals/estimate.ts';
import type { TelemetryWindow } from '../../../signals/window.ts';
import { formatAgainst, formatCount, formatValue } from '../../assessment/format-value.ts';
import { estimateParameters } from '../../engine/estimate-parameters.ts';
import { DRILL_VALID_MS } from '../drills.ts';
import { holds, lacks, type Finding, type GateFacts, type Prover } from '../gate-facts.ts';
import { reviewSampleSize } from '../sample-size.ts';

const MOST_QUARANTINED = 0.01;
const QUARANTINE_MS = 7 * DAY_MS;
const LOAD_DAYS = 28;
const SAMPLE_MS = 90 * DAY_MS;

/** A window that ends at the instant; null where it would begin at it. */
function windowOf({ history }: GateFacts, lengthMs: number, atMs: number): TelemetryWindow | null {
  const fromMs = ceilTo(atMs - lengthMs, HOUR_MS);
  return fromMs < atMs ? history.window(fromMs, atMs) : null;
}

/** A signal as the policy reads it as evidence, over a window of this length. */
function estimate(
  facts: GateFacts,
  signal: string,
  lengthMs: number,
  atMs: number,
): Estimate | null {
  const { policy, workload } = facts;
  const rule = policy.signals.get(signal);
  const window = windowOf(facts, lengthMs, atMs);
  if (rule === undefined || window === null) return null;
  const params = estimateParameters(policy, rule, workload.business_case ?? {}, true);
  return estimateSignal(signal, window, params);
}

const evidenceMsOf = ({ policy }: GateFacts, signal: string): number =>
  policy.signals.get(signal)?.evidenceMs ?? 0;

const limitOf = ({ policy }: GateFacts, signal: string): number | undefined =>
  policy.signals.get(signal)?.limit ?? undefined;

const NOTHING = 'Nothing of it is known yet.';
const whyNot = (found: Estimate | null): string =>
  found === null || found.state === 'ok' ? NOTHING : found.reason;

/** Few of the events that claimed the workload were rejected. */
export const proveFewRejected: Prover = (facts, atMs) => {
  const found = estimate(facts, 'quarantine_rate', QUARANTINE_MS, atMs);
  if (found?.state !== 'ok') return lacks(`Rejected events over 7 days: ${whyNot(found)}`);
  const { value, limit } = formatAgainst('quarantine_rate', found.value, MOST_QUARANTINED);
  const words = `${value} of ${formatCount(found.n)} events in 7 days were rejected`;
  return found.value < MOST_QUARANTINED
    ? holds(`${words}.`)
    : lacks(`${words}; it may be below ${limit}.`);
};

/** Evaluations of a named dataset came in. */
export const proveDatasets: Prover = ({ datasets, signatures }, atMs) => {
  const attested = (signatures.get('evaluation_set') ?? []).flatMap(({ datasets: seen = [] }) =>
    seen.map(({ dataset, first_at }) => ({ dataset, firstMs: Date.parse(first_at) })),
  );
  const seen = [...datasets, ...attested].filter(({ firstMs }) => firstMs <= atMs);
  const names = [...new Set(seen.map(({ dataset }) => dataset))];
  if (names.length === 0) return lacks('No evaluation event that names a dataset was seen.');
  return holds(`Evaluated is ${names.slice(0, 5).join(', ')}.`);
};

/** The evaluation's lower bound reaches what was agreed. */
export const proveEvaluation: Prover = (facts, atMs) => {
  const signal = 'evaluation_pass_rate';
  const agreed = facts.workload.agreed?.evaluation_pass_rate ?? limitOf(facts, signal);
  if (agreed === undefined) {
    return lacks(
      'No share is agreed: state agreed.evaluation_pass_rate, or a limit in the policy.',
    );
  }
  const found = estimate(facts, signal, evidenceMsOf(facts, signal), atMs);
  if (found?.state !== 'ok') return lacks(`Evaluation pass rate: ${whyNot(found)}`);
  if (found.low === null) return lacks('The evaluation pass rate is reported without an interval.');
  const { value, limit } = formatAgainst(signal, found.low, agreed);
  const words = `At least ${value} of ${formatCount(found.n)} evaluations are passed; agreed are ${limit}.`;
  return found.low >= agreed ? holds(words) : lacks(words);
};

/** A busy day was quick enough. */
export const proveLatency: Prover = (facts, atMs) => {
  const signal = 'latency_p95';
  const { agreed, business_case: business } = facts.workload;
  const limitMs = agreed?.latency_p95_ms ?? limitOf(facts, signal);
  const expected = business?.expected_runs_per_day;
  const missing = [
    ...(limitMs === undefined
      ? ['No p95 latency is agreed: state agreed.latency_p95_ms, or a limit in the policy.']
      : []),
    ...(expected === undefined
      ? ['The record states no expected volume (business_case.expected_runs_per_day).']
      : []),
  ];
  if (limitMs === undefined || expected === undefined) return lacks(...missing);
  const endMs = latestBusyDayEnd(facts, expected, atMs);
  if (endMs === null) {
    return lacks(`No day of the last ${LOAD_DAYS} had ${formatCount(expected)} runs.`);
  }
  const rule = facts.policy.signals.get(signal);
  if (rule === undefined) return lacks(NOTHING);
  const params = estimateParameters(facts.policy, rule, business ?? {}, true);
  const measure = (days: number): Finding => {
    const busy = facts.history.window(endMs - days * DAY_MS, endMs);
    const found = estimateSignal(signal, busy, params);
    if (found.state !== 'ok' || found.high === null) {
      const isMore = days < LOAD_DAYS && isBusy(facts, expected, endMs, days + 1);
      return isMore ? measure(days + 1) : lacks(`p95 latency: ${whyNot(found)}`);
    }
    const { value, limit } = formatAgainst(signal, found.high, limitMs);
    const span = days === 1 ? 'a day' : `${days} days`;
    const words = `At ${formatCount(busy.sum('runs'))} runs in ${span} p95 latency was at most ${value}; agreed are ${limit}.`;
    return found.high <= limitMs ? holds(words) : lacks(words);
  };
  // Where a day's expected runs are too few for p95, as many busy days before it as it takes.
  return measure(1);
};

/** Whether so many days up to an instant had the expected runs a day. */
function isBusy({ history }: GateFacts, expected: number, endMs: number, days: number): boolean {
  return history.window(endMs - days * DAY_MS, endMs).sum('runs') >= days * expected;
}

function latestBusyDayEnd(facts: GateFacts, expected: number, atMs: number): number | null {
  const lastMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  for (let back = 0; back < LOAD_DAYS; back += 1) {
    const endMs = lastMs - back * DAY_MS;
    if (isBusy(facts, expected, endMs, 1)) return endMs;
  }
  return null;
}

const acceptedOf = (facts: GateFacts): number | undefined =>
  facts.workload.agreed?.audited_error_rate ?? limitOf(facts, 'audited_error_rate');
const NOT_ACCEPTED =
  'No error rate is accepted: state agreed.audited_error_rate, or a limit in the policy.';

/** As many random reviews as the accepted rate takes. */
export const proveSample: Prover = (facts, atMs) => {
  const accepted = acceptedOf(facts);
  if (accepted === undefined || accepted <= 0) return lacks(NOT_ACCEPTED);
  const needed = reviewSampleSize(Math.min(1, accepted), facts.policy.alpha);
  const reviewed = windowOf(facts, SAMPLE_MS, atMs)?.sum('random_reviews') ?? 0;
  const words = `${formatCount(reviewed)} of ${formatCount(needed)} random reviews in 90 days.`;
  return reviewed >= needed ? holds(words) : lacks(words);
};

/** The audited error rate's upper bound is within what is accepted. */
export const proveErrorRate: Prover = (facts, atMs) => {
  const signal = 'audited_error_rate';
  const accepted = acceptedOf(facts);
  if (accepted === undefined) return lacks(NOT_ACCEPTED);
  const found = estimate(facts, signal, SAMPLE_MS, atMs);
  if (found?.state !== 'ok') return lacks(`Audited error rate: ${whyNot(found)}`);
  if (found.high === null) return lacks('The audited error rate is reported without an interval.');
  const { value, limit } = formatAgainst(signal, found.high, accepted);
  const words = `At most ${value} of outputs are wrong, by ${formatCount(found.n)} random reviews; accepted are ${limit}.`;
  return found.high <= accepted ? holds(words) : lacks(words);
};

/** A drill ended in a restore lately, and in time. */
export const proveRollback: Prover = ({ drills, workload }, atMs) => {
  const target = workload.agreed?.rollback_minutes;
  const known = drills.filter(({ restoredMs }) => restoredMs < atMs);
  const isInTime = (minutes: number | null): boolean =>
    minutes !== null && (target === undefined || minutes <= target);
  const best = known.findLast(({ minutes }) => isInTime(minutes));
  const last = best ?? known.at(-1);
  if (last === undefined) return lacks('No drill that ended in a restore was reported.');
  const { incident, restoredMs, minutes } = last;
  const took = minutes === null ? '' : `, in ${formatValue('rollback_mttr', minutes)}`;
  const words = `Drill ${incident} was restored on ${isoTime(restoredMs).slice(0, 10)}${took}`;
  if (minutes === null) return lacks(`${words}; when it began was not reported.`);
  if (!isInTime(minutes)) return lacks(`${words}; agreed are ${target ?? 0} minutes.`);
  const expiresMs = restoredMs + DRILL_VALID_MS;
  if (atMs > expiresMs) return lacks(`${words}; that is more than 90 days ago.`);
  const agreed = target === undefined ? '; no time is agreed' : `; agreed are ${target} minutes`;
  return holds(`${words}${agreed}.`, expiresMs);
};

/** How much it is used is known. */
export const proveAdoption: Prover = (facts, atMs) => {
  const found = estimate(facts, 'adoption_rate', LOAD_DAYS * DAY_MS, atMs);
  if (found?.state !== 'ok') return lacks(`Adoption rate: ${whyNot(found)}`);
  return holds(`Used on ${formatValue('adoption_rate', found.value)} of occasions in 28 days.`);
};

/** Evaluations go on. */
export const proveEvaluationCurrent: Prover = (facts, atMs) => {
  const signal = 'evaluation_pass_rate';
  const found = estimate(facts, signal, evidenceMsOf(facts, signal), atMs);
  if (found?.state !== 'ok') return lacks(whyNot(found));
  return holds(`${formatCount(found.n)} evaluations, none of them stale.`);
};

/** The last business review is not too long ago. */
export const proveReviewHeld: Prover = ({ workload, reviewsMs }, atMs) => {
  const cadence = workload.review_cadence;
  if (cadence === undefined) return lacks('The record states no review cadence (review_cadence).');
  const lastMs = reviewsMs.findLast((heldMs) => heldMs <= atMs);
  if (lastMs === undefined) return lacks('No business review is on record.');
  const expiresMs = lastMs + durationMs(cadence);
  const words = `The last business review was held on ${isoTime(lastMs).slice(0, 10)}`;
  return atMs <= expiresMs
    ? holds(`${words}, within ${cadence}.`, expiresMs)
    : lacks(`${words}; that is more than ${cadence} ago.`);
};
