import type { MeasureName } from '../../signals/measures.ts';
import { minuteNeeds } from '../../signals/minute-signals.ts';
import type { CompiledCondition, CompiledRule, SignalSource } from '../rule/compiled-rule.ts';
import type { RuleCut } from '../rule/rule.ts';

/** Some minutes before an evaluation, of all workloads. */
export interface WindowRequest {
  readonly source: SignalSource;
  readonly cut: RuleCut | null;
  readonly lengthMs: number;
  /** How long before the evaluation the window ends. */
  readonly offsetMs: number;
  readonly measures: ReadonlySet<MeasureName>;
  readonly hasLatency: boolean;
  readonly hasMinutes: boolean;
}

/** What shows that a workload sent anything. */
export const TELEMETRY_MEASURES: readonly MeasureName[] = ['runs', 'events_received'];

/** Which window: all rules that name the same one are answered by one question. */
export type WindowKey = string;

/** The key of a window; lengths in milliseconds. */
export const windowKey = (
  source: SignalSource,
  cut: RuleCut | null,
  lengthMs: number,
  offsetMs: number,
): WindowKey => `${source} ${cut ?? ''} ${lengthMs} ${offsetMs}`;

interface Wanted {
  readonly source: SignalSource;
  readonly lengthMs: number;
  readonly offsetMs: number;
  /** Null: whatever was sent. */
  readonly signal: string | null;
}

/** The windows that one condition looks at. */
function windowsOf(condition: CompiledCondition): readonly Wanted[] {
  if (condition.kind === 'absence') {
    return [{ source: 'minutes', lengthMs: condition.forMs, offsetMs: 0, signal: null }];
  }
  const { source, signal } = condition;
  const window = (lengthMs: number, offsetMs = 0): Wanted => ({
    source,
    lengthMs,
    offsetMs,
    signal,
  });
  if (condition.kind === 'threshold') return [window(condition.windowMs)];
  if (condition.kind === 'change') {
    return [window(condition.windowMs), window(condition.windowMs, condition.beforeMs)];
  }
  return condition.pairs.flatMap(({ longMs, shortMs }) => [window(longMs), window(shortMs)]);
}

/**
 * The windows that some rules need, each once, with all that any of the rules asks of it.
 * @returns by {@link windowKey}
 */
export function planWindows(rules: readonly CompiledRule[]): Map<WindowKey, WindowRequest> {
  const planned = new Map<WindowKey, WindowRequest>();
  for (const { cut, conditions } of rules) {
    for (const wanted of conditions.flatMap(windowsOf)) add(planned, wanted, cut);
  }
  return planned;
}

function add(planned: Map<WindowKey, WindowRequest>, wanted: Wanted, cut: RuleCut | null): void {
  const { source, lengthMs, offsetMs, signal } = wanted;
  const key = windowKey(source, cut, lengthMs, offsetMs);
  const before = planned.get(key);
  const needs =
    source === 'history'
      ? { measures: [], hasLatency: false, hasMinutes: false }
      : signal === null
        ? { measures: TELEMETRY_MEASURES, hasLatency: false, hasMinutes: false }
        : minuteNeeds(signal);
  planned.set(key, {
    source,
    cut,
    lengthMs,
    offsetMs,
    measures: new Set([...(before?.measures ?? []), ...needs.measures]),
    hasLatency: needs.hasLatency || (before?.hasLatency ?? false),
    hasMinutes: needs.hasMinutes || (before?.hasMinutes ?? false),
  });
}
