import { Link } from '@tanstack/react-router';
import { RANGES, type Range } from './ranges.ts';
import styles from './range-control.module.css';

/** The length of time that everything on this page's time axis shows; part of the address. */
export function RangeControl({ id, range }: { id: string; range: Range }) {
  return (
    <nav className={styles.control} aria-label="Length of time" data-print="off">
      {RANGES.map((choice) => (
        <Link
          key={choice.id}
          to="/w/$id"
          params={{ id }}
          from="/w/$id"
          search={(before) => ({ ...before, range: choice.id, point: undefined })}
          replace
          resetScroll={false}
          className={styles.choice}
          aria-current={choice.id === range.id ? 'true' : undefined}
        >
          {choice.name}
        </Link>
      ))}
    </nav>
  );
}
