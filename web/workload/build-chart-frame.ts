import type { NiceExtent } from '../charts/nice-extent.ts';
import { tellTick, timeTicks } from '../charts/time-ticks.ts';
import { bareNumber, decimalsOf, writeNumber } from '../format/number.ts';
import { signalScale, type SignalUnit } from '../format/unit.ts';
import { CHART_GRID } from './chart-inset.ts';
import type { ChartSurface } from './step-chart.tsx';

/** Room that one date on the time axis needs. */
const TICK_PX = 76;

interface ChartFrameInput extends ChartSurface {
  readonly unit: SignalUnit;
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly extent: NiceExtent;
}

/** What all charts of a signal over time share: text, grid, the axis of time and that of the signal. */
export function buildChartFrame(input: ChartFrameInput) {
  const { unit, span, extent, palette, fontFamily, widthPx } = input;
  const scale = signalScale(unit, Math.max(Math.abs(extent.min), Math.abs(extent.max)));
  const decimals = decimalsOf(extent.interval * scale.factor);
  // Dimes are written as cents are: $0.50.
  const least = scale.prefix === '$' && decimals > 0 ? 2 : 0;
  const ticks = { ...scale, digits: Math.max(least, Math.min(6, decimals)) };
  const text = { color: palette.quiet, fontFamily, fontSize: 12 };
  return {
    text,
    frame: {
      animation: false,
      textStyle: { fontFamily },
      grid: CHART_GRID,
      xAxis: {
        type: 'time' as const,
        min: span.fromMs,
        max: span.toMs,
        axisLine: { lineStyle: { color: palette.axis } },
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
        type: 'value' as const,
        ...extent,
        axisLabel: {
          ...text,
          formatter: (value: number) =>
            scale.prefix === ''
              ? bareNumber(value, ticks) + scale.suffix
              : writeNumber(value, ticks),
        },
        splitLine: { lineStyle: { color: palette.grid } },
      },
    },
  };
}
