import type { BusinessCase } from '../../core/workload.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { minuteParameters } from '../../signals/minute-signals.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { ConditionInput } from '../condition/condition.ts';
import type { WindowRef } from '../rule/compiled-rule.ts';
import type { Severity } from '../rule/rule.ts';
import type { WorkloadHours } from './workload-hours.ts';

/** What is looked at: one workload, or the part of it with one value of the rule's cut. */
export interface Looked {
  readonly businessCase: BusinessCase;
  /** When the workload first sent anything, epoch milliseconds; null: never. */
  readonly firstMs: number | null;
  /** A window that the rule named; null where nothing came in during it. */
  readonly window: (window: WindowRef) => TelemetryWindow | null;
  /** Sums by the hour; null where the rule needs none, or there are none. */
  readonly hours: WorkloadHours | null;
}

/** Why a condition cannot be told yet, or not at all. */
export interface AbsentReason {
  readonly text: string;
  /** When it will be told for the first time, if that is known; epoch milliseconds. */
  readonly untilMs: number | null;
}

/** What a rule found at one evaluation. */
export interface Reading {
  readonly input: ConditionInput;
  /** Of the condition that is told, in its signal's unit (a change: relative); null where there is none. */
  readonly value: number | null;
  /** Trials behind the value. */
  readonly n: number;
  readonly threshold: number | null;
  /** Of value and threshold, for people: a change and a burnt share are ratios, whatever the signal is. */
  readonly unit: string;
  /** Of what breaches, where a condition has its own; null: the rule's. */
  readonly severity: Severity | null;
  /** Whether there was data to read, whatever stands in for it where there was none. */
  readonly hasData: boolean;
  /** Why there is none, where that is more than that none came in. */
  readonly absent?: AbsentReason;
}

/** What holds for all conditions of a rule. */
export interface Terms {
  readonly atMs: number;
  /** Whether absent data is read as the number 0. */
  readonly isZero: boolean;
  readonly severity: Severity;
}

/** The unit that a signal is told in: a return is a multiple, other ratios are shares. */
export const unitOf = (signal: string): string =>
  signal === 'roi' ? 'x' : signalEntry(signal).unit;

/** A number and the trials behind it. */
export interface Found {
  readonly value: number | null;
  readonly n: number;
}

/** A signal in a window as it is, whatever a policy asks of evidence; null where there is no number. */
export function valueOf(
  { signal, minSamples }: { readonly signal: string; readonly minSamples: number | null },
  window: TelemetryWindow | null,
  { businessCase }: Pick<Looked, 'businessCase'>,
): Found {
  if (window === null) return { value: null, n: 0 };
  const found = findSignal(signal, window, minuteParameters(businessCase, minSamples));
  return { value: found.state === 'ok' ? found.value : null, n: found.n };
}

/**
 * How far a number moved, relative to what it was. From nothing to nothing is no change; from nothing to
 * something is none that could be told.
 */
export function relativeChange(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null;
  if (before === 0) return now === 0 ? 0 : null;
  return (now - before) / Math.abs(before);
}

/** A condition that cannot be told, and why. */
export function absentReading(
  signal: string,
  threshold: number | null,
  text: string,
  untilMs: number | null = null,
): Reading {
  return {
    input: 'absent',
    value: null,
    n: 0,
    threshold,
    unit: unitOf(signal),
    severity: null,
    hasData: false,
    absent: { text, untilMs },
  };
}
