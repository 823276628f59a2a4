import type { SeriesPoint } from '../../signals/series.ts';
import { buildSparkline, SPARKLINE_HEIGHT, SPARKLINE_WIDTH } from './build-sparkline.ts';
import styles from './sparkline.module.css';

/** A small line of the last weeks. The chart shows the same in full. */
export function Sparkline({
  points,
  limit,
}: {
  points: readonly SeriesPoint[];
  limit: number | null;
}) {
  const shape = buildSparkline(points, limit);
  if (shape === null) return <span className={styles.none}>no points</span>;
  return (
    <svg
      aria-hidden="true"
      className={styles.sparkline}
      width={SPARKLINE_WIDTH}
      height={SPARKLINE_HEIGHT}
      viewBox={`0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}`}
    >
      {shape.limitY !== null && (
        <line
          className={styles.limit}
          x1="0"
          x2={SPARKLINE_WIDTH}
          y1={shape.limitY}
          y2={shape.limitY}
        />
      )}
      {shape.lines.map((path) => (
        <path key={path} className={styles.line} d={path} />
      ))}
      {shape.lone.map(({ x, y }) => (
        <circle key={x} className={styles.dot} cx={x} cy={y} r="1.2" />
      ))}
      <circle className={styles.dot} cx={shape.last.x} cy={shape.last.y} r="2.2" />
    </svg>
  );
}
