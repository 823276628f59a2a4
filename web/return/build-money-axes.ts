import type { ChartOption } from '../charts/echarts.ts';
import { niceExtent } from '../charts/nice-extent.ts';
import { tellTick, timeTicks } from '../charts/time-ticks.ts';
import { decimalsOf, usdScale, writeNumber } from '../format/number.ts';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { CHART_GRID } from '../workload/chart-inset.ts';
import type { ChartSurface } from '../workload/step-chart.tsx';

/** Room that one date on the time axis needs. */
const TICK_PX = 76;
const STEPS = 4;

interface MoneyAxesInput {
  readonly span: StripSpan;
  readonly least: number;
  readonly most: number;
  readonly surface: ChartSurface;
}

/** Time below, money at the side: what every chart of the return shares. */
export function buildMoneyAxes({ span, least, most, surface }: MoneyAxesInput): ChartOption {
  const { palette, fontFamily, widthPx } = surface;
  const extent = niceExtent(least, most === least ? least + 1 : most, STEPS);
  const scale = usdScale(Math.max(Math.abs(extent.min), Math.abs(extent.max)));
  const decimals = decimalsOf(extent.interval * scale.factor);
  const digits = scale.suffix === '' && decimals > 0 ? Math.max(2, decimals) : decimals;
  const text = { color: palette.quiet, fontFamily, fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: CHART_GRID,
    xAxis: {
      type: 'time',
      min: span.fromMs,
      max: span.toMs,
      axisLine: { lineStyle: { color: palette.axis }, onZero: false },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        hideOverlap: true,
        customValues: timeTicks(span, Math.floor(widthPx / TICK_PX)),
        formatter: (atMs: number) => tellTick(atMs, span),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      ...extent,
      axisLabel: {
        ...text,
        formatter: (value: number) =>
          value === 0 ? '$0' : writeNumber(value, { ...scale, digits: Math.min(6, digits) }),
      },
      splitLine: { lineStyle: { color: palette.grid } },
    },
  };
}
