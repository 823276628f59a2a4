import type { MissingState } from '../../signals/estimate.ts';
import type { ResolvedSignalRule } from '../policy/policy.ts';
import type { AssessedSignal } from './assessment.ts';
import { formatAgainst, formatCount, formatValue } from './format-value.ts';
import { asSentence, missingPhrase } from './signal-phrase.ts';
import { isInside, recoverLimit } from '../engine/signal-status.ts';

/** An assessed signal before it is explained. */
type Unexplained = Omit<AssessedSignal, 'reason'>;

/** Why the number behind a window is missing, in the words of whoever looked for it. */
export interface MissingReasons {
  readonly recent: string | null;
  readonly evidence: string | null;
}

/**
 * One or two sentences on what a signal shows and what is still open, for people.
 * @param signal without its reason
 * @param rule of the signal in the policy
 */
export function signalReason(
  signal: Unexplained,
  rule: ResolvedSignalRule,
  missing: MissingReasons,
): string {
  if (rule.role === 'not_applicable')
    return asSentence(rule.reason ?? 'the policy says it does not apply');
  if (signal.state !== 'ok' || signal.value === null) {
    return asSentence(missing.recent ?? `${signal.title} ${missingPhrase(stateOf(signal))}`);
  }
  const { signal: id, limit, status, evidence } = signal;
  if (limit === null)
    return `${formatValue(id, signal.value)} over ${signal.window}; shown only, no limit is set.`;
  const against = formatAgainst(id, signal.value, limit);
  const now = `${against.value} over ${signal.window}`;
  if (status === 'fail')
    return `${now}, and even at its best beyond the limit of ${against.limit}.`;
  if (signal.low === null)
    return `${now} (limit ${against.limit}); without an interval it never decides.`;
  if (status === 'pass') return passReason(signal, rule, now, against.limit);
  if (!isInside(rule.better, signal.value, limit)) {
    return `${now} is beyond the limit of ${against.limit}, though chance could still explain it.`;
  }
  if (evidence.state !== 'ok')
    return `${now} is inside the limit of ${against.limit}. ${evidenceGap(signal, rule, missing)}`;
  return `${now} is inside the limit of ${against.limit}, but not proven: the evidence still allows ${worst(signal)}.`;
}

function stateOf(signal: Unexplained): MissingState {
  return signal.state === 'ok' ? 'too_few' : signal.state;
}

function passReason(
  signal: Unexplained,
  rule: ResolvedSignalRule,
  now: string,
  limit: string,
): string {
  const { signal: id, evidence } = signal;
  const recover = recoverLimit(rule);
  if (
    signal.value !== null &&
    signal.limit !== null &&
    !isInside(rule.better, signal.value, signal.limit)
  ) {
    const until = recover === null ? '' : ` and keeps passing up to ${formatValue(id, recover)}`;
    return `${now} is a little beyond the limit of ${limit}: it was shown to be inside${until}.`;
  }
  const bound = worstBound(signal);
  if (bound === null || signal.limit === null) return `${now} is inside the limit of ${limit}.`;
  const samples = `${formatCount(evidence.n)} samples since ${day(evidence.since)}`;
  const between = `between ${formatValue(id, evidence.low ?? bound)} and ${formatValue(id, evidence.high ?? bound)}`;
  return isInside(rule.better, bound, signal.limit)
    ? `${now}; ${samples} put it ${between} (limit ${limit}).`
    : `${now} is inside the limit of ${limit}, as it was shown to be; ${samples} put it ${between}.`;
}

function evidenceGap(
  signal: Unexplained,
  rule: ResolvedSignalRule,
  missing: MissingReasons,
): string {
  const { evidence } = signal;
  if (evidence.restarted_by !== null) {
    // Enough in number, but not what they are worth, or not for an interval.
    if (missing.evidence !== null && evidence.n >= rule.minSample)
      return `It has to be shown again: ${evidence.restarted_by}. ${asSentence(missing.evidence)}`;
    const samples = `${formatCount(evidence.n)} of at least ${formatCount(rule.minSample)} samples since ${day(evidence.since)}`;
    return `It has to be shown again: ${evidence.restarted_by}; ${samples}.`;
  }
  return asSentence(missing.evidence ?? 'There is no evidence yet');
}

function worst(signal: Unexplained): string {
  const bound = worstBound(signal);
  return bound === null ? 'anything' : formatValue(signal.signal, bound);
}

/** The end of the evidence interval on the bad side. */
function worstBound({ better, evidence }: Unexplained): number | null {
  return better === 'lower' ? evidence.high : evidence.low;
}

function day(instant: string): string {
  return instant.slice(0, 10);
}
