import type { Comparison, ComparisonItem, ComparisonVerdict } from '../../signals/compare.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';
import { buildComparisonRow, type ComparisonRow } from './build-comparison-row.ts';

/** A comparison, ready to draw. */
export interface ComparisonView {
  readonly headline: string;
  /** The time that is compared over, in days. */
  readonly span: string;
  readonly rows: readonly ComparisonRow[];
  /** Signals that are not known of parts, with why. */
  readonly left: readonly { readonly title: string; readonly reason: string }[];
  readonly paired: readonly string[];
}

/** What differs comes first, what cannot be told last. */
const ORDER: readonly ComparisonVerdict[] = ['worse', 'better', 'no_clear_difference', 'too_few'];

/** Signals that nobody has a single sample of say nothing about two parts. */
const isCompared = ({ verdict, before, after }: ComparisonItem): boolean =>
  ORDER.includes(verdict) && (before.n > 0 || after.n > 0);

function tellCount(items: readonly ComparisonItem[], verdict: 'worse' | 'better'): string[] {
  const found = items.filter((item) => item.verdict === verdict);
  const required = found.filter(({ role }) => role === 'required').length;
  if (found.length === 0) return [];
  const detail =
    required === 0
      ? ''
      : required === found.length
        ? ' (required)'
        : ` (${formatCount(required)} required)`;
  return [`${formatPlural(found.length, 'signal')} ${verdict}${detail}`];
}

function headlineOf({ before, after, items }: Comparison): string {
  const against = `${after} against ${before}`;
  const parts = [...tellCount(items, 'worse'), ...tellCount(items, 'better')];
  if (parts.length > 0) return `${against}: ${parts.join(', ')}.`;
  return items.some(({ verdict }) => verdict === 'no_clear_difference')
    ? `${against}: no difference is shown.`
    : `${against}: too little is known to tell them apart.`;
}

/**
 * Two parts of a workload, signal by signal: what differs first, and of that, what the policy requires.
 * @param nowMs names the year of days in another one
 */
export function buildComparison(answer: Comparison, nowMs: number): ComparisonView {
  const rank = ({ verdict, role }: ComparisonItem): number =>
    2 * ORDER.indexOf(verdict) + (role === 'required' ? 0 : 1);
  const day = (instant: string): string => formatDay(instantMs(instant), nowMs);
  return {
    headline: headlineOf(answer),
    span: `${day(answer.from)} to ${day(answer.to)}`,
    rows: answer.items
      .filter(isCompared)
      .toSorted((a, b) => rank(a) - rank(b))
      .map((item) => buildComparisonRow(item, answer)),
    left: answer.items.flatMap((item) =>
      isCompared(item) || item.reason === null ? [] : [{ title: item.title, reason: item.reason }],
    ),
    paired: answer.paired.map(
      ({ dataset, name, items, improved, worsened }) =>
        `${name} on ${dataset}: of ${formatPlural(items, 'item')} that both answered, ${formatCount(improved)} improved and ${formatCount(worsened)} got worse.`,
    ),
  };
}
