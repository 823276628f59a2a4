import type { MeasureName } from '../../signals/measures.ts';
import { minuteNeeds } from '../../signals/minute-signals.ts';
import type { CompiledCondition, CompiledRule } from '../rule/compiled-rule.ts';

/** Workloads that some conditions look at by the hour, and over how long. */
export interface HourNeeds {
  /** In order, each once. */
  readonly workloads: readonly string[];
  /** Each once, milliseconds. */
  readonly lengthsMs: readonly number[];
}

/** What rules need of sums by the hour; null: none needs any. */
export interface HourPlan {
  readonly measures: readonly MeasureName[];
  readonly hasLatency: boolean;
  readonly hasMinutes: boolean;
  /** Of conditions that compare with other weeks; null: there are none. */
  readonly season: HourNeeds | null;
  /** The same of those that compare with another release. */
  readonly release: HourNeeds | null;
}

type HourCondition = Extract<CompiledCondition, { kind: 'anomaly' | 'release' }>;

/** Whether a condition looks at sums by the hour. */
export const needsHours = (condition: CompiledCondition): condition is HourCondition =>
  condition.kind === 'anomaly' || condition.kind === 'release';

/**
 * What some rules need of sums by the hour.
 * @param workloadsOf ids of the workloads that a rule looks at
 */
export function planHours(
  rules: readonly CompiledRule[],
  workloadsOf: (rule: CompiledRule) => readonly string[],
): HourPlan | null {
  const needing = rules.filter(({ conditions }) => conditions.some(needsHours));
  if (needing.length === 0) return null;
  const conditions = needing.flatMap((one) => one.conditions.filter(needsHours));
  const needs = conditions.map(({ signal }) => minuteNeeds(signal));
  const ofKind = (kind: HourCondition['kind']): HourNeeds | null => {
    const lengths = conditions
      .filter((one) => one.kind === kind)
      .map((one) => (one.kind === 'anomaly' ? one.spanMs : one.lengthMs));
    if (lengths.length === 0) return null;
    const own = needing.filter((rule) => rule.conditions.some((one) => one.kind === kind));
    return {
      workloads: [...new Set(own.flatMap(workloadsOf))].sort(),
      lengthsMs: [...new Set(lengths)],
    };
  };
  return {
    measures: [...new Set(needs.flatMap(({ measures }) => measures))],
    hasLatency: needs.some((one) => one.hasLatency),
    hasMinutes: needs.some((one) => one.hasMinutes),
    season: ofKind('anomaly'),
    release: ofKind('release'),
  };
}
