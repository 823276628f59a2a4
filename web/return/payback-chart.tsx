import { useCallback, useMemo } from 'react';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { StepChart, type ChartSurface } from '../workload/step-chart.tsx';
import { buildPaybackChart, type PaybackPoint } from './build-payback-line.ts';

interface PaybackChartProps {
  points: readonly PaybackPoint[];
  span: StripSpan;
  markMs: readonly number[];
  tell: (index: number) => string;
  onPoint: (index: number | null) => void;
  onChoose: (index: number) => void;
}

/** The running sum of value less cost. */
export function PaybackChart(props: PaybackChartProps) {
  const { points, span, markMs, tell, onPoint, onChoose } = props;
  const atMs = useMemo(() => points.map((point) => point.atMs), [points]);
  const draw = useCallback(
    (surface: ChartSurface) => buildPaybackChart(points, span, markMs, surface),
    [points, span, markMs],
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
