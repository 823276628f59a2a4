import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { pointAt, stepAt, useCrosshair } from '../charts/crosshair.ts';
import type { ChartOption } from '../charts/echarts.ts';
import { usePalette, type Palette } from '../charts/palette.ts';
import { useChart } from '../charts/use-chart.ts';
import { useSize } from '../parts/use-size.ts';
import { positionOn, type StripSpan } from './build-verdict-strip.ts';
import { CHART_INSET } from './chart-inset.ts';
import styles from './signal-chart.module.css';

/** What a chart is drawn with and on. */
export interface ChartSurface {
  readonly palette: Palette;
  readonly fontFamily: string;
  readonly widthPx: number;
}

interface StepChartProps {
  /** What the steps are, for those who walk them by keyboard. */
  label: string;
  span: StripSpan;
  /** The middle of each step, ascending and equally far apart; epoch milliseconds. */
  atMs: readonly number[];
  draw: (surface: ChartSurface) => ChartOption;
  /** One step as a reading in words. */
  tell: (index: number) => string;
  /** Index of the step that is chosen. */
  chosen?: number | null;
  /** Pointed at, on this chart or on another of the page; null when no longer. */
  onPoint: (index: number | null) => void;
  onChoose?: (index: number) => void;
}

const FONT = "'Geist', system-ui, sans-serif";

/**
 * A chart over steps of time, and an invisible slider over it that walks from step to step by keyboard.
 * What is pointed at on one chart is pointed at on all of the page.
 */
export function StepChart(props: StepChartProps) {
  const { label, span, atMs, draw, tell, chosen = null, onPoint, onChoose } = props;
  const at = stepAt(span, atMs, useCrosshair());
  const tellPointed = useEffectEvent(onPoint);
  useEffect(() => tellPointed(at), [at]);
  useEffect(() => () => pointAt(null), []);
  const [measure, size] = useSize();
  const palette = usePalette();
  const option = useMemo(
    () => draw({ palette, fontFamily: FONT, widthPx: size.width }),
    [draw, palette, size.width],
  );
  const drawIn = useChart(option, size);
  const [canvas] = useState(() => (node: HTMLElement | null) => {
    measure(node);
    drawIn(node);
  });
  const plotWidth = size.width - CHART_INSET.left - CHART_INSET.right;
  const xOf = (index: number): number =>
    CHART_INSET.left + (positionOn(span, atMs[index] ?? span.fromMs) / 100) * plotWidth;
  const nearest = (event: React.PointerEvent | React.MouseEvent): number => {
    const offsetX = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const share = (offsetX - CHART_INSET.left) / plotWidth;
    const pointedMs = span.fromMs + share * (span.toMs - span.fromMs);
    return stepAt(span, atMs, Math.max(span.fromMs, Math.min(span.toMs, pointedMs))) ?? 0;
  };
  const point = (index: number | null): void => {
    pointAt(index === null ? null : (atMs[index] ?? null));
  };
  const shownAt = at ?? atMs.length - 1;
  return (
    <div
      className={styles.chart}
      data-choosable={onChoose !== undefined}
      onPointerMove={(event) => point(nearest(event))}
      onPointerLeave={() => point(null)}
      onClick={(event) => onChoose?.(nearest(event))}
    >
      <div ref={canvas} className={styles.canvas} data-chart="" aria-hidden="true" />
      {chosen !== null && <div className={styles.chosen} style={{ left: xOf(chosen) }} />}
      {at !== null && <div className={styles.cursor} style={{ left: xOf(at) }} />}
      <input
        type="range"
        className={styles.walker}
        aria-label={label}
        aria-valuetext={atMs.length > 0 ? tell(shownAt) : 'no point'}
        min={0}
        max={Math.max(0, atMs.length - 1)}
        value={shownAt}
        onFocus={() => point(shownAt)}
        onBlur={() => point(null)}
        onChange={(event) => point(event.currentTarget.valueAsNumber)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChoose?.(shownAt);
        }}
      />
    </div>
  );
}
