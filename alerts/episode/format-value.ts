const TIME_STEPS = [
  { fromMs: 2 * 86_400_000, ms: 86_400_000, suffix: ' d' },
  { fromMs: 2 * 3_600_000, ms: 3_600_000, suffix: ' h' },
  { fromMs: 60_000, ms: 60_000, suffix: ' min' },
  { fromMs: 1_000, ms: 1_000, suffix: ' s' },
  { fromMs: 0, ms: 1, suffix: ' ms' },
];

/** Made once: to make a formatter takes a hundred times as long as to use it. */
const FORMATS = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }),
);
const SMALL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const CENTS = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const SMALL_MONEY = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** About three digits, grouped, with no zeros that say nothing. */
function plain(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 1) return SMALL.format(value);
  return FORMATS[size >= 100 ? 0 : size >= 10 ? 1 : 2]!.format(value);
}

function money(value: number): string {
  const size = Math.abs(value);
  const amount = (size >= 1 || size === 0 ? CENTS : SMALL_MONEY).format(size);
  return `${value < 0 ? '-' : ''}$${amount}`;
}

function time(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const step = TIME_STEPS.find(({ fromMs }) => size >= fromMs);
  return plain(milliseconds / (step?.ms ?? 1)) + (step?.suffix ?? ' ms');
}

/**
 * A number for a message, in characters that every receiver can show: it is read on a phone at night.
 * @param unit as the catalogue names it, or `x` for a multiple; none or another: after the bare number
 * @returns `no data` for null
 * @example formatValue(0.041, 'ratio') // '4.1 %'
 */
export function formatValue(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return 'no data';
  if (unit === 'x') return `${plain(value)}x`;
  if (unit === 'ratio') return `${plain(value * 100)} %`;
  if (unit === 'ms') return time(value);
  if (unit === 'minutes') return time(value * 60_000);
  if (unit.startsWith('minutes per')) return `${plain(value)} min`;
  if (unit.startsWith('USD')) return money(value);
  if (unit.startsWith('%')) return `${plain(value)} %`;
  const isBare = unit === '' || unit === 'score' || unit === 'count' || unit.includes('…');
  return isBare ? plain(value) : `${plain(value)} ${unit}`;
}
