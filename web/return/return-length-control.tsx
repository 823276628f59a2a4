import { Link } from '@tanstack/react-router';
import styles from '../workload/range-control.module.css';
import { RETURN_RANGES, type ReturnRange } from './return-lengths.ts';

/** How long the return is told over; part of the address. */
export function ReturnLengthControl({ id, range }: { id: string; range: ReturnRange }) {
  return (
    <nav className={styles.control} aria-label="Length of time" data-print="off">
      {RETURN_RANGES.toSorted((a, b) => a.days - b.days).map((choice) => (
        <Link
          key={choice.id}
          from="/w/$id"
          to="/w/$id"
          params={{ id }}
          search={(before) => ({
            ...before,
            range: choice.id,
            point: undefined,
            until: undefined,
          })}
          replace
          resetScroll={false}
          activeProps={{}}
          activeOptions={{ explicitUndefined: true }}
          className={styles.choice}
          aria-current={choice.id === range.id ? 'true' : undefined}
        >
          {choice.name}
        </Link>
      ))}
    </nav>
  );
}
