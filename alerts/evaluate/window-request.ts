import type { MeasureName } from '../../signals/measures.ts';
import { minuteNeeds, type MinuteNeeds } from '../../signals/minute-signals.ts';
import type { CompiledCondition, CompiledRule, WindowRef } from '../rule/compiled-rule.ts';

/** Some minutes before an evaluation, of all workloads, and what is asked of them. */
export interface WindowRequest {
  readonly window: WindowRef;
  /** Those that are looked for, also among what senders report. */
  readonly signals: ReadonlySet<string>;
  readonly measures: ReadonlySet<MeasureName>;
  readonly hasLatency: boolean;
  readonly hasMinutes: boolean;
}

/** What shows that a workload sent anything. */
export const TELEMETRY_MEASURES: readonly MeasureName[] = ['runs', 'events_received'];

/**
 * Parts of one workload (values of `by`) that one rule watches: twice as many as are told apart anywhere
 * else, so that names somebody makes up can fill neither the memory nor the list of alerts.
 */
export const MOST_PARTS = 200;

const NO_NEEDS: MinuteNeeds = { measures: [], hasLatency: false, hasMinutes: false };

/** The windows that one condition looks at. */
function windowsOf(condition: CompiledCondition): readonly WindowRef[] {
  switch (condition.kind) {
    case 'threshold':
    case 'absence':
    case 'anomaly':
    case 'drift':
      return [condition.window];
    case 'change':
      return [condition.window, condition.before];
    // Sums of hours alone, which are read apart.
    case 'release':
      return [];
    case 'burn':
      return condition.pairs.flatMap(({ long, short }) => [long, short]);
  }
}

/** What a condition asks of a window of minutes; of a history nothing has to be asked beforehand. */
function needsOf(condition: CompiledCondition): MinuteNeeds {
  if (condition.kind === 'absence') return { ...NO_NEEDS, measures: TELEMETRY_MEASURES };
  return condition.source === 'history' ? NO_NEEDS : minuteNeeds(condition.signal);
}

interface Collected {
  readonly window: WindowRef;
  readonly signals: Set<string>;
  readonly measures: Set<MeasureName>;
  hasLatency: boolean;
  hasMinutes: boolean;
}

/**
 * The windows that some rules need, each once, with all that any of the rules asks of it.
 * @returns by the windows' keys
 */
export function planWindows(rules: readonly CompiledRule[]): Map<string, WindowRequest> {
  const planned = new Map<string, Collected>();
  for (const condition of rules.flatMap(({ conditions }) => conditions)) {
    const needs = needsOf(condition);
    const signal = condition.kind === 'absence' ? null : condition.signal;
    for (const window of windowsOf(condition)) add(planned, window, signal, needs);
  }
  return planned;
}

/** Two requests for the same window as one. */
export function mergeRequests(a: WindowRequest | undefined, b: WindowRequest): WindowRequest {
  if (a === undefined) return b;
  return {
    window: a.window,
    signals: new Set([...a.signals, ...b.signals]),
    measures: new Set([...a.measures, ...b.measures]),
    hasLatency: a.hasLatency || b.hasLatency,
    hasMinutes: a.hasMinutes || b.hasMinutes,
  };
}

function add(
  planned: Map<string, Collected>,
  window: WindowRef,
  signal: string | null,
  needs: MinuteNeeds,
): void {
  let found = planned.get(window.key);
  if (found === undefined) {
    found = {
      window,
      signals: new Set(),
      measures: new Set(),
      hasLatency: false,
      hasMinutes: false,
    };
    planned.set(window.key, found);
  }
  if (signal !== null) found.signals.add(signal);
  for (const measure of needs.measures) found.measures.add(measure);
  found.hasLatency ||= needs.hasLatency;
  found.hasMinutes ||= needs.hasMinutes;
}
