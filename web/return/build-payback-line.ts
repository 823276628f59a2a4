import { DAY_MS } from '../../core/time.ts';
import type { ReturnOverTime } from '../../signals/return.ts';
import { buildMarkLines } from '../charts/build-mark-lines.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { formatUsd } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import type { ChartSurface } from '../workload/step-chart.tsx';
import { buildMoneyAxes } from './build-money-axes.ts';
import { dayCostUsd } from './build-return-totals.ts';

/** What is said where there is nothing to sum up. */
export const PAYBACK_UNKNOWN =
  'Value or cost is not known, so nobody can tell whether it has paid back.';

/** Value less cost of all time up to the end of a day, in USD; null before the first and after the last. */
export interface PaybackPoint {
  readonly atMs: number;
  readonly net: number | null;
}

/** The running sum of value less cost; a day of which one is not known adds what is known. */
export function buildPaybackLine(
  { days, net_before_usd, payback }: Pick<ReturnOverTime, 'days' | 'net_before_usd' | 'payback'>,
  nowMs: number,
): readonly PaybackPoint[] {
  let net = net_before_usd;
  const sinceMs = payback === null ? -Infinity : instantMs(payback.since);
  return days.map((day) => {
    const startMs = instantMs(day.at);
    net += (day.value_usd ?? 0) - (dayCostUsd(day) ?? 0);
    const isLived = startMs + DAY_MS > sinceMs && startMs <= nowMs;
    return { atMs: startMs + DAY_MS / 2, net: isLived ? net : null };
  });
}

/** Of what is shown, kept free above it. */
const HEADROOM = 0.08;

/**
 * The running sum over time, with the line it has to cross.
 * @param markMs alerts to mark, epoch milliseconds
 */
export function buildPaybackChart(
  points: readonly PaybackPoint[],
  span: StripSpan,
  markMs: readonly number[],
  surface: ChartSurface,
): ChartOption {
  const { palette, fontFamily } = surface;
  const known = points.flatMap(({ net }) => (net === null ? [] : [net]));
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  // Room above the line it has to cross, for what is said there.
  const axes = buildMoneyAxes({ span, least, most: most + HEADROOM * (most - least), surface });
  return {
    ...axes,
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        lineStyle: { color: palette.line, width: 1.75 },
        data: points.map(({ atMs, net }): [number, number | null] => [atMs, net]),
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [
            {
              yAxis: 0,
              lineStyle: { color: palette.ink, width: 1.25, type: 'solid' },
              label: {
                color: palette.ink,
                fontFamily,
                fontSize: 12,
                position: 'insideEndTop',
                textBorderColor: palette.surface,
                textBorderWidth: 3,
                formatter: 'paid back',
              },
            },
            ...buildMarkLines(markMs, palette),
          ],
        },
        markArea: {
          silent: true,
          itemStyle: { color: palette.good, opacity: 0.5 },
          data: [[{ yAxis: 0 }, { yAxis: 2 * Math.max(most, -least) }]],
        },
      },
    ],
  };
}

/** One day of the running sum in words. */
export function tellPayback({ atMs, net }: PaybackPoint, nowMs: number): string {
  const when = formatDay(atMs, nowMs);
  if (net === null)
    return `${when}: ${atMs > nowMs ? 'still to come' : 'before the first telemetry'}`;
  return `By ${when}: ${formatUsd(Math.abs(net))} ${net < 0 ? 'still to earn back' : 'more earned than spent'}`;
}
