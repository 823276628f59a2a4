/** A narrow space that never breaks: between a number and its unit. */
export const THIN = '\u202f';

/** What stands where there is no number. Always said with its reason. */
export const NOTHING = '—';

const LOCALE = 'en-US';
const formats = new Map<number, Intl.NumberFormat>();

/** A number with a fixed count of decimals, grouped, with a true minus sign. */
export function formatFixed(value: number, digits: number): string {
  let format = formats.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(digits, format);
  }
  const text = format.format(value);
  if (!text.startsWith('-')) return text;
  return /[1-9]/.test(text) ? `−${text.slice(1)}` : text.slice(1);
}

/**
 * A count of things, exact.
 * @example formatCount(8819) // '8,819'
 */
export function formatCount(value: number): string {
  return formatFixed(value, 0);
}

/**
 * "1 sample", "2 samples".
 * @example formatPlural(2, 'sample') // '2 samples'
 */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How a kind of number is written: multiplied, then given decimals, a prefix and a suffix. */
export interface NumberScale {
  readonly factor: number;
  readonly digits: number;
  readonly prefix: string;
  readonly suffix: string;
}

const MAGNITUDES = [
  { from: 1e9, suffix: 'B' },
  { from: 1e6, suffix: 'M' },
  { from: 1e4, divisor: 1e3, suffix: 'k' },
] as const;

/**
 * Decimals that a number needs to be written exactly, float noise aside.
 * @example decimalsOf(0.25) // 2
 */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(Number(value.toPrecision(12))).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

const MOST_DIGITS = 6;

/** Decimals that leave about three significant digits. */
export function threeDigits(magnitude: number): number {
  if (magnitude >= 100) return 0;
  if (magnitude >= 10) return 1;
  if (magnitude >= 1 || magnitude === 0) return 2;
  return Math.min(MOST_DIGITS, 2 - Math.floor(Math.log10(magnitude)));
}

/** Money near a reference amount: whole cents when small, three digits when large. */
export function usdScale(reference: number): NumberScale {
  const size = Math.abs(reference);
  for (const magnitude of MAGNITUDES) {
    if (size < magnitude.from) continue;
    const divisor = 'divisor' in magnitude ? magnitude.divisor : magnitude.from;
    return {
      factor: 1 / divisor,
      digits: threeDigits(size / divisor),
      prefix: '$',
      suffix: magnitude.suffix,
    };
  }
  const digits = size >= 100 ? 0 : size >= 1 || size === 0 ? 2 : Math.max(2, threeDigits(size));
  return { factor: 1, digits, prefix: '$', suffix: '' };
}

/** A share of one near a reference: more decimals the nearer it lies to 0 or 100 %. */
export function shareScale(reference: number): NumberScale {
  const percent = Math.abs(reference) * 100;
  const edge = Math.min(percent, Math.abs(100 - percent));
  const digits = percent >= 1000 ? 0 : edge === 0 || edge >= 1 ? 1 : edge >= 0.01 ? 2 : 3;
  return { factor: 100, digits, prefix: '', suffix: `${THIN}%` };
}

/** The number alone, without prefix and suffix. What is too small for the most decimals is no zero. */
export function bareNumber(value: number, scale: NumberScale): string {
  const text = formatFixed(value * scale.factor, scale.digits);
  if (value === 0 || scale.digits < MOST_DIGITS || /[1-9]/.test(text)) return text;
  return (value * scale.factor).toExponential(1).replaceAll('-', '−');
}

/** The number in full. */
export function writeNumber(value: number, scale: NumberScale): string {
  const bare = bareNumber(value, scale);
  const signed = bare.startsWith('−') ? `−${scale.prefix}${bare.slice(1)}` : scale.prefix + bare;
  return signed + scale.suffix;
}

/**
 * Money, short.
 * @example formatUsd(184_320) // '$184k'
 */
export function formatUsd(value: number): string {
  return writeNumber(value, usdScale(value));
}

/** Money to the cent, for hovers and exports. */
export function formatUsdExact(value: number): string {
  return writeNumber(value, { factor: 1, digits: 2, prefix: '$', suffix: '' });
}

/**
 * A share of one as a percentage.
 * @example formatShare(0.041) // '4.1 %'
 */
export function formatShare(value: number): string {
  return writeNumber(value, shareScale(value));
}
