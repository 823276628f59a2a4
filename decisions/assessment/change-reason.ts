import { signalEntry } from '../../signals/catalogue.ts';
import type { SignalReadings } from '../engine/signal-status.ts';
import type { EngineState, StepResult } from '../engine/step.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import { formatAgainst, formatDuration } from './format-value.ts';

const STATUS_WORDS = { pass: 'passes', fail: 'fails', uncertain: 'is uncertain' } as const;
const MISSING_WORDS = {
  not_instrumented: 'has never been measured',
  stale: 'has gone silent',
  too_few: 'has too few samples',
  provider_error: 'cannot be judged',
  not_applicable: 'does not apply',
} as const;

/**
 * One line on why a verdict changed at an instant: the required signals whose status changed and what
 * stands in the way of scale; where neither did, the dwell that ended.
 * @param result the instant
 * @param before the state at the grid instant before; null at the first
 */
export function changeReason(
  policy: ResolvedPolicy,
  readings: ReadonlyMap<string, SignalReadings>,
  result: StepResult,
  before: EngineState | null,
): string {
  if (before === null)
    return 'Nothing was published before: hold until the evidence says otherwise.';
  const causes =
    result.state.proposed === before.proposed
      ? recoveries(policy, result, before)
      : signalCauses(policy, readings, result, before);
  if (result.blockedBy.length > 0) causes.push(`blocked by ${result.blockedBy.join(', ')}`);
  if (result.verdict !== before.published && result.proposed === result.verdict) {
    const dwellMs = policy.dwellMs[result.verdict];
    if (dwellMs > 0)
      causes.push(`${result.verdict} has been proposed for ${formatDuration(dwellMs)}`);
  }
  const text = causes.length === 0 ? result.row.row.words : causes.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What lets a published verdict go although nothing else is proposed: failures that are over. */
function recoveries(policy: ResolvedPolicy, { state }: StepResult, before: EngineState): string[] {
  return [...policy.signals].flatMap(([signal, { role }]) => {
    const isOver =
      before.signals[signal]?.known === 'fail' && state.signals[signal]?.known !== 'fail';
    if (role !== 'required' || !isOver) return [];
    return [`${signalEntry(signal).title} no longer fails, by what was measured since`];
  });
}

function signalCauses(
  policy: ResolvedPolicy,
  readings: ReadonlyMap<string, SignalReadings>,
  result: StepResult,
  before: EngineState,
): string[] {
  const causes: string[] = [];
  for (const [signal, rule] of policy.signals) {
    const status = result.state.signals[signal]?.status ?? 'uncertain';
    if (rule.role !== 'required') continue;
    const { title } = signalEntry(signal);
    if (status === (before.signals[signal]?.status ?? 'uncertain')) continue;
    const recent = readings.get(signal)?.recent;
    if (
      recent === undefined ||
      recent.state !== 'ok' ||
      recent.value === null ||
      rule.limit === null
    ) {
      causes.push(
        `${title} ${MISSING_WORDS[recent?.state === 'ok' ? 'too_few' : (recent?.state ?? 'not_instrumented')]}`,
      );
      continue;
    }
    if (
      before.signals[signal]?.status === 'pass' &&
      readings.get(signal)?.evidence.state !== 'ok'
    ) {
      causes.push(`${title} has to be shown again: its evidence began anew`);
      continue;
    }
    const { value, limit } = formatAgainst(signal, recent.value, rule.limit);
    causes.push(`${title} ${STATUS_WORDS[status]} at ${value} (limit ${limit})`);
  }
  return causes;
}
