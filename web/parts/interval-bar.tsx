import { buildIntervalBar, type IntervalReading } from './build-interval-bar.ts';
import styles from './interval-bar.module.css';

interface IntervalBarProps {
  reading: IntervalReading;
  /** What the colours say: the signal's status. */
  tone: 'pass' | 'fail' | 'uncertain' | 'missing';
}

/** A value with its interval against its limit. The same in words stands beside it. */
export function IntervalBar({ reading, tone }: IntervalBarProps) {
  const shape = buildIntervalBar(reading);
  if (shape === null) return null;
  const { band, good, limit, value } = shape;
  return (
    <svg aria-hidden="true" className={styles.bar} data-tone={tone} width="100%" height="22">
      <rect className={styles.track} x="0" y="10.5" width="100%" height="1" />
      {good && (
        <rect
          className={styles.good}
          x={`${good.from}%`}
          y="3"
          width={`${good.to - good.from}%`}
          height="16"
        />
      )}
      {band && (
        <rect
          className={styles.band}
          x={`${band.from}%`}
          y="7"
          width={`${Math.max(0.8, band.to - band.from)}%`}
          height="8"
          rx="4"
        />
      )}
      {limit !== null && (
        <line className={styles.limit} x1={`${limit}%`} x2={`${limit}%`} y1="1" y2="21" />
      )}
      <circle className={styles.value} cx={`${value}%`} cy="11" r="3.5" />
    </svg>
  );
}
