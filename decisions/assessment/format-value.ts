import { signalEntry } from '../../signals/catalogue.ts';

const MS_PER_S = 1000;
/** More digits than this separate nothing that people could act on. */
const MOST_EXTRA_DIGITS = 4;

/**
 * A signal's number with its unit, short enough for a sentence.
 * @param signal id of the catalogue; throws a RangeError for any other
 * @param value in the signal's unit
 * @param extraDigits decimals beyond the usual ones
 * @example formatValue('hallucination_rate', 0.041) // '4.1 %'
 * @example formatValue('uptime', 0.9987) // '99.87 %'
 * @example formatValue('latency_p95', 2340) // '2.3 s'
 * @example formatValue('value_per_run', 1234.5) // '$1,235'
 */
export function formatValue(signal: string, value: number, extraDigits = 0): string {
  const { estimator, unit } = signalEntry(signal);
  if (estimator === 'proportion')
    return `${decimal(value * 100, shareDigits(value) + extraDigits)} %`;
  if (unit.startsWith('USD')) return usd(value, extraDigits);
  if (unit === 'ms') {
    return Math.abs(value) < MS_PER_S
      ? `${decimal(value, extraDigits)} ms`
      : `${decimal(value / MS_PER_S, 1 + extraDigits)} s`;
  }
  const text = decimal(value, digitsFor(value) + extraDigits);
  if (unit.startsWith('minutes')) return `${text} ${text === '1' ? 'minute' : 'minutes'}`;
  return unit.startsWith('%') ? `${text} %` : text;
}

/**
 * A value and a limit with as many digits as it takes to tell them apart.
 * @returns both formatted as {@link formatValue} does
 * @example formatAgainst('hallucination_rate', 0.0304, 0.03) // { value: '3.04 %', limit: '3 %' }
 */
export function formatAgainst(
  signal: string,
  value: number,
  limit: number,
): { value: string; limit: string } {
  const limitText = formatValue(signal, limit);
  for (let extra = 0; extra <= MOST_EXTRA_DIGITS; extra++) {
    const text = formatValue(signal, value, extra);
    if (text !== limitText || value === limit) return { value: text, limit: limitText };
  }
  return { value: formatValue(signal, value, MOST_EXTRA_DIGITS), limit: limitText };
}

/**
 * A count with thousands separated.
 * @example formatCount(12345.6) // '12,346'
 */
export function formatCount(count: number): string {
  return decimal(count, 0);
}

/**
 * A count to two digits that matter, for "about".
 * @example formatAbout(28907) // '29,000'
 */
export function formatAbout(count: number): string {
  return formatCount(Number(count.toPrecision(2)));
}

/**
 * A length of time in the largest unit of a duration text that it is a whole number of.
 * @param ms a whole number of seconds
 * @example formatDuration(604_800_000) // '7d'
 */
export function formatDuration(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const;
  const [name, size] = units.find(([, unitMs]) => ms % unitMs === 0) ?? (['s', 1_000] as const);
  return `${ms / size}${name}`;
}

/** Near 0 and near 1 a share needs more digits: 99.95 % is not 100 %. */
function shareDigits(share: number): number {
  const room = Math.min(Math.abs(share), Math.abs(1 - share));
  if (room === 0) return 0;
  if (room >= 0.01) return 1;
  return room >= 0.001 ? 2 : 3;
}

function usd(value: number, extraDigits: number): string {
  const size = Math.abs(value);
  const cents = size >= 1 || size === 0 ? 2 : 2 + Math.max(0, Math.ceil(-Math.log10(size)) - 1);
  const text = decimal(size, size >= 1000 ? extraDigits : Math.min(6, cents) + extraDigits, false);
  return `${value < 0 ? '−' : ''}$${text}`;
}

function digitsFor(value: number): number {
  const size = Math.abs(value);
  if (size >= 100) return 0;
  return size >= 10 ? 1 : 2;
}

/** By hand, because a formatter of Intl costs more than everything else in an assessment. */
function decimal(value: number, digits: number, trim = true): string {
  const fixed = Math.abs(value).toFixed(digits);
  const point = fixed.indexOf('.');
  const whole = point === -1 ? fixed : fixed.slice(0, point);
  const fraction = point === -1 ? '' : fixed.slice(point + 1);
  const shown = trim && fraction.endsWith('0') ? fraction.replace(/0+$/, '') : fraction;
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const text = grouped + (shown === '' ? '' : `.${shown}`);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}
