import type { SeriesPoint } from '../../signals/series.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { niceExtent } from '../charts/nice-extent.ts';
import type { SignalUnit } from '../format/unit.ts';
import { buildChartFrame } from '../workload/build-chart-frame.ts';
import { pointMs } from '../workload/build-signal-chart.ts';
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
  const { text, frame } = buildChartFrame({ unit, span, extent, palette, fontFamily, widthPx });
  const isLone = (index: number): boolean =>
    (points[index - 1]?.value ?? null) === null && (points[index + 1]?.value ?? null) === null;
  const instants = [fired.fromMs, ...(fired.toMs === null ? [] : [fired.toMs])];
  return {
    ...frame,
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
