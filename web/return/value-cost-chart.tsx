import { useCallback, useMemo } from 'react';
import type { CostCategory } from '../../signals/history-rows.ts';
import type { ReturnDay } from '../../signals/return.ts';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { StepChart, type ChartSurface } from '../workload/step-chart.tsx';
import { buildValueCostChart, dayMiddleMs } from './build-value-cost-chart.ts';

interface ValueCostChartProps {
  days: readonly ReturnDay[];
  categories: readonly CostCategory[];
  span: StripSpan;
  nowMs: number;
  markMs: readonly number[];
  tell: (index: number) => string;
  onPoint: (index: number | null) => void;
  onChoose: (index: number) => void;
}

/** Value over full cost, day by day. */
export function ValueCostChart(props: ValueCostChartProps) {
  const { days, categories, span, nowMs, markMs, tell, onPoint, onChoose } = props;
  const atMs = useMemo(() => days.map(dayMiddleMs), [days]);
  const draw = useCallback(
    (surface: ChartSurface) =>
      buildValueCostChart({ days, categories, span, nowMs, markMs, surface }),
    [days, categories, span, nowMs, markMs],
  );
  return (
    <StepChart
      label="Value and full cost, day; Enter lists its raw runs"
      span={span}
      atMs={atMs}
      draw={draw}
      tell={tell}
      onPoint={onPoint}
      onChoose={onChoose}
    />
  );
}
