import { HOUR_MS, ceilTo, floorTo } from '../../core/time.ts';
import { COST_CATEGORIES } from '../history-rows.ts';
import type { CostCategory, CostRow } from '../history-rows.ts';
import type { CostByCategory } from '../window.ts';
import { createDominanceSum } from './dominance-sums.ts';
import type { WeightedPoint } from './dominance-sums.ts';

/** Costs that fall into [fromMs, toMs) and were sent before toMs, in USD by category. */
export type SpreadCosts = (fromMs: number, toMs: number) => CostByCategory;

/** A cost's period with everything a partial overlap needs; the tree below is laid over an array of these. */
interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly knownMs: number;
  readonly category: CostCategory;
  readonly amountUsd: number;
}

/**
 * Cost events spread evenly over their periods and cut by windows to the millisecond.
 *
 * An event wholly inside a window counts whole (summed in logarithmic time); only the few whose
 * period holds one of the window's ends are cut, each on its own.
 * @param rows any order; a period that does not end after its start is an amount due at its start
 * @param endMs end of the history: besides the hours, the only instant at which a window may end
 */
export function createSpreadCosts(rows: readonly CostRow[], endMs: number): SpreadCosts {
  const spans = rows.map(spanOf).sort((a, b) => a.startMs - b.startMs);
  const whole = createDominanceSum(mergedPoints(spans, endMs), COST_CATEGORIES.length);
  const latestEnds = latestEndTree(spans);
  return (fromMs, toMs) => {
    const costs: Record<CostCategory, number> = emptyCosts();
    if (spans.length === 0) return costs;
    COST_CATEGORIES.forEach((category, column) => {
      costs[category] = whole(column, fromMs, toMs);
    });
    const cut = (span: Span): void => {
      if (span.knownMs >= toMs) return;
      const overlapMs = Math.min(span.endMs, toMs) - Math.max(span.startMs, fromMs);
      costs[span.category] += span.amountUsd * (overlapMs / (span.endMs - span.startMs));
    };
    eachHolding(spans, latestEnds, fromMs, cut);
    eachHolding(spans, latestEnds, toMs, (span) => {
      if (span.startMs >= fromMs) cut(span);
    });
    return costs;
  };
}

/** No cost in any category. */
export function emptyCosts(): Record<CostCategory, number> {
  return { inference: 0, review: 0, support: 0, infrastructure: 0, incident: 0, other: 0 };
}

function spanOf({ tsMs, category, amountUsd, startMs, endMs }: CostRow): Span {
  return { startMs, endMs: Math.max(startMs, endMs), knownMs: tsMs, category, amountUsd };
}

/** Windows begin and end on the hour (or at endMs), so spans that share those hours are one point. */
function mergedPoints(spans: readonly Span[], endMs: number): WeightedPoint[] {
  const merged = new Map<string, WeightedPoint>();
  for (const span of spans) {
    const lastMs = span.endMs > span.startMs ? span.endMs : span.startMs + 1;
    const completeMs = Math.max(lastMs, span.knownMs + 1);
    const ceiled = ceilTo(completeMs, HOUR_MS);
    const y = completeMs <= endMs ? Math.min(ceiled, endMs) : ceiled;
    const x = floorTo(span.startMs, HOUR_MS);
    const column = COST_CATEGORIES.indexOf(span.category);
    const key = `${x} ${y} ${column}`;
    const weight = (merged.get(key)?.weight ?? 0) + span.amountUsd;
    merged.set(key, { x, y, column, weight });
  }
  return [...merged.values()];
}

/** The latest end in each half, quarter … of the spans: node of [low, high) sits at its middle. */
function latestEndTree(spans: readonly Span[]): Float64Array {
  const latest = new Float64Array(spans.length);
  const build = (low: number, high: number): number => {
    if (low >= high) return -Infinity;
    const middle = (low + high) >>> 1;
    return (latest[middle] = Math.max(
      spans[middle]!.endMs,
      build(low, middle),
      build(middle + 1, high),
    ));
  };
  build(0, spans.length);
  return latest;
}

/** Every span with an instant strictly inside. Source: Cormen et al., 14.3 (augmented interval tree). */
function eachHolding(
  spans: readonly Span[],
  latestEnds: Float64Array,
  atMs: number,
  visit: (span: Span) => void,
): void {
  const walk = (low: number, high: number): void => {
    const middle = (low + high) >>> 1;
    if (low >= high || latestEnds[middle]! <= atMs) return;
    walk(low, middle);
    const span = spans[middle]!;
    if (span.startMs >= atMs) return;
    if (span.endMs > atMs) visit(span);
    walk(middle + 1, high);
  };
  walk(0, spans.length);
}
