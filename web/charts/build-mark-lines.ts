import type { Palette } from './palette.ts';

/** Upright lines across a plot where something happened, such as an alert. */
export const buildMarkLines = (markMs: readonly number[], palette: Palette) =>
  markMs.map((atMs) => ({
    xAxis: atMs,
    lineStyle: { color: palette.quiet, width: 1, type: [3, 3] },
    label: { show: false },
  }));
