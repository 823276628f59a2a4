import { useCallback, useMemo } from 'react';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { StepChart, type ChartSurface } from '../workload/step-chart.tsx';
import { buildPaybackChart, type PaybackPoint } from './build-payback-line.ts';

interface PaybackChartProps {
  points: readonly PaybackPoint[];
  span: StripSpan;
  tell: (index: number) => string;
  onPoint: (index: number | null) => void;
  onChoose: (index: number) => void;
}

/** The running sum of value less cost. */
export function PaybackChart({ points, span, tell, onPoint, onChoose }: PaybackChartProps) {
  const atMs = useMemo(() => points.map((point) => point.atMs), [points]);
  const draw = useCallback(
    (surface: ChartSurface) => buildPaybackChart(points, span, surface),
    [points, span],
  );
  return (
    <StepChart
      label="Value less cost since the start, day; Enter lists its raw runs"
      span={span}
      atMs={atMs}
      draw={draw}
      tell={tell}
      onPoint={onPoint}
      onChoose={onChoose}
    />
  );
}
