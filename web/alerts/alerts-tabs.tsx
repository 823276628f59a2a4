import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/number.ts';
import styles from '../parts/tabs.module.css';

interface AlertsTabsProps {
  isEnded: boolean;
  /** How many fire; null while that is not known. */
  firing: number | null;
}

/** What fires and what has ended, each with an address of its own; filters stay. */
export function AlertsTabs({ isEnded, firing }: AlertsTabsProps) {
  return (
    <nav className={styles.tabs} aria-label="Alerts" data-print="off">
      {(['firing', 'ended'] as const).map((tab) => {
        const isShown = (tab === 'ended') === isEnded;
        return (
          <Link
            key={tab}
            from="/alerts"
            to="/alerts"
            search={(before) => ({
              ...before,
              tab: tab === 'ended' ? tab : undefined,
              alert: undefined,
            })}
            resetScroll={false}
            activeProps={{}}
            activeOptions={{ explicitUndefined: true }}
            className={styles.tab}
            data-shown={isShown}
            aria-current={isShown ? 'page' : undefined}
          >
            {tab === 'ended' ? 'Ended' : 'Firing'}
            {tab === 'firing' && firing !== null && firing > 0 && (
              <span className={styles.count}>{formatCount(firing)}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
