import { useCallback, useEffect, useRef } from 'react';
import type { Size } from '../parts/use-size.ts';
import { createChart, type Chart, type ChartOption } from './echarts.ts';

/**
 * Keeps one chart alive in an element, in step with its option and its size.
 * @returns a ref for the element; the same for as long as the component lives
 */
export function useChart(option: ChartOption, size: Size): (element: HTMLElement | null) => void {
  const element = useRef<HTMLElement | null>(null);
  const chart = useRef<Chart | null>(null);
  useEffect(() => {
    if (element.current === null || size.width === 0) return;
    // A new size is drawn at once, so that a chart that has just begun would be drawn twice.
    if (chart.current === null) chart.current = createChart(element.current, size);
    else chart.current.resize({ width: size.width, height: size.height });
    chart.current.setOption(option, { notMerge: true });
    // Without one a chart would be cut off where paper is narrower than the screen.
    const drawing = element.current.querySelector('svg');
    drawing?.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  }, [option, size]);
  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [],
  );
  return useCallback((node: HTMLElement | null) => {
    element.current = node;
  }, []);
}
