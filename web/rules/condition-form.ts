import type { Comparison } from '../../alerts/condition/condition.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import type { RuleCondition } from '../api/rule-queries.ts';
import { readLimit, writeLimit } from '../policies/build-rule-rows.ts';
import { readBurnWindows, writeBurnWindows, type BurnWindowForm } from './burn-form.ts';
import { unitOf } from './tell-rule.ts';
import { readAnomaly, readDrift, writeAnomaly, writeDrift } from './usual-form.ts';

/** What a condition is about. */
export const CONDITION_KINDS = [
  'threshold',
  'burn',
  'change',
  'anomaly',
  'drift',
  'absence',
] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

export const KIND_WORDS: Readonly<Record<ConditionKind, string>> = {
  threshold: 'A value crosses a threshold',
  burn: 'An error budget burns too fast',
  change: 'A value changed against before',
  anomaly: 'A value is unusual for the hour of the week',
  drift: 'A feature is spread otherwise than before',
  absence: 'Telemetry stopped',
};

/** One condition as it stands in its fields; numbers in the unit that people write. */
export interface ConditionForm {
  readonly kind: ConditionKind;
  readonly signal: string;
  readonly op: Comparison;
  readonly threshold: string;
  readonly recovery: string;
  readonly window: string;
  /** Of a change: how long before; empty: the window before. */
  readonly before: string;
  /** Of a change: whether it is against the release before instead. */
  readonly isAgainstRelease: boolean;
  readonly minSamples: string;
  /** Of a burn, in percent. */
  readonly objective: string;
  /** Of a burn; null: the usual ones. */
  readonly windows: readonly BurnWindowForm[] | null;
  /** Of absence. */
  readonly silence: string;
  /** Of an anomaly: spreads from the usual; empty: the usual number of them. */
  readonly sensitivity: string;
  /** Of an anomaly; empty: both. */
  readonly direction: string;
  /** Of an anomaly, as it was: there is only one. */
  readonly season: string;
  /** Of drift; empty: any. */
  readonly feature: string;
}

const USUAL: ConditionForm = {
  kind: 'threshold',
  signal: 'error_rate',
  op: '>',
  threshold: '',
  recovery: '',
  window: '15m',
  before: '',
  isAgainstRelease: false,
  minSamples: '',
  objective: '99',
  windows: null,
  silence: '15m',
  sensitivity: '',
  direction: '',
  season: '',
  feature: '',
};

/** How a signal's numbers are written in a field: shares in percent, all else as it is measured. */
export function fieldUnit(kind: ConditionKind, signal: string): { factor: number; word: string } {
  if (kind === 'drift') return { factor: 1, word: 'PSI' };
  if (kind === 'change') return { factor: 100, word: '%' };
  const { unit } = unitOf(signal);
  if (signal === 'roi') return { factor: 1, word: '×' };
  return unit === 'ratio' ? { factor: 100, word: '%' } : { factor: 1, word: unit };
}

const optional = (number: number | undefined, factor: number): string =>
  number === undefined ? '' : writeLimit(number, factor);

/** A condition as it stands in its fields. */
export function writeCondition(condition: RuleCondition): ConditionForm {
  if ('absence' in condition) {
    return { ...USUAL, kind: 'absence', silence: condition.absence.for };
  }
  if ('burn' in condition) {
    const { signal, objective, windows } = condition.burn;
    return {
      ...USUAL,
      kind: 'burn',
      signal,
      objective: writeLimit(objective, 100),
      windows: windows === undefined ? null : writeBurnWindows(windows),
    };
  }
  if ('anomaly' in condition) {
    return { ...USUAL, kind: 'anomaly', ...writeAnomaly(condition.anomaly) };
  }
  if ('drift' in condition) return { ...USUAL, kind: 'drift', ...writeDrift(condition.drift) };
  const isChange = 'change' in condition;
  const one = isChange ? condition.change : condition;
  const kind = isChange ? 'change' : 'threshold';
  const { factor } = fieldUnit(kind, one.signal);
  return {
    ...USUAL,
    kind,
    signal: one.signal,
    op: one.op,
    threshold: writeLimit(one.threshold, factor),
    recovery: optional(one.recovery_threshold, factor),
    window: one.window,
    before: isChange ? (condition.change.before ?? '') : '',
    isAgainstRelease: isChange && 'against' in condition.change,
    minSamples: optional(one.min_samples, 1),
  };
}

/** Signals that a kind of condition can be about, by title. */
export function signalChoices(kind: ConditionKind): readonly { value: string; label: string }[] {
  return [...SIGNALS_BY_ID.values()]
    .filter(({ estimator }) => kind !== 'burn' || estimator === 'proportion')
    .filter(({ id }) => kind !== 'anomaly' || isMinuteSignal(id))
    .map(({ id, title }) => ({ value: id, label: title }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

interface ReadCondition {
  readonly condition: unknown;
  readonly faults: Record<string, string>;
}

export const NO_NUMBER = 'Expected a number';

function readNumbers(form: ConditionForm, path: string) {
  const { factor } = fieldUnit(form.kind, form.signal);
  const faults: Record<string, string> = {};
  const threshold = readLimit(form.threshold, factor);
  if (threshold === null) faults[`${path}.threshold`] = NO_NUMBER;
  const numbers: Record<string, number> = {};
  const read = (name: string, text: string, by: number): void => {
    if (text.trim() === '') return;
    const number = readLimit(text, by);
    if (number === null) faults[`${path}.${name}`] = NO_NUMBER;
    else numbers[name] = number;
  };
  read('recovery_threshold', form.recovery, factor);
  read('min_samples', form.minSamples, 1);
  return { faults, numbers: { threshold, ...numbers } };
}

function readBurn({ signal, ...form }: ConditionForm, path: string): ReadCondition {
  const objective = readLimit(form.objective, 100);
  const read = form.windows === null ? null : readBurnWindows(form.windows, `${path}.burn.windows`);
  return {
    condition: { burn: { signal, objective, ...(read && { windows: read.windows }) } },
    faults: {
      ...(objective === null ? { [`${path}.burn.objective`]: NO_NUMBER } : {}),
      ...read?.faults,
    },
  };
}

/**
 * The condition that fields stand for.
 * @param path of the condition in its document, under which faults are told
 */
export function readCondition(form: ConditionForm, path: string): ReadCondition {
  const { kind, signal, op } = form;
  if (kind === 'absence')
    return { condition: { absence: { for: form.silence.trim() } }, faults: {} };
  if (kind === 'burn') return readBurn(form, path);
  if (kind === 'anomaly') return readAnomaly(form, `${path}.anomaly`);
  if (kind === 'drift') return readDrift(form, `${path}.drift`);
  const at = kind === 'change' ? `${path}.change` : path;
  const { faults, numbers } = readNumbers(form, at);
  const one = { signal, op, ...numbers, window: form.window.trim() };
  if (kind === 'threshold') return { condition: one, faults };
  const before = form.before.trim();
  const against = form.isAgainstRelease ? { against: 'release' } : before === '' ? {} : { before };
  return { condition: { change: { ...one, ...against } }, faults };
}
