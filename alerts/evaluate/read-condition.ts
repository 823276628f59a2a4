import type { BusinessCase } from '../../core/workload.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { COUNT_ROUNDING } from '../../signals/finding.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { minuteParameters } from '../../signals/minute-signals.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { compareBurn, type BadOfTotal } from '../condition/burn-rate.ts';
import { combineInputs, compareValue, type ConditionInput } from '../condition/condition.ts';
import type {
  BurnPair,
  CompiledCondition,
  CompiledRule,
  WindowRef,
} from '../rule/compiled-rule.ts';
import { SEVERITIES, type Severity } from '../rule/rule.ts';
import { TELEMETRY_MEASURES } from './window-request.ts';

/** What is looked at: one workload, or the part of it with one value of the rule's cut. */
export interface Looked {
  readonly businessCase: BusinessCase;
  /** When the workload first sent anything, epoch milliseconds; null: never. */
  readonly firstMs: number | null;
  /** A window that the rule named; null where nothing came in during it. */
  readonly window: (window: WindowRef) => TelemetryWindow | null;
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
}

/**
 * A rule's conditions at one instant. Told is the number of the first condition that stands as the rule
 * does.
 * @param atMs of the evaluation
 */
export function readRule(rule: CompiledRule, looked: Looked, atMs: number): Reading {
  const isZero = rule.times.absent === 'zero';
  const { severity } = rule.document;
  const read = (one: CompiledCondition) => readCondition(one, looked, { atMs, isZero, severity });
  if (rule.conditions.length === 1) return read(rule.conditions[0]!);
  const readings = rule.conditions.map(read);
  const input = combineInputs(
    rule.combination,
    readings.map((reading) => reading.input),
  );
  const told = readings.find((reading) => reading.input === input) ?? readings[0]!;
  const hasData = isZero ? readings.some((one) => one.hasData) : input !== 'absent';
  return { ...told, input, hasData };
}

/** What holds for all conditions of a rule. */
interface Terms {
  readonly atMs: number;
  /** Whether absent data is read as the number 0. */
  readonly isZero: boolean;
  readonly severity: Severity;
}

function readCondition(condition: CompiledCondition, looked: Looked, terms: Terms): Reading {
  switch (condition.kind) {
    case 'threshold': {
      const found = valueOf(condition, looked.window(condition.window), looked);
      const value = found.value ?? (terms.isZero ? 0 : null);
      return {
        input: compareValue(value, condition.threshold),
        value,
        n: found.n,
        threshold: condition.threshold.threshold,
        unit: unitOf(condition.signal),
        severity: null,
        hasData: found.value !== null,
      };
    }
    case 'change':
      return readChange(condition, looked, terms);
    case 'burn':
      return readBurn(condition, looked, terms);
    case 'absence':
      return readAbsence(condition.window, looked, terms);
  }
}

/** A return is told as a multiple, other ratios as shares. */
const unitOf = (signal: string): string => (signal === 'roi' ? 'x' : signalEntry(signal).unit);

interface Found {
  readonly value: number | null;
  readonly n: number;
}

/** A signal in a window as it is, whatever a policy asks of evidence. */
function valueOf(
  { signal, minSamples }: { readonly signal: string; readonly minSamples: number | null },
  window: TelemetryWindow | null,
  { businessCase }: Looked,
): Found {
  if (window === null) return { value: null, n: 0 };
  const found = findSignal(signal, window, minuteParameters(businessCase, minSamples));
  return { value: found.state === 'ok' ? found.value : null, n: found.n };
}

function readChange(
  condition: Extract<CompiledCondition, { kind: 'change' }>,
  looked: Looked,
  { isZero }: Terms,
): Reading {
  const { threshold } = condition;
  const now = valueOf(condition, looked.window(condition.window), looked);
  const before = valueOf(condition, looked.window(condition.before), looked);
  const instead = isZero ? 0 : null;
  const value = relativeChange(now.value ?? instead, before.value ?? instead);
  return {
    input: compareValue(value, threshold),
    value,
    n: now.n,
    threshold: threshold.threshold,
    unit: 'ratio',
    severity: null,
    hasData: now.value !== null && before.value !== null,
  };
}

/** From nothing to nothing is no change; from nothing to something is none that could be told. */
function relativeChange(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null;
  if (before === 0) return now === 0 ? 0 : null;
  return (now - before) / Math.abs(before);
}

function readBurn(
  condition: Extract<CompiledCondition, { kind: 'burn' }>,
  looked: Looked,
  { isZero, severity }: Terms,
): Reading {
  const { objective, pairs, signal } = condition;
  const badIn = (window: WindowRef): BadOfTotal | null => {
    const { value, n } = valueOf(condition, looked.window(window), looked);
    if (value === null) return isZero ? { bad: 0, total: 0 } : null;
    return { bad: countOf(badShare(signal, value), n), total: n };
  };
  const found = pairs.map((pair) => {
    const long = badIn(pair.long);
    const input = compareBurn(long, badIn(pair.short), { objective, factor: pair.factor });
    return { pair, long, input };
  });
  const input = combineInputs(
    'any',
    found.map((one) => one.input),
  );
  const told = found.find((one) => one.input === input)!;
  const breaching = found.filter((one) => one.input === 'breach').map((one) => one.pair);
  return {
    input,
    value: told.long && told.long.total > 0 ? told.long.bad / told.long.total : null,
    n: told.long?.total ?? 0,
    threshold: told.pair.factor * (1 - objective),
    unit: 'ratio',
    severity: loudest(breaching, severity),
    hasData: found.some(({ long }) => long !== null && long.total > 0),
  };
}

/** How many trials a share stands for: a whole number, which its product with them may just miss. */
function countOf(share: number, n: number): number {
  const whole = Math.round(share * n);
  return Math.abs(share * n - whole) < COUNT_ROUNDING * n ? whole : share * n;
}

/** Of a signal that is better the higher it is, what is missing to one is bad. */
function badShare(signal: string, value: number): number {
  return signalEntry(signal).better === 'lower' ? value : 1 - value;
}

/** @param own of the rule, for pairs that name none */
function loudest(pairs: readonly BurnPair[], own: Severity): Severity | null {
  return SEVERITIES.find((one) => pairs.some(({ severity }) => (severity ?? own) === one)) ?? null;
}

/** Silence of a workload that once sent something; told is for how many minutes there was nothing. */
function readAbsence(ref: WindowRef, looked: Looked, { atMs }: Terms): Reading {
  const window = looked.window(ref);
  const events =
    window === null ? 0 : TELEMETRY_MEASURES.reduce((n, name) => n + window.sum(name), 0);
  const isSilent = events === 0 && looked.firstMs !== null && looked.firstMs < atMs - ref.lengthMs;
  return {
    input: isSilent ? 'breach' : 'clear',
    value: isSilent ? 0 : events,
    n: events,
    threshold: 0,
    unit: '',
    severity: null,
    hasData: true,
  };
}
