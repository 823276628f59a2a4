import type { Comparison, ComparisonItem, ComparisonVerdict } from '../../signals/compare.ts';
import type { SignalItem } from '../../signals/series.ts';
import { formatCount, formatPlural, THIN, writeNumber } from '../format/number.ts';
import { formatBounds, formatSignal, signalScale, type SignalUnit } from '../format/unit.ts';

/** A value of a dimension that two of can be chosen from. */
export interface PartChoice {
  readonly value: string;
  /** With how many runs it had in the window. */
  readonly label: string;
}

/** One signal of two parts, ready to draw. */
export interface ComparisonRow {
  readonly signal: string;
  readonly title: string;
  readonly isRequired: boolean;
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

interface ComparedCell {
  readonly value: string;
  readonly bounds: string;
  readonly explanation: string;
}

/** A comparison, ready to draw. */
export interface ComparisonView {
  readonly headline: string;
  readonly rows: readonly ComparisonRow[];
  /** Signals that are not known of parts, with why. */
  readonly left: readonly { readonly title: string; readonly reason: string }[];
  readonly paired: readonly string[];
}

/**
 * The parts that can be compared, those with the most runs first.
 * @param items signals by part
 */
export function buildPartChoices(items: readonly SignalItem[]): readonly PartChoice[] {
  const runs = items.filter(({ signal, by }) => signal === 'runs' && by !== null);
  return runs
    .toSorted((a, b) => b.n - a.n)
    .flatMap(({ by, n }) =>
      by ? [{ value: by.value, label: `${by.value} (${formatPlural(n, 'run')})` }] : [],
    );
}

function cellOf(side: ComparisonItem['before'], unit: SignalUnit): ComparedCell {
  const { value, low, high, n, n_effective: worth } = side;
  const samples = worth === n ? formatCount(n) : `${formatCount(n)}, worth ${formatCount(worth)}`;
  return {
    value: formatSignal(value, unit),
    bounds: formatBounds(low, high, unit, value),
    explanation: `${formatSignal(value, unit)} ${formatBounds(low, high, unit, value)}\nSamples\t${samples}`,
  };
}

/** How far the widest end of an interval lies from 0 on its bar. */
const REACH = 0.92;

function rowOf(item: ComparisonItem): ComparisonRow {
  const unit = { signal: item.signal, unit: item.unit };
  const { difference } = item;
  const reference = Math.max(
    Math.abs(item.before.value ?? 0),
    Math.abs(item.after.value ?? 0),
    Math.abs(difference?.value ?? 0),
  );
  const own = signalScale(unit, reference);
  // A share that fell from 8 % to 6 % fell by 2 points, which is a quarter.
  const scale = own.suffix.endsWith('%') ? { ...own, suffix: `${THIN}pp` } : own;
  const written = difference === null ? '' : writeNumber(difference.value, scale);
  const widest = difference === null ? 0 : Math.max(-difference.low, difference.high);
  const onBar = (value: number): number => (widest === 0 ? 0 : (value / widest) * REACH);
  const bounds =
    difference === null ? '' : formatBounds(difference.low, difference.high, unit, reference);
  return {
    signal: item.signal,
    title: item.title,
    isRequired: item.role === 'required',
    before: cellOf(item.before, unit),
    after: cellOf(item.after, unit),
    difference: difference !== null && difference.value > 0 ? `+${written}` : written,
    bounds,
    span: difference && {
      from: onBar(difference.low),
      to: onBar(difference.high),
      at: onBar(difference.value),
    },
    verdict: item.verdict,
    explanation: [
      item.reason ?? `${item.title}: difference ${written} ${bounds}`,
      `Method\t${item.method}${item.paired ? ', item by item' : ''}`,
      `Better\t${item.better}`,
    ].join('\n'),
  };
}

const SHOWN: ReadonlySet<ComparisonVerdict> = new Set([
  'better',
  'worse',
  'no_clear_difference',
  'too_few',
]);
const ORDER: readonly ComparisonVerdict[] = ['worse', 'better', 'no_clear_difference', 'too_few'];

function headlineOf({ before, after, items }: Comparison): string {
  const count = (verdict: ComparisonVerdict): number =>
    items.filter((item) => item.verdict === verdict).length;
  const [better, worse] = [count('better'), count('worse')];
  const against = `${after} against ${before}`;
  if (better + worse === 0) return `${against}: no difference is shown.`;
  const parts = [
    ...(worse > 0 ? [`${formatPlural(worse, 'signal')} worse`] : []),
    ...(better > 0 ? [`${formatPlural(better, 'signal')} better`] : []),
  ];
  return `${against}: ${parts.join(', ')}.`;
}

/** Two parts of a workload, signal by signal: what differs first. */
export function buildComparison(answer: Comparison): ComparisonView {
  const rank = ({ verdict }: ComparisonItem): number => ORDER.indexOf(verdict);
  const isKnown = ({ verdict, before, after }: ComparisonItem): boolean =>
    SHOWN.has(verdict) && (before.n > 0 || after.n > 0);
  return {
    headline: headlineOf(answer),
    rows: answer.items
      .filter(isKnown)
      .toSorted((a, b) => rank(a) - rank(b))
      .map(rowOf),
    left: answer.items
      .filter((item) => !isKnown(item) && item.reason !== null)
      .map(({ title, reason }) => ({ title, reason: reason ?? '' })),
    paired: answer.paired.map(
      ({ dataset, name, items, improved, worsened }) =>
        `${name} on ${dataset}: of ${formatPlural(items, 'item')} that both answered, ${formatCount(improved)} improved and ${formatCount(worsened)} got worse.`,
    ),
  };
}
