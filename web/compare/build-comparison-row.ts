import type { Comparison, ComparisonItem, ComparisonVerdict } from '../../signals/compare.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import {
  bareNumber,
  formatCount,
  formatPlural,
  THIN,
  writeNumber,
  type NumberScale,
} from '../format/number.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import {
  formatBounds,
  formatSignal,
  signalScale,
  unitWords,
  type SignalUnit,
} from '../format/unit.ts';

/** One side of a signal: its number with its interval, or the word for why there is none. */
export interface ComparedCell {
  readonly value: string;
  readonly bounds: string;
  readonly explanation: string;
  readonly isKnown: boolean;
}

/** One signal of two parts, ready to draw. */
export interface ComparisonRow {
  readonly signal: string;
  readonly title: string;
  readonly role: ComparisonItem['role'];
  readonly before: ComparedCell;
  readonly after: ComparedCell;
  /** Empty where there is none. */
  readonly difference: string;
  readonly bounds: string;
  /** From −1 to 1, 0 in the middle: where the interval of the difference lies; null: none. */
  readonly span: { readonly from: number; readonly to: number; readonly at: number } | null;
  readonly verdict: ComparisonVerdict;
  readonly explanation: string;
}

/** What all rows of a comparison share. */
type ComparedOver = Pick<Comparison, 'from' | 'to' | 'paired'>;

const tellWindow = ({ from, to }: ComparedOver): string =>
  `Window\t${formatInstant(instantMs(from))} to ${formatInstant(instantMs(to))}`;

function tellSamples({ n, n_effective: worth }: ComparisonItem['before']): string {
  const [all, counted] = [formatCount(n), formatCount(worth)];
  return all === counted ? all : `${all}, worth ${counted}`;
}

function cellOf(
  side: ComparisonItem['before'],
  unit: SignalUnit,
  over: ComparedOver,
): ComparedCell {
  const { value, low, high, state } = side;
  const isKnown = value !== null;
  const bounds = isKnown ? formatBounds(low, high, unit, value) : '';
  const missing = state === 'ok' ? [] : [MISSING_WORDS[state].meaning];
  return {
    value: isKnown || state === 'ok' ? formatSignal(value, unit) : MISSING_WORDS[state].word,
    bounds,
    explanation: [
      ...missing,
      ...(isKnown ? [`Value\t${formatSignal(value, unit)}`] : []),
      ...(isKnown ? [`Interval\t${bounds === '' ? 'none stated' : bounds}`] : []),
      `Unit\t${unitWords(unit)}`,
      tellWindow(over),
      `Samples\t${tellSamples(side)}`,
    ].join('\n'),
    isKnown,
  };
}

type Known = NonNullable<ComparisonItem['difference']>;

/** Decimals that may be added to a scale before a number counts as 0. */
const MOST_ADDED_DIGITS = 3;

/** Decimals with which a number is not written as 0. */
function digitsToTell(value: number, scale: NumberScale): number {
  const written = (digits: number): number =>
    Number(Math.abs(value * scale.factor).toFixed(digits));
  let { digits } = scale;
  while (value !== 0 && written(digits) === 0 && digits < scale.digits + MOST_ADDED_DIGITS) {
    digits += 1;
  }
  return digits;
}

/** In the unit of both sides; nothing that is shown to differ from 0 is written as 0. */
function differenceScale(item: ComparisonItem, { value, low, high }: Known): NumberScale {
  const sizes = [item.before.value ?? 0, item.after.value ?? 0, value].map(Math.abs);
  const scale = signalScale(item, Math.max(...sizes));
  const ends = [low, high].toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const isShown = low > 0 || high < 0;
  const told = isShown ? ends : ends.slice(1);
  // A share that fell from 8 % to 6 % fell by 2 points, which is a quarter.
  const suffix = isShare(item) ? `${THIN}pp` : scale.suffix;
  return { ...scale, suffix, digits: Math.max(...told.map((end) => digitsToTell(end, scale))) };
}

const isWrittenPositive = (value: number, scale: NumberScale): boolean =>
  Number((value * scale.factor).toFixed(scale.digits)) > 0;

const isShare = (unit: SignalUnit): boolean => signalScale(unit, 1).suffix.endsWith('%');

interface WrittenDifference {
  readonly difference: string;
  readonly bounds: string;
  readonly span: ComparisonRow['span'];
}

/** How far the widest end of an interval lies from 0 on its bar. */
const REACH = 0.92;

function writeDifference(item: ComparisonItem): WrittenDifference {
  if (item.difference === null) return { difference: '', bounds: '', span: null };
  const { value, low, high } = item.difference;
  const scale = differenceScale(item, item.difference);
  const widest = Math.max(Math.abs(low), Math.abs(high));
  const onBar = (at: number): number => (widest === 0 ? 0 : (at / widest) * REACH);
  return {
    difference: `${isWrittenPositive(value, scale) ? '+' : ''}${writeNumber(value, scale)}`,
    bounds: `[${bareNumber(low, scale)} to ${bareNumber(high, scale)}]`,
    span: { from: onBar(low), to: onBar(high), at: onBar(value) },
  };
}

function tellDifferenceSamples(item: ComparisonItem, { paired }: ComparedOver): string {
  if (!item.paired) return `${tellSamples(item.before)} before; ${tellSamples(item.after)} after`;
  const items = paired.reduce((sum, set) => sum + set.items, 0);
  return `${formatPlural(items, 'item')} that both answered`;
}

function explain(item: ComparisonItem, written: WrittenDifference, over: ComparedOver): string {
  return [
    ...(item.reason === null ? [] : [item.reason]),
    ...(written.span
      ? [`After − before\t${written.difference}`, `Interval\t${written.bounds}`]
      : []),
    `Unit\t${isShare(item) ? 'percentage points (pp)' : unitWords(item)}`,
    `Better\t${item.better}`,
    tellWindow(over),
    `Samples\t${tellDifferenceSamples(item, over)}`,
    `Method\t${item.method}`,
  ].join('\n');
}

/** Both sides of a signal, their difference, and what it shows. */
export function buildComparisonRow(item: ComparisonItem, over: ComparedOver): ComparisonRow {
  const written = writeDifference(item);
  return {
    signal: item.signal,
    title: item.title,
    role: item.role,
    before: cellOf(item.before, item, over),
    after: cellOf(item.after, item, over),
    ...written,
    verdict: item.verdict,
    explanation: explain(item, written, over),
  };
}
