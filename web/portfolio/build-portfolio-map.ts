import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatCount, formatShare, formatUsd } from '../format/number.ts';
import { formatBounds, formatSignal } from '../format/unit.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import { placeLabels, placeNote, type PlacedLabel } from './place-labels.ts';
import { spreadPoints } from './spread-points.ts';

export interface MapPoint {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly x: number;
  readonly y: number;
  /** Null where no room was left; the point still says its name when pointed at. */
  readonly label: PlacedLabel | null;
  readonly explanation: string;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface PortfolioMap {
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly points: readonly MapPoint[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly breakEven: {
    readonly y: number;
    /** Null where no room was left for its name. */ readonly label: PlacedLabel | null;
  };
  /** Titles of the workloads that have no place, because a figure is missing. */
  readonly leftOut: readonly string[];
}

const ROI = { signal: 'roi', unit: 'ratio' } as const;
const MARGIN = { left: 60, right: 12, top: 10, bottom: 22 };
/** Room inside the plot, so that no point sits on an axis. */
const INSET_PX = { x: 26, y: 14 };
/** More names than this are a thicket, not a map. */
const MOST_LABELS = 24;
/** Powers of two between which returns are told apart; beyond them a point sits on the edge. */
const LEAST_POWER = -3;
const MOST_POWER = 5;

const power = (roi: number): number =>
  roi <= 0 ? LEAST_POWER : Math.max(LEAST_POWER, Math.min(MOST_POWER, Math.log2(roi)));

function explain(item: PortfolioItem, roi: number, burden: number): string {
  const { low, high, n } = item.roi_interval;
  const cost = item.cost_usd_month;
  return [
    item.title,
    `Verdict\t${VERDICT_LOOK[item.verdict].word}`,
    `Return\t${formatSignal(roi, ROI)} ${formatBounds(low, high, ROI, roi)}, n ${formatCount(n)}, 30 days`,
    `Burden\t${formatShare(burden)} of required operations signals do not pass`,
    ...(cost === null ? [] : [`Cost\t${formatUsd(cost)} a month`]),
  ].join('\n');
}

/** Labels as many as can be read; the most expensive workloads choose their room first. */
function labelCostliest(
  placed: readonly { readonly item: PortfolioItem }[],
  centres: readonly { readonly x: number; readonly y: number }[],
  plot: PortfolioMap['plot'],
): (PlacedLabel | null)[] {
  const cost = (index: number): number => placed[index]?.item.cost_usd_month ?? 0;
  const order = placed.map((_, index) => index).toSorted((a, b) => cost(b) - cost(a));
  const found = placeLabels(
    order.map((index) => ({ text: placed[index]!.item.title, ...centres[index]! })),
    plot,
    MOST_LABELS,
  );
  const labels: (PlacedLabel | null)[] = placed.map(() => null);
  order.forEach((index, place) => (labels[index] = found[place] ?? null));
  return labels;
}

/**
 * Lays the portfolio out as a map: right is heavier to run, up returns more per dollar (each line
 * doubles it). Pixels in a box of the given size.
 */
export function buildPortfolioMap(
  items: readonly PortfolioItem[],
  width: number,
  height: number,
): PortfolioMap {
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  const placed = items.flatMap((item) =>
    item.roi === null || item.operating_burden === null
      ? []
      : [{ item, roi: item.roi, burden: item.operating_burden }],
  );
  const powers = placed.map(({ roi }) => power(roi));
  const lowest = Math.floor(Math.min(-1, ...powers));
  const highest = Math.ceil(Math.max(2, ...powers));
  const heaviest = Math.max(
    0.5,
    Math.ceil(Math.max(0, ...placed.map(({ burden }) => burden)) * 4) / 4,
  );

  const x = (burden: number): number =>
    plot.left + INSET_PX.x + (burden / heaviest) * (plot.right - plot.left - 2 * INSET_PX.x);
  const y = (exponent: number): number =>
    plot.bottom -
    INSET_PX.y -
    ((exponent - lowest) / (highest - lowest)) * (plot.bottom - plot.top - 2 * INSET_PX.y);

  const centres = spreadPoints(
    placed.map(({ burden, roi }) => ({ x: x(burden), y: y(power(roi)) })),
    plot,
  );
  const labels = labelCostliest(placed, centres, plot);
  const edges = {
    top: placed.some(({ roi }) => roi > 2 ** MOST_POWER),
    bottom: placed.some(({ roi }) => roi < 2 ** LEAST_POWER),
  };
  return {
    plot,
    points: placed.map(({ item, roi, burden }, index) => ({
      id: item.workload,
      title: item.title,
      verdict: item.verdict,
      ...centres[index]!,
      label: labels[index] ?? null,
      explanation: explain(item, roi, burden),
    })),
    xTicks: [0, 0.25, 0.5, 0.75, 1]
      .filter((share) => share <= heaviest)
      .map((share) => ({ at: x(share), text: `${share * 100}\u202f%` })),
    yTicks: Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index).map(
      (exponent) => ({
        at: y(exponent),
        text: `${exponent === MOST_POWER && edges.top ? '≥ ' : exponent === LEAST_POWER && edges.bottom ? '≤ ' : ''}${2 ** exponent}×`,
      }),
    ),
    breakEven: { y: y(0), label: placeNote('break-even', y(0), centres, labels, plot) },
    leftOut: items
      .filter(({ roi, operating_burden }) => roi === null || operating_burden === null)
      .map(({ title }) => title),
  };
}
