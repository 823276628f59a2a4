import { DAY_MS, HOUR_MS, isoTime } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';
import { estimateParameters } from '../engine/estimate-parameters.ts';
import { type EvidenceStart, evidenceStart } from '../engine/evidence-start.ts';
import type { ReadingContext } from '../engine/read-signals.ts';
import { UNSEEN } from '../engine/signal-status.ts';
import type { EngineState } from '../engine/step.ts';
import { windowsAt, windowStart } from '../engine/windows-at.ts';
import type { ResolvedPolicy, ResolvedSignalRule } from '../policy/policy.ts';
import type { AssessedView } from './assessed-view.ts';
import type { AssessedSignal } from './assessment.ts';
import { formatDuration } from './format-value.ts';
import { signalReason } from './signal-reason.ts';

/**
 * Every signal of a policy with its exact interval over both windows, and its status.
 * @param state the engine's after the instant
 * @param atMs the instant: on the hour, or the history's end
 */
export function assessSignals(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReadingContext,
  state: EngineState,
  atMs: number,
): readonly AssessedView[] {
  const windowFrom = windowsAt(history, atMs);
  return [...policy.signals].map(([signal, rule]) => {
    const memory = state.signals[signal] ?? UNSEEN;
    const params = estimateParameters(policy, rule, context.businessCase);
    const start = evidenceStart(atMs, rule.evidenceMs, {
      releases: history.releaseChanges,
      limitChangesMs: context.limitChangesMs[signal] ?? [],
      failedMs: memory.failedMs,
    });
    const recentWindow = windowFrom(windowStart(atMs, rule.recentMs));
    const evidenceWindow = windowFrom(start.sinceMs);
    const estimate = (window: TelemetryWindow | null, by: EstimateParameters): Estimate =>
      rule.role === 'not_applicable' || window === null
        ? missing(rule)
        : estimateSignal(signal, window, by);
    const recent = estimate(recentWindow, params);
    const sinceMs = Math.max(start.sinceMs, Math.min(history.firstMs ?? start.sinceMs, atMs));
    const assessed = assessedSignal(
      signal,
      rule,
      memory.status,
      recent,
      estimate(evidenceWindow, estimateParameters(policy, rule, context.businessCase, true)),
      start,
      sinceMs,
    );
    const samplesPerDay = recent.n / (coveredMs(history, rule, atMs) / DAY_MS);
    return { assessed, rule, params, recentWindow, evidenceWindow, samplesPerDay };
  });
}

function assessedSignal(
  signal: string,
  rule: ResolvedSignalRule,
  status: AssessedSignal['status'],
  recent: Estimate,
  evidence: Estimate,
  start: EvidenceStart,
  sinceMs: number,
): AssessedSignal {
  const { title, axis, better, unit } = signalEntry(signal);
  // Made twice: an object that is spread to add a member takes fifty times as long.
  const explained = (reason: string): AssessedSignal => ({
    signal,
    title,
    axis,
    role: rule.role,
    value: recent.value,
    low: recent.low,
    high: recent.high,
    n: recent.n,
    n_effective: recent.nEffective,
    unit,
    better,
    limit: rule.limit,
    status,
    state: recent.state,
    method: recent.method,
    window: formatDuration(rule.recentMs),
    evidence: {
      value: evidence.value,
      low: evidence.low,
      high: evidence.high,
      n: evidence.n,
      since: isoTime(sinceMs),
      state: evidence.state,
      restarted_by: restartedBy(start),
    },
    reason,
  });
  const reasons = { recent: reasonOf(recent), evidence: reasonOf(evidence) };
  return explained(signalReason(explained(''), rule, reasons));
}

const DIMENSION_WORDS = {
  release: 'release',
  model: 'model',
  prompt_version: 'prompt version',
} as const;

function restartedBy({ cause, change }: EvidenceStart): string | null {
  if (cause === 'window') return null;
  if (cause === 'limit') return 'its limit changed';
  if (cause === 'failure') return 'it failed until then';
  return change === null
    ? 'a new release'
    : `${DIMENSION_WORDS[change.dimension]} ${change.value} took over`;
}

function reasonOf(estimate: Estimate): string | null {
  return estimate.state === 'ok' ? null : estimate.reason;
}

function missing(rule: ResolvedSignalRule): Estimate {
  const applies = rule.role !== 'not_applicable';
  return {
    state: applies ? 'too_few' : 'not_applicable',
    value: null,
    low: null,
    high: null,
    n: 0,
    nEffective: 0,
    method: 'none',
    reason: applies
      ? 'The evidence has only just begun anew.'
      : (rule.reason ?? 'The policy says it does not apply.'),
  };
}

/** How much of the recent window there is telemetry for: at least an hour, so that a rate stays finite. */
function coveredMs(history: TelemetryHistory, rule: ResolvedSignalRule, atMs: number): number {
  return Math.max(HOUR_MS, Math.min(rule.recentMs, atMs - (history.firstMs ?? atMs)));
}
