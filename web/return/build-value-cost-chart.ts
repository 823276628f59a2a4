import { DAY_MS } from '../../core/time.ts';
import type { CostCategory } from '../../signals/history-rows.ts';
import type { ReturnDay } from '../../signals/return.ts';
import { buildMarkLines } from '../charts/build-mark-lines.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { formatUsd, formatCount } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import type { ChartSurface } from '../workload/step-chart.tsx';
import { dayCostUsd } from './build-return-totals.ts';
import { buildMoneyAxes } from './build-money-axes.ts';
import { COST_LOOK } from './cost-words.ts';

interface ValueCostInput {
  readonly days: readonly ReturnDay[];
  /** In the order they are stacked, from the ground up. */
  readonly categories: readonly CostCategory[];
  readonly span: StripSpan;
  readonly nowMs: number;
  /** Alerts to mark, epoch milliseconds. */
  readonly markMs: readonly number[];
  readonly surface: ChartSurface;
}

/** Share of a day's width that its bar takes. */
const BAR_SHARE = 0.76;
/** Room left and right of the plot, taken by axes. */
const INSET_PX = 70;
const MOST_BAR_PX = 22;
/** A day that is not over yet is drawn as what it is: a part of one. */
const RUNNING_OPACITY = 0.5;

/** The middle of a day. */
export const dayMiddleMs = ({ at }: ReturnDay): number => instantMs(at) + DAY_MS / 2;

/**
 * Value as a line over the full cost, stacked by category. A day that nobody measured is a gap; the value
 * of the running day stands alone.
 */
export function buildValueCostChart(input: ValueCostInput): ChartOption {
  const { days, categories, span, nowMs, markMs, surface } = input;
  const { palette, widthPx } = surface;
  const most = Math.max(0, ...days.flatMap((day) => [day.value_usd ?? 0, dayCostUsd(day) ?? 0]));
  const dayPx = Math.max(0, widthPx - INSET_PX) / Math.max(1, days.length);
  const column = (pick: (day: ReturnDay) => number | null) =>
    days.map((day): [number, number | null] => [dayMiddleMs(day), pick(day)]);
  const isRunning = (day: ReturnDay): boolean => instantMs(day.at) + DAY_MS > nowMs;
  const value = column((day) => (isRunning(day) ? null : day.value_usd));
  return {
    ...buildMoneyAxes({ span, least: 0, most, surface }),
    series: [
      ...categories.map((category) => ({
        type: 'bar' as const,
        silent: true,
        stack: 'cost',
        barWidth: Math.max(1, Math.min(MOST_BAR_PX, dayPx * BAR_SHARE)),
        itemStyle: { color: palette[COST_LOOK[category].tint] },
        data: days.map((day) => ({
          value: [dayMiddleMs(day), day.cost_usd?.[category] ?? null] as [number, number | null],
          itemStyle: { opacity: isRunning(day) ? RUNNING_OPACITY : 1 },
        })),
      })),
      // A rim of the ground keeps the line apart from bars of any tint.
      ...[
        { width: 5, color: palette.surface, z: 3 },
        { width: 2, color: palette.ink, z: 4 },
      ].map(({ width, color, z }) => ({
        type: 'line' as const,
        silent: true,
        z,
        symbol: 'circle',
        showAllSymbol: true,
        symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
          isLone(value, dataIndex) ? 5 : 0,
        lineStyle: { color, width },
        itemStyle: { color },
        data: value,
      })),
      {
        type: 'line' as const,
        silent: true,
        z: 4,
        symbol: 'circle',
        showAllSymbol: true,
        symbolSize: 6,
        itemStyle: { color: palette.surface, borderColor: palette.ink, borderWidth: 1.5 },
        data: column((day) => (isRunning(day) ? day.value_usd : null)),
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: buildMarkLines(markMs, palette),
        },
      },
    ],
  };
}

/** Symbols only where a line cannot show a point: between two gaps. */
function isLone(points: readonly (readonly [number, number | null])[], index: number): boolean {
  const isKnown = (at: number): boolean => (points[at]?.[1] ?? null) !== null;
  return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1);
}

/** One day in words: what it brought, what it cost and for what, over how many runs. */
export function tellDay(day: ReturnDay, nowMs: number): string {
  const atMs = instantMs(day.at);
  const when = `${formatDay(atMs, nowMs)}${atMs + DAY_MS > nowMs ? ' so far' : ''}`;
  const cost = dayCostUsd(day);
  if (day.runs === 0 && day.value_usd === null && cost === null) return `${when}: no telemetry`;
  const value = day.value_usd === null ? 'value not known' : `value ${formatUsd(day.value_usd)}`;
  const spent = cost === null ? 'cost not known' : `cost ${formatUsd(cost)}`;
  const parts = Object.entries(day.cost_usd ?? {}).flatMap(([category, usd]) =>
    usd === null || usd === 0
      ? []
      : [`${COST_LOOK[category as CostCategory].name.toLowerCase()} ${formatUsd(usd)}`],
  );
  const detail = parts.length > 1 ? ` (${parts.join(', ')})` : '';
  const unpriced =
    day.unpriced_runs > 0 ? `, ${formatCount(day.unpriced_runs)} without a price` : '';
  return `${when}: ${value}, ${spent}${detail}, n ${formatCount(day.runs)}${unpriced}`;
}
