import type { SeriesPoint } from '../../signals/series.ts';

/** Paths in a box of SPARKLINE_WIDTH × SPARKLINE_HEIGHT. */
export interface SparklineShape {
  /** One path per unbroken stretch: a gap stays a gap. */
  readonly lines: readonly string[];
  /** Points with gaps on both sides, which a line cannot show. */
  readonly lone: readonly { readonly x: number; readonly y: number }[];
  readonly last: { readonly x: number; readonly y: number };
  /** Height of the limit; null where there is none, or it lies too far off to be shown. */
  readonly limitY: number | null;
}

export const SPARKLINE_WIDTH = 104;
export const SPARKLINE_HEIGHT = 28;
const PAD = 3;
/** A limit further from the values than this many times their spread would flatten the line. */
const LIMIT_REACH = 2.5;

/** Lays a series out as a small line; null where it holds no value at all. */
export function buildSparkline(
  points: readonly SeriesPoint[],
  limit: number | null,
): SparklineShape | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  let least = Math.min(...values);
  let most = Math.max(...values);
  const spread = most - least || Math.abs(most) * 0.2 || 1;
  const isNear =
    limit !== null && limit > least - spread * LIMIT_REACH && limit < most + spread * LIMIT_REACH;
  if (isNear) {
    least = Math.min(least, limit);
    most = Math.max(most, limit);
  }
  const span = most - least || 1;
  const flat = most === least;
  const x = (index: number): number =>
    round(
      points.length < 2
        ? SPARKLINE_WIDTH / 2
        : PAD + (index / (points.length - 1)) * (SPARKLINE_WIDTH - 2 * PAD),
    );
  const y = (value: number): number =>
    flat
      ? SPARKLINE_HEIGHT / 2
      : round(PAD + (1 - (value - least) / span) * (SPARKLINE_HEIGHT - 2 * PAD));

  const stretches: { x: number; y: number }[][] = [];
  let last = { x: 0, y: 0 };
  points.forEach(({ value }, index) => {
    if (value === null) return;
    last = { x: x(index), y: y(value) };
    if (index > 0 && points[index - 1]?.value !== null) stretches.at(-1)?.push(last);
    else stretches.push([last]);
  });
  return {
    lines: stretches
      .filter((stretch) => stretch.length > 1)
      .map((stretch) => `M${stretch.map((point) => `${point.x} ${point.y}`).join('L')}`),
    lone: stretches.flatMap((stretch) => (stretch.length === 1 ? stretch : [])),
    last,
    limitY: isNear ? y(limit) : null,
  };
}

const round = (number: number): number => Math.round(number * 100) / 100;
