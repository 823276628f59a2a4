import { useMemo, useState } from 'react';
import type { SeriesPoint } from '../../signals/series.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { usePalette } from '../charts/palette.ts';
import { useChart } from '../charts/use-chart.ts';
import { useSize } from '../parts/use-size.ts';
import { buildSignalChart, pointMs, type ChartSignal } from './build-signal-chart.ts';
import { positionOn, type StripSpan } from './build-verdict-strip.ts';
import { CHART_INSET } from './chart-inset.ts';
import styles from './signal-chart.module.css';

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
  chosen: number | null;
  /** Pointed at, by pointer or arrow keys; null when no longer. */
  onPoint: (index: number | null) => void;
  onChoose: (index: number) => void;
}

const FONT = "'Geist', system-ui, sans-serif";

/** The chart itself, and an invisible slider over it that walks from step to step by keyboard. */
export function SignalChart(props: SignalChartProps) {
  const { signal, title, points, stepMs, span, markMs, tell, chosen, onPoint, onChoose } = props;
  const [at, setAt] = useState<number | null>(null);
  const [measure, size] = useSize();
  const option = useOption({ signal, points, stepMs, span, markMs, widthPx: size.width });
  const draw = useChart(option, size);
  const [canvas] = useState(() => (node: HTMLElement | null) => {
    measure(node);
    draw(node);
  });
  const plotWidth = size.width - CHART_INSET.left - CHART_INSET.right;
  const xOf = (index: number): number => {
    const point = points[index];
    return point
      ? CHART_INSET.left + (positionOn(span, pointMs(point, stepMs)) / 100) * plotWidth
      : 0;
  };
  const nearest = (offsetX: number): number => {
    const share = (offsetX - CHART_INSET.left) / plotWidth;
    const atMs = span.fromMs + share * (span.toMs - span.fromMs);
    const first = points[0] ? pointMs(points[0], stepMs) : 0;
    return Math.max(0, Math.min(points.length - 1, Math.round((atMs - first) / stepMs)));
  };
  const point = (index: number | null): void => {
    setAt(index);
    onPoint(index);
  };
  const shownAt = at ?? points.length - 1;
  const shown = points[shownAt];
  return (
    <div
      className={styles.chart}
      onPointerMove={(event) =>
        point(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))
      }
      onPointerLeave={() => point(null)}
      onClick={(event) =>
        onChoose(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left))
      }
    >
      <div ref={canvas} className={styles.canvas} aria-hidden="true" />
      {chosen !== null && <div className={styles.chosen} style={{ left: xOf(chosen) }} />}
      {at !== null && <div className={styles.cursor} style={{ left: xOf(at) }} />}
      <input
        type="range"
        className={styles.walker}
        aria-label={`${title}, point in time; Enter lists its raw runs`}
        aria-valuetext={shown ? tell(shown) : 'no point'}
        min={0}
        max={Math.max(0, points.length - 1)}
        value={shownAt}
        onFocus={() => point(shownAt)}
        onBlur={() => point(null)}
        onChange={(event) => point(event.currentTarget.valueAsNumber)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChoose(shownAt);
        }}
      />
    </div>
  );
}

type OptionInput = Pick<SignalChartProps, 'signal' | 'points' | 'stepMs' | 'span' | 'markMs'> & {
  widthPx: number;
};

function useOption({ signal, points, stepMs, span, markMs, widthPx }: OptionInput): ChartOption {
  const palette = usePalette();
  return useMemo(
    () =>
      buildSignalChart({
        signal,
        points,
        stepMs,
        span,
        markMs,
        palette,
        fontFamily: FONT,
        widthPx,
      }),
    [signal, points, stepMs, span, markMs, palette, widthPx],
  );
}
