import { useEffect, useRef, type CSSProperties } from 'react';
import styles from './rows-ahead.module.css';

/** Rows drawn at a time, while somebody scrolls. */
export const ROWS_A_TIME = 40;
/** How far below the screen rows are drawn before they are seen, in pixels. */
const AHEAD_PX = 1200;

interface RowsAheadProps {
  /** Rows that are not drawn yet. */
  left: number;
  /** Asked for so many more once their place comes close to the screen. */
  onReach: (more: number) => void;
}

/** The place of rows that are not drawn yet, about as high as they will be. */
export function RowsAhead({ left, onReach }: RowsAheadProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        const { top, height } = entry.boundingClientRect;
        const missing = ((window.innerHeight + AHEAD_PX - top) / height) * left;
        onReach(Math.max(ROWS_A_TIME, Math.ceil(missing)));
      },
      { rootMargin: `${AHEAD_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [left, onReach]);
  if (left === 0) return null;
  // A property of its own name is none that React knows.
  const rows = { '--rows-left': left } as CSSProperties;
  return <div ref={place} className={styles.place} style={rows} data-print="off" />;
}
