/** Room left and right of the plot, in pixels; the lanes above it keep the same, to share its axis. */
export const CHART_INSET = { left: 58, right: 12 } as const;
