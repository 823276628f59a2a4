import { useCrosshair } from '../charts/crosshair.ts';
import { positionOn, type StripSpan } from './build-verdict-strip.ts';
import styles from './lanes.module.css';

/** The instant that is pointed at on a chart, through the lanes above it. */
export function LaneCursor({ span }: { span: StripSpan }) {
  const atMs = useCrosshair();
  if (atMs === null || atMs < span.fromMs || atMs > span.toMs) return null;
  return (
    <div className={styles.cursorTrack} aria-hidden="true">
      <div className={styles.cursor} style={{ left: `${positionOn(span, atMs)}%` }} />
    </div>
  );
}
