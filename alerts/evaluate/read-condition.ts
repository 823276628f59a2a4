import type { BusinessCase } from '../../core/workload.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { minuteParameters } from '../../signals/minute-signals.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { compareBurn, type BadOfTotal } from '../condition/burn-rate.ts';
import { combineInputs, compareValue, type ConditionInput } from '../condition/condition.ts';
import type {
  BurnPair,
  CompiledCondition,
  CompiledRule,
  SignalSource,
} from '../rule/compiled-rule.ts';
import { SEVERITIES, type Severity } from '../rule/rule.ts';
import { TELEMETRY_MEASURES } from './window-request.ts';

/** What is looked at: one workload, or the part of it with one value of the rule's cut. */
export interface Looked {
  readonly businessCase: BusinessCase;
  /** When the workload first sent anything, epoch milliseconds; null: never. */
  readonly firstMs: number | null;
  /** A window that ends some time before the evaluation; null where nothing came in during it. */
  readonly window: (
    source: SignalSource,
    lengthMs: number,
    offsetMs: number,
  ) => TelemetryWindow | null;
}

/** What a rule found at one evaluation. */
export interface Reading {
  readonly input: ConditionInput;
  /** Of the condition that is told, in its signal's unit (a change: relative); null where there is none. */
  readonly value: number | null;
  /** Trials behind the value. */
  readonly n: number;
  readonly threshold: number | null;
  /** Of what breaches, where a condition has its own; null: the rule's. */
  readonly severity: Severity | null;
}

/**
 * A rule's conditions at one instant. Told is the number of the first condition that stands as the rule
 * does.
 * @param atMs of the evaluation
 */
export function readRule(rule: CompiledRule, looked: Looked, atMs: number): Reading {
  const isZero = rule.times.absent === 'zero';
  if (rule.conditions.length === 1) return readCondition(rule.conditions[0]!, looked, atMs, isZero);
  const readings = rule.conditions.map((one) => readCondition(one, looked, atMs, isZero));
  const input = combineInputs(
    rule.combination,
    readings.map((reading) => reading.input),
  );
  const told = readings.find((reading) => reading.input === input) ?? readings[0]!;
  return { ...told, input };
}

function readCondition(
  condition: CompiledCondition,
  looked: Looked,
  atMs: number,
  isZero: boolean,
): Reading {
  switch (condition.kind) {
    case 'threshold': {
      const found = valueOf(
        condition,
        looked.window(condition.source, condition.windowMs, 0),
        looked,
      );
      const value = found.value ?? (isZero ? 0 : null);
      return {
        input: compareValue(value, condition.threshold),
        value,
        n: found.n,
        threshold: condition.threshold.threshold,
        severity: null,
      };
    }
    case 'change':
      return readChange(condition, looked, isZero);
    case 'burn':
      return readBurn(condition, looked, isZero);
    case 'absence':
      return readAbsence(condition.forMs, looked, atMs);
  }
}

interface Found {
  readonly value: number | null;
  readonly n: number;
}

/** A signal in a window as it is, whatever a policy asks of evidence. */
function valueOf(
  { signal, minSamples }: { readonly signal: string; readonly minSamples: number },
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
  isZero: boolean,
): Reading {
  const { source, windowMs, beforeMs, threshold } = condition;
  const now = valueOf(condition, looked.window(source, windowMs, 0), looked);
  const before = valueOf(condition, looked.window(source, windowMs, beforeMs), looked);
  const value =
    now.value === null || before.value === null || before.value === 0
      ? null
      : (now.value - before.value) / Math.abs(before.value);
  const input = compareValue(value ?? (isZero ? 0 : null), threshold);
  return { input, value, n: now.n, threshold: threshold.threshold, severity: null };
}

function readBurn(
  condition: Extract<CompiledCondition, { kind: 'burn' }>,
  looked: Looked,
  isZero: boolean,
): Reading {
  const { objective, pairs, signal, source } = condition;
  const badIn = (lengthMs: number): BadOfTotal | null => {
    const { value, n } = valueOf(condition, looked.window(source, lengthMs, 0), looked);
    if (value === null) return isZero ? { bad: 0, total: 0 } : null;
    return { bad: badShare(signal, value) * n, total: n };
  };
  const found = pairs.map((pair) => {
    const long = badIn(pair.longMs);
    const input = compareBurn(long, badIn(pair.shortMs), { objective, factor: pair.factor });
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
    severity: loudest(breaching),
  };
}

/** Of a signal that is better the higher it is, what is missing to one is bad. */
function badShare(signal: string, value: number): number {
  return signalEntry(signal).better === 'lower' ? value : 1 - value;
}

function loudest(pairs: readonly BurnPair[]): Severity | null {
  return SEVERITIES.find((severity) => pairs.some((pair) => pair.severity === severity)) ?? null;
}

/** Silence of a workload that once sent something; told is for how many minutes there was nothing. */
function readAbsence(forMs: number, looked: Looked, atMs: number): Reading {
  const window = looked.window('minutes', forMs, 0);
  const events =
    window === null ? 0 : TELEMETRY_MEASURES.reduce((n, name) => n + window.sum(name), 0);
  const isSilent = events === 0 && looked.firstMs !== null && looked.firstMs < atMs - forMs;
  return {
    input: isSilent ? 'breach' : 'clear',
    value: isSilent ? 0 : events,
    n: events,
    threshold: 0,
    severity: null,
  };
}
