import type { Levers } from '../../../decisions/assessment/what-if-levers.ts';

/** Levers that are moved, by key: `value.success`, `cost.inference`, `limit.roi`, `rate.error_rate` … */
export type LeverValues = Readonly<Record<string, number>>;

/** Keys that stand alone, and the lever each moves. */
const SINGLE = {
  'value.success': 'valuePerSuccessUsd',
  'value.minute': 'minuteValueUsd',
  'value.stated': 'statedValue',
  'cost.inference': 'inferenceCost',
  'cost.stated': 'statedCosts',
  reviews: 'reviews',
  latency: 'latency',
  samples: 'samples',
  confidence: 'confidence',
} as const satisfies Record<string, keyof Levers>;

const KEYED = /^(limit|rate)\.([\w-]{1,128})$/;
const NUMBER = /^[+-]?\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,3})?$/;

/**
 * What an address supposes.
 * @example readLeverValues('value.success:2,rate.error_rate:0.5') // { 'value.success': 2, 'rate.error_rate': 0.5 }
 * @example readLeverValues('nonsense:1,samples:many') // {}
 */
export function readLeverValues(text: string | undefined): LeverValues {
  const parts = (text ?? '').split(',').flatMap((part): [string, number][] => {
    const [key = '', value = ''] = part.split(':');
    const isKnown = Object.hasOwn(SINGLE, key) || KEYED.test(key);
    return isKnown && NUMBER.test(value) ? [[key, Number(value)]] : [];
  });
  return Object.fromEntries(parts);
}

/**
 * What is supposed, for an address; undefined where nothing is.
 * @example writeLeverValues({ samples: 2, 'limit.roi': 1.5 }) // 'samples:2,limit.roi:1.5'
 */
export function writeLeverValues(values: LeverValues): string | undefined {
  const parts = Object.entries(values).map(([key, value]) => `${key}:${value}`);
  return parts.length === 0 ? undefined : parts.join(',');
}

/**
 * What is supposed, for the engine.
 * @example leversOf({ 'cost.stated': 2, 'rate.error_rate': 0.5 }) // { statedCosts: 2, rates: { error_rate: 0.5 }, limits: {} }
 */
export function leversOf(values: LeverValues): Levers {
  const keyed = (kind: 'limit' | 'rate'): Record<string, number> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) => {
        const [, found, signal = ''] = KEYED.exec(key) ?? [];
        return found === kind ? [[signal, value]] : [];
      }),
    );
  const single = Object.entries(SINGLE).flatMap(([key, lever]) => {
    const value = values[key];
    return value === undefined ? [] : [[lever, value] as const];
  });
  return { ...Object.fromEntries(single), rates: keyed('rate'), limits: keyed('limit') };
}
