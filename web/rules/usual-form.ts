import { readLimit, writeLimit } from '../policies/build-rule-rows.ts';
import type { ConditionForm } from './condition-form.ts';

/** Sides on which a value can be unusual. */
export const DIRECTIONS = [
  { value: 'both', label: 'higher or lower than usual' },
  { value: 'above', label: 'higher than usual' },
  { value: 'below', label: 'lower than usual' },
] as const;

const textIn = (fields: unknown, name: string): string => {
  const value: unknown =
    typeof fields === 'object' && fields !== null ? Reflect.get(fields, name) : undefined;
  if (typeof value === 'number') return writeLimit(value, 1);
  return typeof value === 'string' ? value : '';
};

/** What an anomaly's members say, as they stand in their fields. */
export const writeAnomaly = (
  fields: unknown,
): Pick<
  ConditionForm,
  'signal' | 'window' | 'sensitivity' | 'direction' | 'season' | 'minSamples'
> => ({
  signal: textIn(fields, 'signal'),
  window: textIn(fields, 'window'),
  sensitivity: textIn(fields, 'sensitivity'),
  direction: textIn(fields, 'direction'),
  season: textIn(fields, 'season'),
  minSamples: textIn(fields, 'min_samples'),
});

/** What a drift's members say, as they stand in their fields. */
export const writeDrift = (
  fields: unknown,
): Pick<ConditionForm, 'feature' | 'threshold' | 'window'> => ({
  feature: textIn(fields, 'feature'),
  threshold: textIn(fields, 'threshold'),
  window: textIn(fields, 'window'),
});

interface ReadUsual {
  readonly condition: unknown;
  readonly faults: Record<string, string>;
}

const NO_NUMBER = 'Expected a number';

function readNumber(
  name: string,
  text: string,
  { path, faults }: { readonly path: string; readonly faults: Record<string, string> },
): Record<string, number> {
  if (text.trim() === '') return {};
  const number = readLimit(text, 1);
  if (number !== null) return { [name]: number };
  faults[`${path}.${name}`] = NO_NUMBER;
  return {};
}

const ifAny = (name: string, text: string): Record<string, string> =>
  text.trim() === '' ? {} : { [name]: text.trim() };

/** The anomaly that fields stand for. */
export function readAnomaly(form: ConditionForm, path: string): ReadUsual {
  const faults: Record<string, string> = {};
  const at = { path, faults };
  const anomaly = {
    signal: form.signal,
    window: form.window.trim(),
    ...readNumber('sensitivity', form.sensitivity, at),
    ...ifAny('direction', form.direction),
    ...ifAny('season', form.season),
    ...readNumber('min_samples', form.minSamples, at),
  };
  return { condition: { anomaly }, faults };
}

/** The drift that fields stand for. */
export function readDrift(form: ConditionForm, path: string): ReadUsual {
  const faults: Record<string, string> = {};
  const threshold = readLimit(form.threshold, 1);
  if (threshold === null) faults[`${path}.threshold`] = NO_NUMBER;
  const drift = { ...ifAny('feature', form.feature), threshold, window: form.window.trim() };
  return { condition: { drift }, faults };
}
