import type { BusinessCase } from '../../core/workload.ts';
import { readSignal } from '../../signals/estimate-signal.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { LimitChanges } from '../policy/limit-changes.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import { estimateParameters } from './estimate-parameters.ts';
import { evidenceStart } from './evidence-start.ts';
import type { SignalReading, SignalReadings } from './signal-status.ts';
import type { EngineState } from './step.ts';
import { windowsAt, windowStart } from './windows-at.ts';

/** What the telemetry of one workload is read with. */
export interface ReadingContext {
  readonly businessCase: BusinessCase;
  readonly limitChangesMs: LimitChanges;
}

const EMPTY: SignalReading = {
  state: 'too_few',
  value: null,
  n: 0,
  side: 'open',
  reason: 'The evidence has only just begun anew.',
};

/** A reader of one workload's signals at any instant. */
export type SignalReader = (
  before: EngineState | null,
  atMs: number,
) => ReadonlyMap<string, SignalReadings>;

/**
 * A reader of every signal that a policy gives a limit, over both windows.
 * @returns a function of the state before (evidence restarts where a signal failed last) and the
 * instant, which must be on the hour or the history's end
 */
export function createSignalReader(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReadingContext,
): SignalReader {
  const limited = [...policy.signals]
    .filter(([, rule]) => rule.limit !== null && rule.role !== 'not_applicable')
    .map(([signal, rule]) => ({
      signal,
      rule,
      params: estimateParameters(policy, rule, context.businessCase),
    }));
  return (before, atMs) => {
    const windowFrom = windowsAt(history, atMs);
    const readings = new Map<string, SignalReadings>();
    for (const { signal, rule, params } of limited) {
      const start = evidenceStart(atMs, rule.evidenceMs, {
        releases: history.releaseChanges,
        limitChangesMs: context.limitChangesMs[signal] ?? [],
        failedMs: before?.signals[signal]?.failedMs ?? null,
      });
      const read = (fromMs: number): SignalReading => {
        const window = windowFrom(fromMs);
        return window === null ? EMPTY : readSignal(signal, window, params, rule.limit);
      };
      readings.set(signal, {
        recent: read(windowStart(atMs, rule.recentMs)),
        evidence: read(start.sinceMs),
      });
    }
    return readings;
  };
}
