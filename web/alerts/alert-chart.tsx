import { useCallback, useMemo } from 'react';
import type { SeriesPoint } from '../../signals/series.ts';
import type { SignalUnit } from '../format/unit.ts';
import { pointMs } from '../workload/build-signal-chart.ts';
import { StepChart, type ChartSurface } from '../workload/step-chart.tsx';
import { buildAlertChart } from './build-alert-chart.ts';

interface AlertChartProps {
  name: string;
  unit: SignalUnit;
  points: readonly SeriesPoint[];
  stepMs: number;
  span: { readonly fromMs: number; readonly toMs: number };
  fired: { readonly fromMs: number; readonly toMs: number | null };
  line: { readonly at: number; readonly label: string } | null;
  tell: (point: SeriesPoint) => string;
  onPoint: (index: number | null) => void;
}

/** The signal of an alert over time. */
export function AlertChart(props: AlertChartProps) {
  const { name, unit, points, stepMs, span, fired, line, tell, onPoint } = props;
  const atMs = useMemo(() => points.map((point) => pointMs(point, stepMs)), [points, stepMs]);
  const draw = useCallback(
    (surface: ChartSurface) =>
      buildAlertChart({ unit, points, stepMs, span, fired, line, ...surface }),
    [unit, points, stepMs, span, fired, line],
  );
  return (
    <StepChart
      label={`${name}, point in time`}
      span={span}
      atMs={atMs}
      draw={draw}
      tell={(index) => {
        const point = points[index];
        return point ? tell(point) : 'no point';
      }}
      onPoint={onPoint}
    />
  );
}
