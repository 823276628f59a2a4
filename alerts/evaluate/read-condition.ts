import { signalEntry } from '../../signals/catalogue.ts';
import { COUNT_ROUNDING } from '../../signals/finding.ts';
import { compareBurn, type BadOfTotal } from '../condition/burn-rate.ts';
import { combineInputs, compareValue } from '../condition/condition.ts';
import type {
  BurnPair,
  CompiledCondition,
  CompiledRule,
  WindowRef,
} from '../rule/compiled-rule.ts';
import { SEVERITIES, type Severity } from '../rule/rule.ts';
import { readAnomaly } from './read-anomaly.ts';
import { readFeatureDrift } from './read-feature-drift.ts';
import { readReleaseChange } from './read-release-change.ts';
import {
  relativeChange,
  unitOf,
  valueOf,
  type Looked,
  type Reading,
  type Terms,
} from './reading.ts';
import { TELEMETRY_MEASURES } from './window-request.ts';

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
  const absent = readings.find((one) => one.absent !== undefined)?.absent;
  return { ...told, input, hasData, ...(absent === undefined ? {} : { absent }) };
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
    case 'release':
      return readReleaseChange(condition, looked, terms.atMs);
    case 'anomaly':
      return readAnomaly(condition, looked, terms);
    case 'drift':
      return readFeatureDrift(condition, looked);
    case 'absence':
      return readAbsence(condition.window, looked, terms);
  }
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
