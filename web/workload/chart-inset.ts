/**
 * Room left and right of the plot, in pixels; the lanes above it keep the same, to share its axis. On
 * the right half of the last date has its place.
 */
export const CHART_INSET = { left: 58, right: 24 } as const;

/** Where the plot stands. Nothing may shrink it to make room: the crosshair and the lanes rely on it. */
export const CHART_GRID = {
  ...CHART_INSET,
  top: 10,
  bottom: 26,
  outerBoundsMode: 'none',
} as const;

/** The same for style sheets of what lies above a chart on its axis. */
export const CHART_EDGES = {
  '--chart-left': `${CHART_INSET.left}px`,
  '--chart-right': `${CHART_INSET.right}px`,
} as const;
