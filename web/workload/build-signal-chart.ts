import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import type { SeriesPoint } from '../../signals/series.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { niceExtent, type NiceExtent } from '../charts/nice-extent.ts';
import { buildMarkLines } from '../charts/build-mark-lines.ts';
import type { Palette } from '../charts/palette.ts';
import { instantMs } from '../format/time.ts';
import { formatLimit } from '../format/unit.ts';
import type { StripSpan } from './build-verdict-strip.ts';
import { buildChartFrame } from './build-chart-frame.ts';

export type ChartSignal = Pick<AssessedSignal, 'signal' | 'unit' | 'limit' | 'better'>;

interface SignalChartInput {
  readonly signal: ChartSignal;
  readonly points: readonly SeriesPoint[];
  readonly stepMs: number;
  readonly span: StripSpan;
  /** Releases, rollbacks, incidents and alerts to mark, epoch milliseconds. */
  readonly markMs: readonly number[];
  readonly palette: Palette;
  readonly fontFamily: string;
  /** Width of the whole chart. */
  readonly widthPx: number;
}

/** The band may reach this many times the values' spread beyond them before it is cut off. */
const BAND_REACH = 0.8;

/** Where a step's point stands: in its middle. */
export const pointMs = (point: SeriesPoint, stepMs: number): number =>
  instantMs(point.at) + stepMs / 2;

function extentOf(
  points: readonly SeriesPoint[],
  { limit, unit, signal }: ChartSignal,
): NiceExtent {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (limit !== null) values.push(limit);
  if (values.length === 0) return { min: 0, max: 1, interval: 0.5 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = (most - least || Math.abs(most) || 1) * BAND_REACH;
  const lows = points.flatMap(({ low }) => (low === null ? [] : [low]));
  const highs = points.flatMap(({ high }) => (high === null ? [] : [high]));
  const isShare = unit === 'ratio' && signal !== 'roi' && least >= 0 && most <= 1;
  const from = Math.max(Math.min(least, ...lows), least - reach, isShare ? 0 : -Infinity);
  const to = Math.min(Math.max(most, ...highs), most + reach, isShare ? 1 : Infinity);
  return niceExtent(from, to, 4);
}

/** Whether a line cannot show a point, because it stands between two gaps. */
function isLone(points: readonly SeriesPoint[], index: number): boolean {
  const isKnown = (at: number): boolean => (points[at]?.value ?? null) !== null;
  return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1);
}

/** Symbols for lone points only: one of no size costs as much to draw as any. */
function buildSymbols(points: readonly SeriesPoint[]) {
  if (!points.some((_, index) => isLone(points, index))) return { symbol: 'none' as const };
  return {
    symbol: 'circle' as const,
    showAllSymbol: true,
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      isLone(points, dataIndex) ? 5 : 0,
  };
}

/** A signal over time with its interval as a band, its limit as a line, and gaps as gaps. */
export function buildSignalChart(input: SignalChartInput): ChartOption {
  const { signal, points, stepMs, span, markMs, palette, fontFamily, widthPx } = input;
  const extent = extentOf(points, signal);
  const { text, frame } = buildChartFrame({
    unit: signal,
    span,
    extent,
    palette,
    fontFamily,
    widthPx,
  });
  const { limit, better } = signal;
  const column = (pick: (point: SeriesPoint) => number | null) =>
    points.map((point): [number, number | null] => [pointMs(point, stepMs), pick(point)]);
  return {
    ...frame,
    series: [
      {
        type: 'line',
        silent: true,
        stack: 'interval',
        stackStrategy: 'all',
        symbol: 'none',
        lineStyle: { opacity: 0 },
        data: column(({ low, high }) => (high === null ? null : low)),
      },
      {
        type: 'line',
        silent: true,
        stack: 'interval',
        stackStrategy: 'all',
        symbol: 'none',
        lineStyle: { opacity: 0 },
        areaStyle: { color: palette.band, opacity: 1 },
        data: column(({ low, high }) => (low === null || high === null ? null : high - low)),
      },
      {
        type: 'line',
        silent: true,
        z: 3,
        ...buildSymbols(points),
        lineStyle: { color: palette.line, width: 1.75 },
        itemStyle: { color: palette.line },
        data: column(({ value }) => value),
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [
            ...(limit === null
              ? []
              : [
                  {
                    yAxis: limit,
                    lineStyle: { color: palette.ink, width: 1.25, type: 'solid' as const },
                    label: {
                      ...text,
                      color: palette.ink,
                      position: 'insideEndTop' as const,
                      textBorderColor: palette.surface,
                      textBorderWidth: 3,
                      formatter: `limit ${formatLimit(limit, better, signal)}`,
                    },
                  },
                ]),
            ...buildMarkLines(markMs, palette),
          ],
        },
        ...(limit === null
          ? {}
          : {
              markArea: {
                silent: true,
                itemStyle: { color: palette.good, opacity: 0.5 },
                data: [
                  [
                    { yAxis: better === 'lower' ? extent.min : limit },
                    { yAxis: better === 'lower' ? limit : extent.max },
                  ],
                ] as [{ yAxis: number }, { yAxis: number }][],
              },
            }),
      },
    ],
  };
}
