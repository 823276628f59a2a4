import type { Comparison } from '../../alerts/condition/condition.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import type { RuleCondition } from '../api/rule-queries.ts';
import { readLimit, writeLimit } from '../policies/build-rule-rows.ts';
import { unitOf } from './tell-rule.ts';

/** What a condition is about. */
export const CONDITION_KINDS = ['threshold', 'burn', 'change', 'absence'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

export const KIND_WORDS: Readonly<Record<ConditionKind, string>> = {
  threshold: 'A value crosses a threshold',
  burn: 'An error budget burns too fast',
  change: 'A value changed against before',
  absence: 'Telemetry stopped',
};

type BurnWindows = Extract<RuleCondition, { burn: unknown }>['burn']['windows'];

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
  readonly minSamples: string;
  /** Of a burn, in percent. */
  readonly objective: string;
  /** Of a burn, as they were: they have no fields. */
  readonly windows: BurnWindows;
  /** Of absence. */
  readonly silence: string;
  /** A condition that has no fields, as it was; null: the fields say it. */
  readonly kept: RuleCondition | null;
}

const USUAL: ConditionForm = {
  kind: 'threshold',
  signal: 'error_rate',
  op: '>',
  threshold: '',
  recovery: '',
  window: '15m',
  before: '',
  minSamples: '',
  objective: '99',
  windows: undefined,
  silence: '15m',
  kept: null,
};

/** How a signal's numbers are written in a field: shares in percent, all else as it is measured. */
export function fieldUnit(kind: ConditionKind, signal: string): { factor: number; word: string } {
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
    return { ...USUAL, kind: 'burn', signal, objective: writeLimit(objective, 100), windows };
  }
  if ('anomaly' in condition || 'drift' in condition) return { ...USUAL, kept: condition };
  const isChange = 'change' in condition;
  if (isChange && condition.change.against !== undefined) {
    return { ...USUAL, kind: 'change', kept: condition };
  }
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
    minSamples: optional(one.min_samples, 1),
  };
}

/** Signals that a kind of condition can be about, by title. */
export function signalChoices(kind: ConditionKind): readonly { value: string; label: string }[] {
  return [...SIGNALS_BY_ID.values()]
    .filter(({ estimator }) => kind !== 'burn' || estimator === 'proportion')
    .map(({ id, title }) => ({ value: id, label: title }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

interface ReadCondition {
  readonly condition: unknown;
  readonly faults: Record<string, string>;
}

const NO_NUMBER = 'Expected a number';

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

/**
 * The condition that fields stand for.
 * @param path of the condition in its document, under which faults are told
 */
export function readCondition(form: ConditionForm, path: string): ReadCondition {
  const { kind, signal, op } = form;
  if (form.kept !== null) return { condition: form.kept, faults: {} };
  if (kind === 'absence')
    return { condition: { absence: { for: form.silence.trim() } }, faults: {} };
  if (kind === 'burn') {
    const objective = readLimit(form.objective, 100);
    const windows = form.windows === undefined ? {} : { windows: form.windows };
    return {
      condition: { burn: { signal, objective, ...windows } },
      faults: objective === null ? { [`${path}.burn.objective`]: NO_NUMBER } : {},
    };
  }
  const at = kind === 'change' ? `${path}.change` : path;
  const { faults, numbers } = readNumbers(form, at);
  const one = { signal, op, ...numbers, window: form.window.trim() };
  if (kind === 'threshold') return { condition: one, faults };
  const before = form.before.trim();
  return { condition: { change: before === '' ? one : { ...one, before } }, faults };
}
