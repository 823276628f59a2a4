import { useCallback, useMemo } from 'react';
import type { SeriesPoint } from '../../signals/series.ts';
import { buildSignalChart, pointMs, type ChartSignal } from './build-signal-chart.ts';
import type { StripSpan } from './build-verdict-strip.ts';
import { StepChart, type ChartSurface } from './step-chart.tsx';

interface SignalChartProps {
  signal: ChartSignal;
  title: string;
  points: readonly SeriesPoint[];
  stepMs: number;
  span: StripSpan;
  markMs: readonly number[];
  /** The step pointed at, as a reading in words. */
  tell: (point: SeriesPoint) => string;
  /** Index of the step whose runs are listed. */
  chosen?: number | null;
  /** Pointed at, by pointer or arrow keys; null when no longer. */
  onPoint: (index: number | null) => void;
  /** Absent: a step leads nowhere. */
  onChoose?: (index: number) => void;
}

/** One signal over time with its interval, limit and marks. */
export function SignalChart(props: SignalChartProps) {
  const { signal, title, points, stepMs, span, markMs, tell, chosen, onPoint, onChoose } = props;
  const atMs = useMemo(() => points.map((point) => pointMs(point, stepMs)), [points, stepMs]);
  const draw = useCallback(
    (surface: ChartSurface) =>
      buildSignalChart({ signal, points, stepMs, span, markMs, ...surface }),
    [signal, points, stepMs, span, markMs],
  );
  const told = (index: number): string => {
    const point = points[index];
    return point ? tell(point) : 'no point';
  };
  const leads = onChoose === undefined ? '' : '; Enter lists its raw runs';
  return (
    <StepChart
      label={`${title}, point in time${leads}`}
      span={span}
      atMs={atMs}
      draw={draw}
      tell={told}
      chosen={chosen ?? null}
      onPoint={onPoint}
      {...(onChoose === undefined ? {} : { onChoose })}
    />
  );
}
