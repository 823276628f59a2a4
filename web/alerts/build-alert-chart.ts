import type { SeriesPoint } from '../../signals/series.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { niceExtent } from '../charts/nice-extent.ts';
import { tellTick, timeTicks } from '../charts/time-ticks.ts';
import { bareNumber, decimalsOf, writeNumber } from '../format/number.ts';
import { signalScale, type SignalUnit } from '../format/unit.ts';
import { pointMs } from '../workload/build-signal-chart.ts';
import { CHART_INSET } from '../workload/chart-inset.ts';
import type { ChartSurface } from '../workload/step-chart.tsx';

interface AlertChartInput extends ChartSurface {
  readonly unit: SignalUnit;
  readonly points: readonly SeriesPoint[];
  readonly stepMs: number;
  readonly span: { readonly fromMs: number; readonly toMs: number };
  /** When it fired and, where it has, ended; epoch milliseconds. */
  readonly fired: { readonly fromMs: number; readonly toMs: number | null };
  /** The rule's threshold as a height, and what is written at it; null where it has none. */
  readonly line: { readonly at: number; readonly label: string } | null;
}

const TICK_PX = 76;

function extentOf(
  { unit, signal }: SignalUnit,
  points: readonly SeriesPoint[],
  line: number | null,
) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (line !== null) values.push(line);
  if (values.length === 0) return { min: 0, max: 1, interval: 0.5 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // Zero belongs to amounts: without it a flat line looks like a cliff.
  const extent = niceExtent(Math.min(0, least), most, 4);
  const isShare = unit === 'ratio' && signal !== 'roi' && most <= 1;
  return isShare && extent.max > 1 ? { ...extent, max: 1 } : extent;
}

/** The signal of an alert over time, with the rule's threshold and the time it has been firing. */
export function buildAlertChart(input: AlertChartInput): ChartOption {
  const { unit, points, stepMs, span, fired, line, palette, fontFamily, widthPx } = input;
  const extent = extentOf(unit, points, line?.at ?? null);
  const scale = signalScale(unit, Math.max(Math.abs(extent.min), Math.abs(extent.max)));
  const decimals = decimalsOf(extent.interval * scale.factor);
  const least = scale.prefix === '$' && decimals > 0 ? 2 : 0;
  const ticks = { ...scale, digits: Math.max(least, Math.min(6, decimals)) };
  const text = { color: palette.quiet, fontFamily, fontSize: 12 };
  const isLone = (index: number): boolean =>
    (points[index - 1]?.value ?? null) === null && (points[index + 1]?.value ?? null) === null;
  const instants = [fired.fromMs, ...(fired.toMs === null ? [] : [fired.toMs])];
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: { left: CHART_INSET.left, right: CHART_INSET.right, top: 10, bottom: 26 },
    xAxis: {
      type: 'time',
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
      type: 'value',
      ...extent,
      axisLabel: {
        ...text,
        formatter: (value: number) =>
          scale.prefix === '' ? bareNumber(value, ticks) + scale.suffix : writeNumber(value, ticks),
      },
      splitLine: { lineStyle: { color: palette.grid } },
    },
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'circle',
        showAllSymbol: true,
        symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
          isLone(dataIndex) ? 5 : 0,
        lineStyle: { color: palette.line, width: 1.75 },
        itemStyle: { color: palette.line },
        data: points.map((point): [number, number | null] => [pointMs(point, stepMs), point.value]),
        markArea: {
          silent: true,
          itemStyle: { color: palette.band },
          data: [[{ xAxis: fired.fromMs }, { xAxis: fired.toMs ?? span.toMs }]],
        },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [
            ...(line === null
              ? []
              : [
                  {
                    yAxis: line.at,
                    lineStyle: { color: palette.ink, width: 1.25, type: 'solid' as const },
                    label: {
                      ...text,
                      color: palette.ink,
                      position: 'insideStartTop' as const,
                      textBorderColor: palette.surface,
                      textBorderWidth: 3,
                      formatter: line.label,
                    },
                  },
                ]),
            ...instants.map((atMs) => ({
              xAxis: atMs,
              lineStyle: { color: palette.quiet, width: 1, type: [3, 3] },
              label: { show: false },
            })),
          ],
        },
      },
    ],
  };
}
