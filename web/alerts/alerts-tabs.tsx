import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/number.ts';
import styles from '../parts/tabs.module.css';
import { ALERTS_TABS, type AlertsTab } from './alerts-search.ts';

interface AlertsTabsProps {
  shown: AlertsTab;
  /** How many fire; null while that is not known. */
  firing: number | null;
  /** How many silences hold now; null while that is not known. */
  silences: number | null;
}

const NAMES: Readonly<Record<AlertsTab, string>> = {
  firing: 'Firing',
  ended: 'Ended',
  silences: 'Silences',
};

/** What fires, what has ended and what is held back, each with an address of its own; filters stay. */
export function AlertsTabs({ shown, firing, silences }: AlertsTabsProps) {
  return (
    <nav className={styles.tabs} aria-label="Alerts" data-print="off">
      {ALERTS_TABS.map((tab) => {
        const isShown = tab === shown;
        return (
          <Link
            key={tab}
            from="/alerts"
            to="/alerts"
            search={(before) => ({
              ...before,
              tab: tab === 'firing' ? undefined : tab,
              silence: undefined,
              alert: undefined,
            })}
            resetScroll={false}
            activeProps={{}}
            activeOptions={{ explicitUndefined: true }}
            className={styles.tab}
            data-shown={isShown}
            aria-current={isShown ? 'page' : undefined}
          >
            {NAMES[tab]}
            {tab === 'firing' && firing !== null && firing > 0 && (
              <span className={styles.count}>{formatCount(firing)}</span>
            )}
            {tab === 'silences' && silences !== null && silences > 0 && (
              <span className={`${styles.count} ${styles.calm}`}>{formatCount(silences)}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
