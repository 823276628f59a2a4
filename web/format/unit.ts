import {
  bareNumber,
  decimalsOf,
  NOTHING,
  shareScale,
  threeDigits,
  THIN,
  usdScale,
  writeNumber,
  type NumberScale,
} from './number.ts';

/** What says how a signal's numbers are written: its unit, and its id where the unit is not enough. */
export interface SignalUnit {
  readonly signal: string;
  readonly unit: string;
}

/** Signals whose ratio is a multiple of something, not a share of it. */
const MULTIPLES = new Set(['roi']);

function timeScale(milliseconds: number, unitMs: number): NumberScale {
  const steps = [
    { ms: 86_400_000, suffix: 'd', from: 2 },
    { ms: 3_600_000, suffix: 'h', from: 2 },
    { ms: 60_000, suffix: 'min', from: 1 },
    { ms: 1000, suffix: 's', from: 1 },
    { ms: 1, suffix: 'ms', from: 0 },
  ];
  const size = Math.abs(milliseconds);
  const step = steps.find(
    ({ ms, from }) =>
      (ms >= unitMs || unitMs > 1) && ms <= Math.max(unitMs, size) && size >= ms * from,
  ) ?? { ms: unitMs, suffix: unitMs === 60_000 ? 'min' : 'ms' };
  const magnitude = size / step.ms;
  const digits = step.ms === 1 ? 0 : threeDigits(magnitude);
  return { factor: unitMs / step.ms, digits, prefix: '', suffix: THIN + step.suffix };
}

const plain = (reference: number, suffix: string): NumberScale => ({
  factor: 1,
  digits: threeDigits(Math.abs(reference)),
  prefix: '',
  suffix,
});

function multipleScale(reference: number): NumberScale {
  const size = Math.abs(reference);
  return { factor: 1, digits: size >= 100 ? 0 : size >= 10 ? 1 : 2, prefix: '', suffix: '×' };
}

/** How numbers near a reference are written for one signal. */
export function signalScale({ signal, unit }: SignalUnit, reference: number): NumberScale {
  if (MULTIPLES.has(signal)) return multipleScale(reference);
  if (unit === 'ratio') return shareScale(reference);
  if (unit === 'ms') return timeScale(reference, 1);
  if (unit === 'minutes') return timeScale(reference * 60_000, 60_000);
  if (unit.startsWith('minutes per')) return plain(reference, `${THIN}min`);
  if (unit.startsWith('USD')) return usdScale(reference);
  if (unit.startsWith('%')) return { factor: 1, digits: 1, prefix: '', suffix: `${THIN}%` };
  if (unit === '' || unit === 'score' || unit === 'count' || unit.includes('…'))
    return plain(reference, '');
  return plain(reference, `${THIN}${unit}`);
}

/**
 * One value of a signal.
 * @example formatSignal(0.041, { signal: 'error_rate', unit: 'ratio' }) // '4.1 %'
 */
export function formatSignal(value: number | null, unit: SignalUnit): string {
  return value === null ? NOTHING : writeNumber(value, signalScale(unit, value));
}

/**
 * A limit of a signal, with no more decimals than it was stated with.
 * @example formatLimit(0.95, 'higher', { signal: 'uptime', unit: 'ratio' }) // '≥ 95 %'
 */
export function formatLimit(limit: number, better: 'higher' | 'lower', unit: SignalUnit): string {
  const scale = signalScale(unit, limit);
  const decimals = decimalsOf(limit * scale.factor);
  const least = scale.prefix === '$' && decimals > 0 ? 2 : 0;
  const written = writeNumber(limit, { ...scale, digits: Math.max(least, Math.min(decimals, 6)) });
  return `${better === 'lower' ? '≤' : '≥'}${THIN}${written}`;
}

/**
 * An interval in the scale of its value, without repeating the unit; empty where there is none.
 * @example formatBounds(0.032, 0.053, { signal: 'error_rate', unit: 'ratio' }, 0.041) // '[3.2–5.3]'
 */
export function formatBounds(
  low: number | null,
  high: number | null,
  unit: SignalUnit,
  reference: number | null,
): string {
  if (low === null && high === null) return '';
  const scale = signalScale(unit, reference ?? high ?? low ?? 0);
  const from = low === null ? '−∞' : bareNumber(low, scale);
  const to = high === null ? '∞' : bareNumber(high, scale);
  const dash = from.startsWith('−') || to.startsWith('−') ? ' to ' : '–';
  return `[${from}${dash}${to}]`;
}

const UNIT_WORDS: Readonly<Record<string, string>> = {
  ratio: 'share of one, in %',
  ms: 'milliseconds',
  score: 'score, no unit',
  minutes: 'minutes',
};

/** The unit in words, for explanations. */
export function unitWords({ signal, unit }: SignalUnit): string {
  if (MULTIPLES.has(signal)) return 'dollars of value per dollar of cost';
  return UNIT_WORDS[unit] ?? (unit === '' ? 'no unit' : unit);
}
