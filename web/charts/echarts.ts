import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  type GridComponentOption,
} from 'echarts/components';
import { init, use as registerParts, type ComposeOption, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Size } from '../parts/use-size.ts';

registerParts([
  BarChart,
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
]);

/** What a chart is described by: only the parts that are loaded. */
export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>;
export type Chart = ECharts;

/** A chart inside an element of a known size, drawn as SVG so that it prints and zooms sharply. */
export function createChart(element: HTMLElement, { width, height }: Size): Chart {
  return init(element, null, { renderer: 'svg', width, height });
}
